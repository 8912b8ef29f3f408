import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential, digestMultibase, signCredential, type StatusEntry } from 'everlearned/credential'
import { ed25519Jwk, webCryptography as cryptography } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeBase64url } from 'everlearned/encoding'
import { sealShare } from 'everlearned/holder'
import { changeStatus, createBitstring, createStatusEntry, createStatusListCredential, type StatusPurpose } from 'everlearned/status'
import { formatBundle } from 'everlearned/verifier'
import { expectAccessible, expectAccessibleAtBothSizes, expectReflow } from '../../../stories/accessible.ts'
import { expectKeyboard, focusWithKeyboard, pressWithKeyboard } from '../../../stories/keyboard.ts'
import { speak } from '../../../stories/languages.ts'
import { type ServedPages, serveBuiltPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'
import { languages } from '../languages.ts'
import { hostileFiles } from '../../../stories/hostile-evidence.ts'
import { claim } from '../messages/claim.ts'
import { evidence } from '../messages/evidence.ts'
import { verifyPerson } from '../messages/verify-person.ts'
import { verify } from '../messages/verify.ts'

let served: ServedPages
let browser: Browser
let known: string
let strange: string
let shareKey: string
/** What the node answers, by path; lists are put in by the tests that need them. */
let answers: Record<string, unknown>

beforeAll(async () => {
  known = await badge(1)
  strange = await badge(2)
  const { ciphertext, key } = await sealShare(bundle(known), cryptography)
  shareKey = encodeBase64url(key)
  const issuer = didKey((await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))).publicKey)
  answers = {
    '/api/issuers': { issuers: [{ did: issuer, name: 'Riverside College' }] },
    '/api/node': { name: 'Test node', version: '0', publicBaseUrl: '', walletBaseUrl: '', rehearsal: true, isSetUp: true, log: { origin: 'x', verifierKey: 'x+00000000+AA' } },
    '/api/claims/open': { state: 'unclaimed', organisation: { name: 'Riverside College', did: issuer }, achievement: { name: 'Welding', description: 'Joins steel.' }, recipientHint: 'S… L…', needsCode: true },
    '/api/shares/share-1': { ciphertext: encodeBase64url(ciphertext), expiresAt: '2036-05-08T12:00:00Z' },
  }
  served = await serveBuiltPages('node', answers)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  served?.close()
})

describe('the page that checks a record', () => {
  it('names a known issuer to somebody who has a keyboard only, and stays honest about what it does not prove', async () => {
    const page = await open('/verify')
    await page.getByRole('button', { name: verify.check }).waitFor()
    await expectKeyboard(page)
    await pressWithKeyboard(page.getByRole('button', { name: verify.check }))
    await expect.poll(() => page.locator('textarea[aria-invalid="true"]').getAttribute('aria-describedby')).toMatch(/-fault/)
    await expectAccessible(page)
    await focusWithKeyboard(page.locator('textarea'))
    await page.keyboard.insertText(known)
    await pressWithKeyboard(page.getByRole('button', { name: verify.check }))
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { message: 'the heading is read aloud' }).toBe('H1')
    expect(await page.locator('.verdict').count()).toBe(6)
    await page.getByText('What this does not prove').waitFor()
    expect(await page.locator('body').ariaSnapshot()).toMatch(/banner:[^]*main:[^]*heading "[^"]+" \[level=1\][^]*contentinfo:/)
    await expectKeyboard(page)
    await expectAccessibleAtBothSizes(page)
  })

  it('says it all in Arabic, from the right, and nothing runs out of it when it is enlarged', async () => {
    await speak('ar')
    const page = await open('/verify', 'ar')
    await page.locator('textarea').fill(known)
    await page.getByRole('button', { name: verify.check }).click()
    await page.getByRole('heading', { name: verify.headlines.genuine('Riverside College') }).waitFor()
    await page.getByText(verify.notProvenOf.skill).waitFor()
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true }))
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.goto(`${served.origin}/claim/open`)
    await page.getByText(claim.addHint).waitFor()
    await expectKeyboard(page)
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.getByRole('button', { name: languages.fr.name }).click()
    await page.locator('a.button[href$="&language=fr"]').waitFor()
    await page.getByRole('button', { name: languages.ar.name }).click()
    await page.goto(`${served.origin}/ledger`)
    await page.getByText(languages.ar.notHere).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByRole('link', { name: 'Check a record' }).first().click()
    await page.getByRole('heading', { name: verify.title }).waitFor()
    await speak('en')
  })

  it('DV16: compares a record with the person, and offers a way to see who reads the mailbox', async () => {
    const page = await open('/verify')
    await paste(page, await badge(1, undefined, 'mailto:maria@example.org'))
    await page.getByText(verifyPerson.summary).click()
    await page.getByRole('button', { name: verifyPerson.compare }).click()
    await page.getByText(verifyPerson.emailMissing).waitFor()
    await page.getByLabel(verifyPerson.email).fill('somebody@else.example')
    await page.getByRole('button', { name: verifyPerson.compare }).click()
    await page.getByText(verifyPerson.outcomes.failed('somebody@else.example')).waitFor()
    expect(await headline(page)).toBe(verify.headlines.otherPerson)
    await page.getByLabel(verifyPerson.email).fill('Maria@example.org')
    await page.getByRole('button', { name: verifyPerson.compare }).click()
    await page.getByText(verifyPerson.outcomes.passed('Maria@example.org')).waitFor()
    const code = await page.locator('strong.code').innerText()
    expect(await page.getByRole('link', { name: verifyPerson.write }).getAttribute('href')).toContain(code)
    await page.getByText(verifyPerson.mailboxGone).waitFor()
    await expectAccessibleAtBothSizes(page)
  })

  it('never headlines a stranger as success', async () => {
    const page = await open('/verify')
    await paste(page, strange)
    expect(await headline(page)).toBe('Signed, but we do not know by whom')
    expect(await page.getByText('This node does not know the issuer').count()).toBe(1)
    await expectAccessibleAtBothSizes(page)
  })

  it('says no to one changed word', async () => {
    const page = await open('/verify')
    await paste(page, known.replace('Joins steel', 'Joins gold!'))
    expect(await headline(page)).toBe('Do not rely on this: it is not what was signed')
  })

  it.each([['hello', 'We cannot read this'], ['https://college.example/claim/abc', 'This is a link for claiming a record']])('says what is wrong with %s', async (text, title) => {
    const page = await open('/verify')
    await paste(page, text)
    expect(await page.getByText(title).count()).toBe(1)
  })

  it('works without a connection after the first visit', async () => {
    const page = await open('/verify')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    // The first answers of the node go by the worker once it is there.
    await page.reload()
    await paste(page, known)
    await page.context().setOffline(true)
    await page.goto(`${served.origin}/verify`)
    await page.locator('input[type=file]').setInputFiles({ name: 'share.bundle.json', mimeType: 'application/json', buffer: Buffer.from(bundle(known)) })
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
  })
})

describe('a record with others inside', () => {
  it('counts them at the top, and shows the verdict on each behind its line', async () => {
    const page = await open('/verify')
    await paste(page, await transcript())
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    await page.getByText('2 of 4 passed. 1 did not. 1 has no signature of its own').waitFor()
    await page.getByText('Of those that passed, 1 is by an issuer that this node does not know.').waitFor()
    const parts = page.getByRole('list', { name: 'What is inside it' }).locator('> li')
    expect((await parts.locator('.verdict-word').allTextContents())).toEqual([
      'Genuine, and signed by Riverside College', 'Signed, but we do not know by whom', 'Do not rely on this: it is not what was signed', 'Not signed by itself: rests on the signature around it',
    ])
    expect(await page.locator('.part .verdicts').count()).toBe(0)
    await page.getByRole('link', { name: 'Look at each' }).focus()
    await page.keyboard.press('Enter')
    await parts.nth(2).locator('summary').first().focus()
    await page.keyboard.press('Enter')
    await parts.nth(2).getByText('It was changed after it was signed').waitFor()
    expect(await parts.nth(2).locator('.verdict').count()).toBe(6)
    await expectAccessibleAtBothSizes(page)
  })
})

describe('what an issuer says later', () => {
  it.each<[readonly StatusPurpose[], string, string, string]>([
    [[], 'Genuine, and signed by Riverside College', 'Yes. Its dates hold', 'Not suspended.'],
    [['suspension'], 'Not valid now: its issuer has suspended it', 'No. Its issuer has suspended it. It may become valid again', 'Suspended: it may become valid again.'],
    [['revocation', 'suspension'], 'No longer valid: its issuer took it back', 'No. Its issuer took it back.', 'Taken back for good.'],
  ])('is told in words: %j', async (withdrawn, title, answer, line) => {
    await publish(withdrawn)
    const page = await open('/verify')
    await paste(page, await badge(1, statusEntries(served.origin)))
    expect(await headline(page)).toBe(title)
    const row = page.locator('.verdict').filter({ hasText: 'Still valid, and could we check?' })
    expect(await row.locator('.verdict-answer').textContent()).toContain(answer)
    await row.getByText('Show me').click()
    await row.getByText(line).waitFor()
    expect(await row.locator('.status-lines li').count()).toBe(2)
    await expectAccessibleAtBothSizes(page)
  })
})

describe('the evidence of a record', () => {
  it('is shown closed off, whatever its files try, each with whether it is the one that was meant', async () => {
    const page = await open('/verify')
    const asked: string[] = []
    page.context().on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()) })
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => asked.push('leak by dialog')))
    await page.evaluate(() => localStorage.setItem('secret', 'of the page'))
    await page.locator('input[type=file]').setInputFiles({ name: 'share.bundle.json', mimeType: 'application/json', buffer: Buffer.from(await hostileBundle()) })
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    const files = page.getByTestId('evidence').locator('li')
    const { state } = evidence
    const names = hostileFiles(served.origin).map(({ name }) => name)
    await expect.poll(() => files.locator('.strong').allTextContents(), { timeout: 10_000 }).toEqual([...names, 'other.txt', 'absent.mp4', 'somewhere', 'Notes'])
    expect(await files.locator('.evidence-state').allTextContents()).toEqual([...names.map(() => state.matched), state.mismatched, state.missing, state.unbound, state.within])
    const looks = page.getByRole('button', { name: evidence.look })
    for (let left = await looks.count(); left > 0; left -= 1) await looks.first().press('Enter')
    expect(await files.nth(0).frameLocator('iframe').locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(40)
    expect(await files.nth(1).locator('pre').textContent()).toContain('<!doctype html>')
    await files.nth(4).getByText('Signed by the board').waitFor()
    await files.nth(5).getByText(evidence.notShown).waitFor()
    expect(await files.nth(9).locator('pre').textContent()).toBe('I saw it')
    const frames = await page.locator('iframe').evaluateAll((all) => all.map((frame) => [frame.getAttribute('sandbox'), (frame as HTMLIFrameElement).contentDocument]))
    expect(frames).toEqual([['', null], ['', null], ['', null]])
    expect(await page.evaluate(() => [localStorage.getItem('secret'), 'stolen' in globalThis])).toEqual(['of the page', false])
    await expectAccessibleAtBothSizes(page)
    expect(asked.filter((url) => url.includes('leak'))).toEqual([])
    if (process.env['LER_SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['LER_SHOTS']}/evidence.png`, fullPage: true })
  })
})

/** A badge whose evidence are files that would do harm, with one that is another file, one that is not there, one that is not bound and one in the record. */
async function hostileBundle(): Promise<string> {
  const files = [...hostileFiles(served.origin), { name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from('as it was meant') }, { name: 'absent.mp4', mimeType: 'video/mp4', buffer: Buffer.from('film') }]
  const items = files.map(({ name, mimeType, buffer }) => ({ id: `https://college.example/${name}`, type: ['Evidence'], name, genre: mimeType, digestMultibase: digestMultibase(buffer, cryptography) }))
  const credential = { ...await unsignedBadge(1), evidence: [...items, { id: 'https://college.example/page', type: ['Evidence'], name: 'somewhere' }, { id: 'data:text/plain,I%20saw%20it', type: ['Evidence'], name: 'Notes' }] }
  const handedOver = files.slice(0, -1).map(({ name, mimeType, buffer }) => ({ id: `https://college.example/${name}`, name, mediaType: mimeType, bytes: encodeBase64url(name === 'other.txt' ? Buffer.from('altered') : buffer) }))
  return formatBundle({ credentials: [JSON.stringify(await signCredential(credential, await signerOf(1)))], documents: {}, status: {}, ledgerProofs: [], logs: [], evidence: handedOver })
}

const samples = new URL('../../../../shared/data/standards/clr-2.0/samples/', import.meta.url)

describe.skipIf(!existsSync(samples))('learner records of others', () => {
  it.each(existsSync(samples) ? readdirSync(samples) : [])('get an honest verdict: %s', async (name) => {
    const page = await open('/verify')
    await page.locator('input[type=file]').setInputFiles(fileURLToPath(new URL(name, samples)))
    await page.locator('.headline').first().waitFor()
    expect(await headline(page)).not.toContain('Genuine')
    const text = readFileSync(new URL(name, samples), 'utf8')
    const inside = name.endsWith('.json') ? [JSON.parse(text).credentialSubject?.verifiableCredential ?? []].flat().length : 1
    expect(await page.locator('.parts').first().locator('> li').count()).toBeGreaterThanOrEqual(inside)
    if (inside > 0) await page.locator('.part summary').first().click()
    await expectAccessibleAtBothSizes(page)
  })
})

describe('the page of a share', () => {
  it('opens the ciphertext with the key in the link, which the node never sees', async () => {
    const page = await open(`/s/share-1#${shareKey}`)
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    await expectAccessibleAtBothSizes(page)
  })

  it.each([[`/s/share-1#${'A'.repeat(43)}`, 'This link is incomplete'], ['/s/share-1', 'This link is incomplete'], [`/s/gone#${'A'.repeat(43)}`, 'This share has ended']])('says what is wrong with %s', async (path, title) => {
    const page = await open(path)
    await page.getByText(title).waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
  })
})

async function open(path: string, locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale })
  const page = await context.newPage()
  await page.goto(served.origin + path)
  return page
}

/** Pastes a text, and waits until there is an answer. */
async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Paste a link or a record').fill(text)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.locator('.headline, .notice-fault').first().waitFor()
}

async function headline(page: Page): Promise<string> {
  return (await page.locator('.headline h2').textContent()) ?? ''
}

const bundle = (credential: string): string => formatBundle({ credentials: [credential], documents: {}, status: {}, ledgerProofs: [], logs: [] })

const created = new Date('2026-05-01T12:00:00Z')
const learner = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

async function signerOf(fill: number) {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(fill)))
  return { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography }
}

async function unsignedBadge(fill: number, status: readonly StatusEntry[] = []) {
  const { signingKey } = await signerOf(fill)
  return createAchievementCredential({
    id: 'urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b11', issuer: { id: didKey(signingKey.publicKey), name: 'Riverside College' }, validFrom: created, subject: { did: learner },
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } }),
    ...(status.length === 0 ? {} : { status }),
  })
}

/** A badge signed by the issuer whose key is made of this number. */
async function badge(fill: number, status: readonly StatusEntry[] = [], subjectId?: string): Promise<string> {
  const unsigned = await unsignedBadge(fill, status)
  return JSON.stringify(await signCredential(subjectId === undefined ? unsigned : { ...unsigned, credentialSubject: { ...unsigned.credentialSubject, id: subjectId } }, await signerOf(fill)))
}

/** A learner record around four awards: a genuine one, one of a stranger, an altered one, and one that nobody signed. */
async function transcript(): Promise<string> {
  const altered = { ...JSON.parse(await badge(1)), name: 'Surgery' }
  const signer = await signerOf(1)
  const record = {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    'id': 'urn:uuid:5e1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential', 'ClrCredential'], 'name': 'Transcript',
    'issuer': { id: didKey(signer.signingKey.publicKey), type: ['Profile'], name: 'Riverside College' }, 'validFrom': '2026-05-01T12:00:00Z',
    'credentialSubject': { id: learner, type: ['ClrSubject'], verifiableCredential: [JSON.parse(known), JSON.parse(strange), altered, { ...await unsignedBadge(1) }] },
  }
  return JSON.stringify(await signCredential(record, signer))
}

const purposes = ['revocation', 'suspension'] as const
const statusEntries = (origin: string): readonly StatusEntry[] => purposes.map((purpose) => createStatusEntry(`${origin}/status/${purpose}`, 7, purpose))

/** Serves the lists of the known issuer, with the badge at its place withdrawn as said. */
async function publish(withdrawn: readonly StatusPurpose[]): Promise<void> {
  const signer = { ...await signerOf(1), created: new Date() }
  for (const purpose of purposes) {
    const { bits } = changeStatus({ purpose, bits: createBitstring() }, withdrawn.includes(purpose) ? [7] : [], 'withdraw')
    const list = await createStatusListCredential({ url: `${served.origin}/status/${purpose}`, issuer: didKey(signer.signingKey.publicKey), purpose, bits, validFrom: new Date(Date.now() - 60_000), ttlSeconds: 86_400 })
    answers[`/status/${purpose}`] = await signCredential(list, signer)
  }
}
