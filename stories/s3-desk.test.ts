/**
 * S3, the days after: a registrar mails everybody their link, gives out a code, invites a colleague, runs a second
 * organisation and looks after their own account.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestMailServer } from '../apps/server/open-test-mail-server.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { graduatesCsv } from './graduates.ts'
import { freePorts, type NodePlace, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, describeAchievement, openClaim, openMenuItem, passphrase, setUpNode } from './registrar.ts'

const achievement = 'Certificate in Supply Chain Operations'
const folder = mkdtempSync(join(tmpdir(), 'ler-desk-'))
let place: NodePlace
let node: NodeProcess
let browser: Browser
let registrar: Page
let colleague: Page

async function newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US' })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const authenticator = await context.newCDPSession(page)
  await authenticator.send('WebAuthn.enable')
  await authenticator.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } })
  return page
}

async function issueList(count: number, { withCode = false } = {}): Promise<void> {
  await bringList(registrar, achievement, { name: 'graduates.csv', csv: graduatesCsv(count) })
  await registrar.getByRole('button', { name: 'Check the rows' }).click()
  if (withCode) await registrar.getByLabel('Ask for a code as well').check()
  await registrar.getByRole('button', { name: `Issue ${count} records` }).click()
  await registrar.getByText(`${count} records are ready`).waitFor({ timeout: 60_000 })
}

/** Leaves the clipboard alone: the link is read where it is shown. */
const shownLink = (page: Page, label: RegExp): Promise<string> => page.getByRole('textbox', { name: label }).inputValue()

describe('S3: the desk in the days after', () => {
  let invitation: string

  beforeAll(async () => {
    browser = await launchBrowser()
    place = { data: join(folder, 'data'), ...(await freePorts()) }
    node = await startNodeProcess(place)
    registrar = await newPage(desk)
    await setUpNode(registrar, node.setUpLink ?? '', 'Riverside Community College')
    await describeAchievement(registrar, achievement)
    await issueList(70, { withCode: true })
  })
  afterAll(async () => {
    await browser.close()
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('says when the bytes of the list go', async () => {
    await registrar.getByText(/We delete the file on/).waitFor()
  })

  it('mails everybody their link after saying how many go out and where to, and nobody twice', async () => {
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Mail 70 people their link' }).click()
    const dialog = registrar.getByRole('dialog')
    await dialog.getByText('This node has no mail server. 70 messages are written into its outbox folder').waitFor()
    await dialog.getByText('never the code').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await dialog.getByRole('button', { name: 'Write the messages' }).click()
    await registrar.getByText('70 messages are in the outbox folder').waitFor({ timeout: 60_000 })
    await expectAccessibleAtBothSizes(registrar)
    expect(await registrar.getByRole('button', { name: /Mail .* link/ }).count()).toBe(0)
    const outbox = join(folder, 'data', 'outbox')
    const mails = readdirSync(outbox).map((name) => readFileSync(join(outbox, name), 'utf8'))
    expect(new Set(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1])).size).toBe(70)
  })

  it('shows a person\'s code only when asked', async () => {
    await openClaim(registrar, 'Chen Álvarez')
    await registrar.getByText('Written to the outbox on').waitFor()
    expect(await registrar.locator('.code-shown').count()).toBe(0)
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Show the code' }).click()
    expect(await registrar.locator('.code-shown').innerText()).toMatch(/^\d{4} \d{4}$/)
    await expectAccessibleAtBothSizes(registrar)
  })

  it('tells who could not be mailed and why, and waits while the mail server is away', async () => {
    await node.stop()
    const mail = await openTestMailServer()
    mail.manner = (recipient) => (recipient.startsWith('graduate-2@') ? 'refuse-address' : 'take')
    node = await startNodeProcess({ ...place, env: { LER_SMTP_URL: mail.url } })
    await registrar.goto(`${node.url}/console`)
    await issueList(5)
    await registrar.getByRole('button', { name: 'Mail 5 people their link' }).click()
    await registrar.getByRole('dialog').getByText('5 mails go out, one to each person, through the mail server of this node').waitFor()
    await registrar.getByRole('button', { name: 'Send the mails' }).click()
    await registrar.getByText('One mail did not go out').waitFor({ timeout: 60_000 })
    await registrar.getByText('4 mails were handed to the mail server').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('link', { name: 'See who it is' }).click()
    await registrar.getByText('Only people whose last mail did not go out are shown').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('link', { name: /Bakari Álvarez/ }).click()
    await registrar.getByText('The mail server does not know this address').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await mail.close()
    await issueList(4)
    await registrar.getByRole('button', { name: 'Mail 4 people their link' }).click()
    await registrar.getByRole('button', { name: 'Send the mails' }).click()
    await registrar.getByText('The mails have to wait').waitFor({ timeout: 60_000 })
    await expectAccessibleAtBothSizes(registrar)
  })

  it('erases a person who asks for it, after saying what stays, and nothing of them is left at the desk', async () => {
    const name = 'Fatima Álvarez'
    await openClaim(registrar, name)
    await registrar.getByRole('button', { name: 'Erase this person…' }).click()
    const dialog = registrar.getByRole('dialog')
    await dialog.getByText('On the public ledger a random number that nobody can link to a person any more.').waitFor()
    await dialog.getByLabel('Which records?').selectOption('All that you issued to this e-mail address')
    await expectAccessibleAtBothSizes(registrar)
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await dialog.getByText(`Type “${name}” exactly as it is written here`).waitFor()
    await dialog.getByLabel(`To go on, type “${name}”`).fill(name)
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await registrar.getByText('The person was erased').waitFor()
    await registrar.getByRole('heading', { name: 'Erased person', level: 1 }).waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await openMenuItem(registrar, 'Claim desk')
    await registrar.getByLabel('Search by name or e-mail address').fill(name)
    await registrar.getByText('Nobody found').waitFor()
  })

  it('invites a colleague by a link that is shown once', async () => {
    await openMenuItem(registrar, 'Colleagues')
    await registrar.getByText('You are the only one').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Make the link' }).click()
    await registrar.getByText('Enter the name of your colleague').waitFor()
    await registrar.getByLabel('Who is it for?').fill('Noor Haddad')
    await registrar.getByRole('button', { name: 'Make the link' }).click()
    await registrar.getByText('Hand this link over now').waitFor()
    invitation = await shownLink(registrar, /Invitation for Noor Haddad/)
    await registrar.getByRole('cell', { name: 'Rosa Quispe' }).first().waitFor()
    await expectAccessibleAtBothSizes(registrar)
  })

  it('lets the colleague in with a passkey, and nobody else by the same link', async () => {
    colleague = await newPage(phone)
    await colleague.goto(invitation)
    await colleague.getByRole('heading', { name: 'Join Riverside Community College' }).waitFor()
    await expectAccessibleAtBothSizes(colleague)
    await colleague.getByLabel('Your name', { exact: true }).fill('Noor Haddad')
    await colleague.getByLabel('Login name').fill('noor')
    await colleague.getByRole('radio', { name: /With a passkey/ }).check()
    await colleague.getByRole('button', { name: 'Join' }).click()
    await colleague.getByRole('heading', { name: 'Riverside Community College', exact: true, level: 1 }).waitFor()
    const again = await newPage(phone)
    await again.goto(invitation)
    await again.getByText('This invitation does not work any more').waitFor()
    await expectAccessibleAtBothSizes(again)
    await again.context().close()
  })

  it('takes a colleague out, at once, after saying what that means', async () => {
    await registrar.reload()
    await registrar.getByRole('button', { name: /Take out.*Noor/ }).click()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('dialog').getByRole('button', { name: 'Take out' }).click()
    await registrar.getByText('You are the only one').waitFor()
    await colleague.reload()
    await colleague.getByText('You are not a member of an organisation here').waitFor()
    await expectAccessibleAtBothSizes(colleague)
  })

  it('lets somebody with an account join again', async () => {
    await registrar.getByLabel('Who is it for?').fill('Noor again')
    await registrar.getByRole('button', { name: 'Make the link' }).click()
    const link = await shownLink(registrar, /Invitation for Noor again/)
    await colleague.goto(link)
    await colleague.getByText('You are signed in as Noor Haddad').waitFor()
    await expectAccessibleAtBothSizes(colleague)
    await colleague.getByRole('button', { name: 'Join Riverside Community College' }).click()
    await colleague.getByRole('region', { name: 'Your records at a glance' }).waitFor()
  })

  it('changes the name from now on', async () => {
    await openMenuItem(registrar, 'Settings')
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByLabel('Name', { exact: true }).fill('Riverside University')
    await registrar.getByLabel('Web address').fill('https://riverside.example')
    await registrar.getByRole('button', { name: 'Save' }).click()
    await registrar.getByText('It stands on every record from now on').waitFor()
    await expectAccessibleAtBothSizes(registrar)
  })

  it('runs a second organisation and switches between the two, on a phone as at a desk', async () => {
    await registrar.getByRole('link', { name: 'Add an organisation' }).click()
    await registrar.getByRole('heading', { name: 'Add an organisation' }).waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByLabel('Name', { exact: true }).fill('Riverside Night School')
    await registrar.getByRole('button', { name: 'Add it' }).click()
    await registrar.getByRole('heading', { name: 'Riverside Night School', level: 1 }).waitFor()
    await registrar.getByText('Issue your first records in three steps').waitFor()
    await registrar.getByLabel('Organisation').selectOption({ label: 'Riverside University' })
    await registrar.getByRole('heading', { name: 'Riverside University', level: 1 }).waitFor()
    await registrar.setViewportSize(phone)
    await registrar.getByRole('button', { name: 'Menu' }).click()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.setViewportSize(phone)
    await registrar.getByLabel('Organisation').selectOption({ label: 'Riverside Night School' })
    await registrar.getByRole('heading', { name: 'Riverside Night School', level: 1 }).waitFor()
    await registrar.setViewportSize(desk)
  })

  it('lets a registrar add a passkey, change the passphrase and sign out everywhere', async () => {
    await registrar.getByRole('link', { name: 'Your account' }).click()
    await registrar.getByText('You have no passkey yet').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Add a passkey' }).click()
    await registrar.getByLabel('Your passphrase now').fill(passphrase)
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Make the passkey' }).click()
    await registrar.getByRole('button', { name: /^Remove/ }).waitFor()
    await registrar.getByRole('button', { name: 'Change the passphrase' }).click()
    await registrar.getByLabel('Your passphrase now').fill('not the passphrase')
    await registrar.getByLabel('New passphrase').fill('seven quiet lamps hum')
    await registrar.getByRole('button', { name: 'Save the new passphrase' }).click()
    await registrar.getByText('The passphrase or passkey is not right').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByLabel('Use my passkey instead').check()
    await registrar.getByRole('button', { name: 'Save the new passphrase' }).click()
    await registrar.getByText('Your passphrase was changed').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Sign out everywhere' }).click()
    await registrar.waitForURL(`${node.url}/`)
    await registrar.goto(`${node.url}/account`)
    await registrar.getByRole('heading', { name: 'Sign in' }).waitFor()
    await registrar.getByLabel('Login name').fill('rosa')
    await registrar.getByLabel('Passphrase').fill('seven quiet lamps hum')
    await registrar.getByRole('button', { name: 'Sign in', exact: true }).click()
    await registrar.getByRole('heading', { name: 'Your account' }).waitFor()
  })
})
