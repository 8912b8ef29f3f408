/**
 * S3: a registrar at a community college turns one list into signed credentials, hands out links, and puts
 * right what goes wrong the day after; graduates take their records on a phone; an employer checks them.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { graduatesCsv } from './graduates.ts'
import { claimIntoNewWallet, makeWallet, shareByLink } from './holder.ts'
import { freePorts, type NodePlace, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, openMenuItem, setUpNode, signIn } from './registrar.ts'
import { runLer } from './run-ler.ts'

const achievement = 'Certificate in Supply Chain Operations'
const folder = makeTemporaryFolder('ler-s3-')
let place: NodePlace
let node: NodeProcess
let browser: Browser
let registrar: Page

async function newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US' })
  context.setDefaultTimeout(30_000)
  return context.newPage()
}

/** What an employer reads at the head of a share. */
async function headlineOf(link: string): Promise<string> {
  const page = await newPage(desk)
  await page.goto(link)
  const headline = await page.locator('main h2').first().innerText()
  await page.context().close()
  return headline
}

describe('S3: from one list to records that people hold', () => {
  let sofiaLink: string
  let sofiaShare: string
  let sofiaPhone: Page

  beforeAll(async () => {
    place = { data: join(folder, 'data'), ...(await freePorts()), ownPostgres: true }
    ;[node, browser] = await Promise.all([startNodeProcess(place), launchBrowser()])
    registrar = await newPage(desk)
  })

  afterAll(async () => {
    await browser.close()
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('sets the node up with the link that its first start printed, which works once', async () => {
    await registrar.goto(node.setUpLink ?? '')
    await registrar.getByRole('heading', { name: 'Set up this node' }).waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await setUpNode(registrar, node.setUpLink ?? '', 'Riverside Community College')
    await registrar.getByText('Issue your first records in three steps').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    const again = await newPage(phone)
    await again.goto(node.setUpLink ?? '')
    await again.getByText('This node is already set up').waitFor()
    await again.context().close()
  })

  it('describes an achievement', async () => {
    await describeAchievement(registrar, achievement)
    await expectAccessibleAtBothSizes(registrar)
  })

  it('shows each row that cannot be issued with its line, and signs nothing before the registrar says so', async () => {
    const csv = `${graduatesCsv(120)}Sofia,Reyes,sofia.reyes@people.example,2026-05-12\r\nNo,Address,not-an-address,2026-05-12\r\nImpossible,Day,day@people.example,2026-02-30\r\n=HYPERLINK("x"),Formula,formula@people.example,2026-05-12\r\nSofia,Twice,sofia.reyes@people.example,2026-05-12\r\n`
    await bringList(registrar, achievement, { name: 'graduates.csv', csv })
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Check the rows' }).click()
    await registrar.getByRole('heading', { name: 'Check, then issue' }).waitFor()
    const errors = registrar.getByRole('table').first()
    for (const [line, reason] of [[123, 'not an e-mail address'], [124, 'no such day'], [125, 'spreadsheet formula'], [126, 'more than once']] as const) {
      await errors.getByRole('row').filter({ hasText: String(line) }).filter({ hasText: reason }).waitFor()
    }
    await expectAccessibleAtBothSizes(registrar)
  })

  it('issues the good rows and notes every one of them in the ledger', async () => {
    await registrar.getByRole('button', { name: 'Issue 121 records' }).click()
    await registrar.getByText('121 records are ready').waitFor({ timeout: 60_000 })
    await registrar.getByText('121 of 121').waitFor({ timeout: 60_000 })
    await expectAccessibleAtBothSizes(registrar)
  })

  it('gives each graduate a claim link, with a QR code to print', async () => {
    await openClaim(registrar, 'Sofia Reyes')
    await registrar.getByRole('img', { name: /QR code with the claim link of Sofia Reyes/ }).waitFor()
    await expectAccessibleAtBothSizes(registrar)
    sofiaLink = await claimLinkOf(registrar)
  })

  it('lets Sofia look without changing anything, then take her record into a wallet made on her phone', async () => {
    sofiaPhone = await newPage(phone)
    await sofiaPhone.goto(sofiaLink)
    await sofiaPhone.getByText('There is a record for you').waitFor()
    await expectAccessibleAtBothSizes(sofiaPhone)
    await sofiaPhone.reload()
    await sofiaPhone.getByText('There is a record for you').waitFor()
    await claimIntoNewWallet(sofiaPhone, sofiaLink)
    await expectAccessibleAtBothSizes(sofiaPhone)
    expect(new URL(sofiaPhone.url()).origin).toBe(node.walletUrl)
  })

  it('lets her share it by a link that an employer opens without an account', async () => {
    sofiaShare = await shareByLink(sofiaPhone)
    await expectAccessibleAtBothSizes(sofiaPhone)
    const employer = await newPage(desk)
    await employer.goto(sofiaShare)
    await employer.getByText('Genuine, and signed by Riverside Community College').waitFor()
    await employer.getByText('What this does not prove').waitFor()
    await expectAccessibleAtBothSizes(employer)
    await employer.context().close()
  })

  it('opens a ticket when somebody else claims the same record, and gives nothing out', async () => {
    const stranger = await newPage(phone)
    await stranger.goto(sofiaLink)
    await stranger.getByText('This record has been taken').waitFor()
    await expectAccessibleAtBothSizes(stranger)
    await stranger.getByRole('link', { name: 'It was not me: ask for it' }).click()
    await stranger.getByRole('heading', { name: /has a record for you/ }).waitFor()
    await makeWallet(stranger)
    await stranger.getByRole('button', { name: 'Put it in my wallet' }).click()
    await stranger.getByText('This record has already been taken').waitFor()
    await stranger.context().close()
    await openMenuItem(registrar, 'Claim desk')
    await registrar.getByText('Second claims').first().click()
    await registrar.getByText('Asked once').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Close: the right person has it' }).click()
    await registrar.getByText('No second claims are open').waitFor()
  })

  it('issues anew to the right address after a wrong one, and the old link says so', async () => {
    await openClaim(registrar, 'Bakari Álvarez')
    const oldLink = await claimLinkOf(registrar)
    await registrar.getByRole('button', { name: 'Issue it anew' }).click()
    await expectAccessibleAtBothSizes(registrar)
    const dialog = registrar.getByRole('dialog')
    await dialog.getByLabel('E-mail address').fill('bakari@right-address.example')
    await dialog.getByRole('button', { name: 'Issue it anew' }).click()
    await registrar.getByText('A new record was made').waitFor()
    const newLink = await claimLinkOf(registrar)
    expect(newLink).not.toBe(oldLink)
    const bakari = await newPage(phone)
    await bakari.goto(oldLink)
    await bakari.getByText('This record was taken back').waitFor()
    await expectAccessibleAtBothSizes(bakari)
    await claimIntoNewWallet(bakari, newLink)
    await bakari.context().close()
  })

  it('takes a record back, and whoever checks it reads so', async () => {
    await openClaim(registrar, 'Chen Álvarez')
    const chen = await newPage(phone)
    await claimIntoNewWallet(chen, await claimLinkOf(registrar))
    await registrar.reload()
    await registrar.getByRole('button', { name: 'Take it back' }).click()
    const dialog = registrar.getByRole('dialog')
    await dialog.getByLabel('Why?').selectOption('It was issued by mistake')
    await dialog.getByLabel(/type “Chen Álvarez”/).fill('Chen Álvarez')
    await expectAccessibleAtBothSizes(registrar)
    await dialog.getByRole('button', { name: 'Take it back for good' }).click()
    await registrar.getByText('The record was taken back').waitFor()
    expect(await headlineOf(await shareByLink(chen))).toContain('its issuer took it back')
    await chen.context().close()
  })

  it('goes on, on another machine, from a backup and the key file', async () => {
    const backup = join(folder, 'node.backup')
    expect(await runLer('backup', backup, '--data', place.data)).toMatchObject({ exitCode: 0 })
    await node.stop()
    // The same addresses: another machine that takes over the name.
    const other: NodePlace = { ...place, data: join(folder, 'other', 'data') }
    expect(await runLer('import', backup, '--data', other.data)).toMatchObject({ exitCode: 0 })
    copyFileSync(`${place.data}.key`, `${other.data}.key`)
    node = await startNodeProcess(other)
    expect(node.setUpLink).toBeUndefined()
    expect(await headlineOf(sofiaShare)).toContain('Genuine, and signed by Riverside Community College')
    registrar = await newPage(desk)
    await signIn(registrar, node.url)
    await openClaim(registrar, 'Dolores Álvarez')
    const dolores = await newPage(phone)
    await claimIntoNewWallet(dolores, await claimLinkOf(registrar))
    await dolores.context().close()
    expect(await runLer('ledger', 'audit', `${node.url}/ledger`)).toMatchObject({ exitCode: 0 })
  })

  it('lets Sofia end her share, after which the link opens nothing', async () => {
    await sofiaPhone.getByRole('button', { name: 'End this share' }).click()
    await sofiaPhone.getByText('The link is dead').waitFor()
    const employer = await newPage(desk)
    await employer.goto(sofiaShare)
    await employer.getByText('This share has ended').waitFor()
    await expectAccessibleAtBothSizes(employer)
  })
})
