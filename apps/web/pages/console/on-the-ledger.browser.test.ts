import { readFileSync } from 'node:fs'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectAccessibleAtBothSizes } from '../../../../stories/accessible.ts'
import { type ServedPages, serveBuiltPages } from '../../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../../tools/test-browser.ts'
import type { GivenAccreditation, Issuer, Network } from '../../network-api.ts'
import { sampleNetwork, sampleNode, type SampleNetwork } from '../../sample-network.ts'

let served: ServedPages
let browser: Browser
let sample: SampleNetwork

beforeAll(async () => {
  sample = await sampleNetwork(2)
  served = await serveBuiltPages('node', { '/api/node': sampleNode(sample) })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  served?.close()
})

describe('an accreditor at its desk', () => {
  it('finds an organisation by name and accredits it, after one more look', async () => {
    const { page, said } = await open()
    await page.getByRole('heading', { name: 'Accredit an organisation' }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'on-the-ledger')
    await page.getByRole('button', { name: 'Accredit it…' }).click()
    await page.getByRole('alert').getByText('Choose the organisation').waitFor()
    await page.getByLabel('Which organisation?').fill('coast')
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: /Coast College/ }).click()
    await page.getByLabel('On what basis?').selectOption('ncca')
    await page.getByLabel('From').fill('2026-03-01')
    await page.getByLabel(/^Until/).fill('2029-02-28')
    await page.getByRole('button', { name: 'Accredit it…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Accredit Coast College?' })
    await dialog.waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Accredit it', exact: true }).click()
    await page.getByText('It is on the ledger, as entry 40').waitFor()
    expect(said).toEqual([{ type: 'accredit', payload: { did: 'did:web:coast.example', scopes: ['https://northline.example/fields/welding'], basis: 'ncca', mayAccredit: false, from: '2026-03-01', until: '2029-02-28' } }])
  })

  it('suspends an accreditation with one word, and takes one back only when its name is typed', async () => {
    const { page, said } = await open()
    await page.getByRole('button', { name: 'Suspend (Riverside College)' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend it' }).click()
    await page.getByText('It is on the ledger').waitFor()
    await page.getByRole('button', { name: 'Take back (Riverside College)' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take back the accreditation of Riverside College?' })
    await dialog.getByRole('button', { name: 'Take it back for good' }).click()
    await dialog.getByText('Type “Riverside College” exactly').waitFor()
    await expectAccessible(page)
    await dialog.getByLabel(/To go on/).fill('Riverside College')
    await dialog.getByRole('button', { name: 'Take it back for good' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(said).toEqual(['suspend', 'withdraw'].map((type) => ({ type, payload: { target: 'accreditation', accreditation: 4 } })))
  })

  it('says what a stolen key means for records before it is reported, and since when', async () => {
    const { page, said } = await open()
    await page.getByRole('button', { name: 'Report a stolen key…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Report a stolen key' })
    await dialog.getByText('Records signed with this key before that time stay good.').waitFor()
    await dialog.getByLabel('Since when may others have had it?').fill('2999-01-01T00:00')
    await dialog.getByRole('button', { name: 'Report it as stolen' }).click()
    await dialog.getByText('Enter a day and time that is not in the future').waitFor()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'stolen-key')
    await dialog.getByLabel('Since when may others have had it?').fill('2026-03-01T12:00')
    await dialog.getByRole('button', { name: 'Report it as stolen' }).click()
    await page.getByText('It is on the ledger').waitFor()
    expect(said).toMatchObject([{ type: 'withdraw', payload: { target: 'key', did: sample.accreditor, compromisedSince: expect.stringMatching(/^2026-03-01T/) } }])
  })

  it('is told in words when the rules refuse', async () => {
    const { page } = await open({ refusal: 'trust/withdrawn' })
    await page.getByRole('button', { name: 'Suspend (Riverside College)' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend it' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('It was taken back already')
  })
})

describe('what else an organisation can say', () => {
  it('is an opinion on an organisation or an entry, read once more before it is said for good', async () => {
    const { page, said } = await open()
    await page.getByRole('link', { name: 'Speak for or against something' }).click()
    await page.getByRole('heading', { name: 'Speak for or against something', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Look at it once more…' }).click()
    await page.getByRole('alert').getByText('Choose what you want to say').waitFor()
    await page.getByLabel('Which organisation?').fill('coast')
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: /Coast College/ }).click()
    await page.getByRole('radio', { name: /It misleads/ }).click()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'opinion')
    await page.getByRole('button', { name: 'Look at it once more…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Speak against it?' })
    await dialog.getByText('Welding Certification Board disputes Coast College as misleading').waitFor()
    await expectAccessible(page)
    await shoot(page, 'opinion-sure')
    await dialog.getByRole('button', { name: 'Say it for good' }).click()
    await page.getByRole('link', { name: 'It is on the ledger, as entry 40' }).waitFor()
    await page.getByRole('radio', { name: 'One entry of the ledger' }).click()
    await page.getByLabel('Which entry?').fill('many')
    await page.getByRole('radio', { name: /We looked it over/ }).click()
    await page.getByRole('button', { name: 'Look at it once more…' }).click()
    await page.getByRole('alert').getByText('Enter the number of an entry').waitFor()
    await page.getByLabel('Which entry?').fill('7')
    await page.getByRole('button', { name: 'Look at it once more…' }).click()
    await page.getByRole('dialog', { name: 'Speak in favour?' }).getByRole('button', { name: 'Say it for good' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(said).toEqual([
      { type: 'dispute', payload: { subject: { did: 'did:web:coast.example' }, ground: 'misleading' } },
      { type: 'endorse', payload: { subject: { entry: 7 }, ground: 'reviewed' } },
    ])
  })

  it('is that it stands by entries of a doubtful time, within what is in doubt', async () => {
    const { page, said } = await open()
    await page.getByRole('link', { name: 'Stand by records of a doubtful time' }).click()
    await page.getByRole('button', { name: /^Look at these entries…/ }).first().click()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'stand-by')
    await page.getByLabel('Last entry').fill('99999')
    await page.getByRole('button', { name: 'Stand by them…' }).click()
    await page.getByText('the smaller one first').first().waitFor()
    await page.getByLabel('Last entry').fill('5')
    await page.getByRole('button', { name: 'Stand by them…' }).click()
    await page.getByRole('dialog', { name: 'Stand by the entries 4 to 5?' }).getByRole('button', { name: 'Stand by them for good' }).click()
    await page.getByText('It is on the ledger, as entry 40').waitFor()
    expect(said).toEqual([{ type: 'reaffirm', payload: { log: 'northline.example/ledger', from: 4, to: 6 } }])
  })

  it('is a recovery key, kept before it is put in force', async () => {
    const { page, said } = await open()
    await page.getByRole('link', { name: 'Keep a recovery key' }).click()
    await page.getByRole('button', { name: 'Make a recovery key' }).click()
    await page.getByRole('button', { name: 'Put it in force…' }).click()
    await page.getByRole('alert').getByText('Save it and tick the box first').waitFor()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the recovery key' }).click()])
    await page.getByLabel('I have saved it where others do not find it').check()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'recovery-key')
    await page.getByRole('button', { name: 'Put it in force…' }).click()
    await page.getByRole('dialog', { name: 'Put this recovery key in force?' }).getByRole('button', { name: 'Put it in force for good' }).click()
    await page.getByText('It is on the ledger, as entry 40').waitFor()
    const kept = JSON.parse(readFileSync(await file.path(), 'utf8')) as { readonly x: string }
    expect(said).toEqual([{ type: 'rotate', payload: { privateKeyJwk: expect.objectContaining({ kty: 'OKP', x: kept.x }) as object } }])
  })

  it('is nothing before it is registered, and the pages say what to do', async () => {
    const { page } = await open({ own: null })
    await page.goto(`${served.origin}/console/board/on-the-ledger/opinion`)
    await page.getByRole('heading', { name: 'Your organisation is not on the ledger yet' }).waitFor()
    await expectAccessible(page)
    const sound = sample.issuers.get(sample.founder)
    const other = await open({ own: sound === undefined ? null : { ...sound, recoveryKey: 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' } })
    await other.page.goto(`${served.origin}/console/board/on-the-ledger/stand-by`)
    await other.page.getByRole('heading', { name: 'There is nothing to stand by' }).waitFor()
    await other.page.goto(`${served.origin}/console/board/on-the-ledger/recovery-key`)
    await other.page.getByText('You have a recovery key').waitFor()
    expect(await other.page.getByRole('button', { name: 'Make a recovery key' }).count()).toBe(0)
    await expectAccessible(other.page)
    await shoot(other.page, 'recovery-key-there')
  })
})

describe('everybody else at a desk', () => {
  it('reads that they are not registered yet, and why', async () => {
    const { page } = await open({ own: null })
    await page.getByText('Your node registers your organisation by itself').waitFor()
    expect(await page.getByRole('heading', { name: 'Accredit an organisation' }).count()).toBe(0)
    await expectAccessibleAtBothSizes(page)
  })

  it('may not accredit without being an accreditor, and the page says so', async () => {
    const own = sample.issuers.get(sample.college)
    const { page } = await open({ own: own ?? null })
    expect(await page.getByText('Your organisation may not accredit others').textContent()).toContain('has given it that right')
  })

  it('lets organisations onto the ledger when they run the node', async () => {
    const { page } = await open({ waiting: [{ id: 'w1', name: 'Mill Street School', did: 'did:key:z', createdAt: '2026-04-01T00:00:00Z' }] })
    await page.getByRole('button', { name: 'Let it register (Mill Street School)' }).click()
    await page.getByText('Organisations that wait for your word').waitFor({ state: 'detached' })
    expect(await page.getByText('Mill Street School').count()).toBe(0)
  })
})

describe('an alarm in the network', () => {
  it('is marked wherever one is at the desk, and leads to what happened', async () => {
    const { page } = await open({ alarms: [{ kind: 'refused-entry', origin: 'mill.example/ledger', at: '2026-05-01T08:00:00Z', reason: 'entry 90: the issuer is suspended' }] })
    await page.getByRole('alert').getByText('A ledger holds an entry that breaks the rules').waitFor()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'desk-alarm')
    await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: '1 alarm' }).click()
    await page.getByRole('heading', { name: 'Who holds a copy', level: 1 }).waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('Everything before that entry stays good.')
  })
})

describe('whoever runs the node', () => {
  it('follows another ledger and stops again, both from the page of the network', async () => {
    const { page, said } = await open()
    await page.getByRole('heading', { name: 'Your registration' }).waitFor()
    await page.goto(`${served.origin}/network`)
    await page.getByRole('button', { name: 'Change what it follows' }).click()
    await page.getByLabel('Address of the ledger').fill('coast')
    await page.getByRole('button', { name: 'Follow a ledger' }).click()
    await page.getByText('Enter the whole address').waitFor()
    await page.getByLabel('Address of the ledger').fill('https://coast.example')
    await page.getByRole('radio', { name: /Keep a copy/ }).click()
    await page.getByRole('button', { name: 'Follow a ledger' }).click()
    await page.getByText('This node follows it now').waitFor()
    await page.getByRole('button', { name: 'Stop following (coast.example/ledger)' }).click()
    await page.getByRole('dialog', { name: 'Stop following this ledger?' }).getByRole('button', { name: 'Stop following it' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(said).toEqual([{ url: 'https://coast.example', role: 'mirror', joins: false }, 'DELETE /api/network/follow/f1'])
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'network-owner')
  })
})

describe('whoever runs a node that forgot what it signed', () => {
  it('makes another cosigner key, and is told to whom to send it', async () => {
    const [first] = sample.network.following
    const { page, said } = await open({ following: first === undefined ? [] : [{ ...first, state: 'rolled-back' }] })
    await page.goto(`${served.origin}/network`)
    await page.getByRole('button', { name: 'Change what it follows' }).click()
    await page.getByRole('button', { name: 'Make another cosigner key…' }).click()
    await page.getByRole('dialog', { name: 'Make another cosigner key?' }).getByRole('button', { name: 'Make another key' }).click()
    await page.getByText('This node has another cosigner key').waitFor()
    expect(await page.getByLabel('Send this to those who decide about the policy').inputValue()).toBe('northline.example/validator+0000+new')
    expect(said).toEqual([{ role: 'validator' }])
    await expectAccessible(page)
    await shoot(page, 'cosigner-key')
  })
})

/** What is other than in the sample. */
interface Told {
  readonly following?: Network['following']
  readonly own?: Issuer | null
  readonly alarms?: Network['alarms']
  readonly waiting?: readonly unknown[]
  readonly refusal?: string
}

/** Opens the page as somebody who is signed in; `said` holds what was sent. */
async function open({ own = sample.issuers.get(sample.accreditor) ?? null, alarms = [], waiting = [], following = sample.network.following, refusal }: Told = {}): Promise<{ readonly page: Page, readonly said: unknown[] }> {
  const said: unknown[] = []
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const did = own?.did ?? sample.accreditor
  const organisation = { id: 'o1', slug: 'board', name: 'Welding Certification Board', did, url: null, sector: 'certification', isApproved: true }
  let open = waiting
  const answers: readonly (readonly [string, (route: Route) => unknown])[] = [
    ['**/api/session', () => ({ account: { displayName: 'Rosa', isOperator: true }, organisations: [organisation] })],
    ['**/api/network', () => ({ ...sample.network, alarms, following })],
    ['**/api/network/issuer?*', () => own ?? undefined],
    ['**/api/network/participants?*', () => ({ participants: [{ did: 'did:web:coast.example', name: 'Coast College', sector: 'education' }] })],
    ['**/api/approvals', () => ({ organisations: open })],
    ['**/api/approvals/*', () => { open = []; return null }],
    ['**/api/network/cosigner-key', (route) => { said.push(route.request().postDataJSON()); return { cosignerKey: 'northline.example/validator+0000+new' } }],
    ['**/api/network/follow', (route) => { said.push(route.request().postDataJSON()); return { id: 'f9', origin: 'x' } }],
    ['**/api/network/follow/*', (route) => { said.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`); return null }],
    ['**/api/organisations/o1/statements', (route) => {
      if (route.request().method() === 'GET') return { origin: sample.network.self.origin, isRegistered: own !== null, stated: [], received: [], given: [given()] }
      said.push(route.request().postDataJSON())
      return { index: 40 }
    }],
  ]
  for (const [path, answer] of answers) {
    await page.route(path, (route) => {
      if (refusal !== undefined && route.request().method() === 'POST') return route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: refusal }) })
      const value = answer(route)
      return value === undefined ? route.fulfill({ status: 404, contentType: 'application/problem+json', body: JSON.stringify({ code: 'network/issuer-unknown' }) }) : route.fulfill(value === null ? { status: 204 } : { json: value })
    })
  }
  await page.goto(`${served.origin}/console/board/on-the-ledger`)
  await page.getByRole('heading', { name: 'Your registration' }).waitFor()
  return { page, said }
}

function given(): GivenAccreditation {
  const [received] = sample.issuers.get(sample.college)?.accreditations ?? []
  if (received === undefined) throw new Error('the sample has no accreditation')
  return { ...received, to: { did: sample.college, name: 'Riverside College' } }
}

/** Keeps pictures of a page where LER_PICTURES says, to be looked at. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['LER_PICTURES']
  if (folder === undefined) return
  for (const [size, width, height] of [['phone', 360, 640], ['desk', 1440, 900]] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: true })
  }
}
