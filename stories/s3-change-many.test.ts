/**
 * S3, when something is wrong with many: a registrar suspends, resumes and takes back a selection, anyone who checks reads so at
 * once, and the organisation gets a new signing key.
 */
import { createServer, type AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workOnJobs } from '../apps/server/issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../apps/server/open-test-node.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { graduatesCsv } from './graduates.ts'
import { passphrase } from './registrar.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

interface Desk { readonly node: TestNode; readonly owner: TestOwner; readonly url: string; readonly console: string; readonly page: Page }

/** A node with its pages and a registrar who is signed in; the clock is the browser's. */
async function openDesk(browser: Browser, isPublic: boolean): Promise<Desk> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const node = await openTestNode({ publicBaseUrl: url, rehearsal: !isPublic })
  node.clock.now = new Date()
  const owner = await addTestOwner(node, 'Riverside Community College')
  await node.app.listen({ host: 'localhost', port })
  const context = await browser.newContext({ viewport: desk, locale: 'en-US', serviceWorkers: 'block' })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(`${url}/login`)
  await page.getByLabel('Login name').fill('owner of Riverside Community College')
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Riverside Community College', exact: true, level: 1 }).waitFor()
  return { node, owner, url, console: `${url}/console/${owner.organisation.slug}`, page }
}

async function issue({ node, owner }: Desk, count: number): Promise<void> {
  const org = `/api/organisations/${owner.organisation.id}`
  const achievement = { name: 'Supply Chain Operations', description: 'Moves goods', criteria: 'Four courses', achievementType: 'Certification', alignments: [] }
  const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: achievement })).json()
  const { id } = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: graduatesCsv(count) })).json()
  await owner.request({ method: 'POST', url: `${org}/uploads/${id}/issue`, payload: { achievementId, mapping: { firstName: 0, lastName: 1, email: 2, awardedOn: 3 }, secondFactor: false } })
  await workOnJobs('test', { context: node.context, isStopping: () => false })
}

const credentialOf = async ({ node }: Desk, email: string): Promise<string> =>
  (await node.context.database.selectFrom('claim').innerJoin('credential', 'credential.id', 'claim.delivery_credential_id').select('document').where('recipient_search', 'like', `%${email}%`).executeTakeFirstOrThrow()).document

/** What anyone reads who checks it now. */
async function headlineOf({ page, url }: Desk, document: string): Promise<string> {
  const other = await page.context().newPage()
  await other.goto(`${url}/verify`)
  await other.getByLabel('Paste a link or a record').fill(document)
  await other.getByRole('button', { name: 'Check it' }).click()
  const headline = await other.locator('.headline h2').textContent()
  await other.close()
  return headline ?? ''
}

describe('S3: something is wrong with many', () => {
  let browser: Browser
  let at: Desk
  let page: Page
  const bar = () => page.getByRole('region', { name: 'What to do with those you chose' })

  beforeAll(async () => {
    browser = await launchBrowser()
    at = await openDesk(browser, false)
    page = at.page
    await issue(at, 70)
  })
  afterAll(async () => {
    await browser.close()
    await at.node.close()
  })

  it('chooses people by keyboard alone, and says how many', async () => {
    await page.goto(`${at.console}/claims`)
    await page.getByLabel('Choose everybody on this page').waitFor()
    expect(await bar().count()).toBe(0)
    await page.getByRole('table').getByRole('checkbox').nth(1).focus()
    await page.keyboard.press('Space')
    await page.getByRole('table').getByRole('checkbox').nth(2).focus()
    await page.keyboard.press('Space')
    await bar().getByText('2 records chosen').waitFor()
    expect(await page.getByLabel('Choose everybody on this page').evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
    await expectAccessibleAtBothSizes(page)
    await bar().getByRole('button', { name: 'Choose none' }).click()
    expect(await bar().count()).toBe(0)
  })

  it('suspends a few after saying what everybody will see; who checks reads so at once', async () => {
    const document = await credentialOf(at, 'graduate-2@')
    expect(await headlineOf(at, document)).toBe('Genuine, and signed by Riverside Community College')
    await page.getByLabel('Search by name or e-mail address').fill('graduate-2')
    // The table of before stands until the answer comes.
    await page.getByRole('row').nth(12).waitFor({ state: 'detached' })
    await page.getByLabel('Choose everybody on this page').check()
    await bar().getByText('11 records chosen').waitFor()
    await bar().getByRole('button', { name: 'Suspend…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: 'Suspend 11 records?' }).waitFor()
    await dialog.getByText('reads that Riverside Community College has suspended them').waitFor()
    // Escape leaves it, and the focus goes back to what opened it.
    await page.keyboard.press('Escape')
    // Gone from the page, not only from sight: what opened it listens only then.
    await page.locator('dialog').waitFor({ state: 'detached' })
    expect(await page.locator(':focus').innerText()).toBe('Suspend…')
    await page.keyboard.press('Enter')
    await dialog.getByRole('heading', { name: 'Suspend 11 records?' }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await dialog.getByRole('button', { name: 'Suspend 11 records' }).click()
    await page.getByText('11 records suspended').waitFor()
    expect(await headlineOf(at, document)).toBe('Not valid now: its issuer has suspended it')
    await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: /Suspended/ }).click()
    await page.getByRole('row').nth(11).waitFor()
    await expectAccessibleAtBothSizes(page)
  })

  it('shows one person why it is suspended, and resumes it', async () => {
    await page.getByRole('link', { name: /graduate-2@/ }).click()
    await page.getByText('We are looking into something').waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: 'Resume it' }).click()
    await page.getByText('The record counts again').waitFor()
    expect(await headlineOf(at, await credentialOf(at, 'graduate-2@'))).toBe('Genuine, and signed by Riverside Community College')
    await page.getByRole('button', { name: 'Suspend it' }).click()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Leave it as it is' }).click()
  })

  it('takes back all that a search found, on all its pages, once their number is typed', async () => {
    await page.setViewportSize(phone)
    await page.goto(`${at.console}/claims`)
    await page.getByLabel('Choose everybody on this page').check()
    await bar().getByText('50 records chosen').waitFor()
    await expectAccessibleAtBothSizes(page)
    await bar().getByRole('button', { name: 'Choose all 70 records found' }).click()
    await bar().getByText('All 70 records found are chosen').waitFor()
    await bar().getByRole('button', { name: 'Take back…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('To go on, type 70').fill('7')
    await dialog.getByRole('button', { name: 'Take 70 records back for good' }).click()
    await dialog.getByText('the number of records that you take back').waitFor()
    await expectAccessibleAtBothSizes(page)
    await dialog.getByLabel('To go on, type 70').fill('70')
    await dialog.getByRole('button', { name: 'Take 70 records back for good' }).click()
    await page.getByText('70 records taken back', { exact: true }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('70 records taken back')
    await expectAccessibleAtBothSizes(page)
    for (const person of ['graduate-1@', 'graduate-70@', 'graduate-20@']) expect(await headlineOf(at, await credentialOf(at, person))).toBe('Not valid now: its issuer has suspended it')
    await page.getByLabel('Choose everybody on this page').check()
    expect(await bar().getByRole('button', { name: /…$/ }).count()).toBe(0)
  })

  it('says of a rehearsal why its key cannot be changed', async () => {
    await page.goto(`${at.console}/settings`)
    await page.getByText('it is the signature name itself').waitFor()
    expect(await page.getByRole('button', { name: 'Make a new key…' }).count()).toBe(0)
    await expectAccessibleAtBothSizes(page)
  })
})

describe('S3: a new signing key', () => {
  it('is made once the owner proves who they are, and the old one stays listed', async () => {
    const browser = await launchBrowser()
    const at = await openDesk(browser, true)
    const { page } = at
    await page.goto(`${at.console}/settings`)
    await page.getByRole('button', { name: 'Make a new key…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('records from before still verify').waitFor()
    await expectAccessibleAtBothSizes(page)
    await dialog.getByLabel('Your passphrase now').fill('not the passphrase at all')
    await dialog.getByRole('button', { name: 'Make the new key' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Your passphrase now').fill(passphrase)
    await dialog.getByRole('button', { name: 'Make the new key' }).click()
    await page.getByText('New records are signed with a new key').waitFor()
    const rows = page.getByRole('table', { name: 'Signing keys' }).getByRole('row')
    await rows.filter({ hasText: 'Retired' }).first().waitFor({ timeout: 60_000 })
    await rows.getByText('Signs', { exact: true }).first().waitFor()
    await expectAccessibleAtBothSizes(page)
    await browser.close()
    await at.node.close()
  })
})
