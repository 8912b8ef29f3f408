/**
 * S4, its simplest form: Sofia shares one whole record as a file. The employer checks it with the network cable
 * pulled: on the command line, and on the verify page that they have visited once.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { webCryptography } from 'everlearned/crypto'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { claimCredential, createMemoryWalletStorage, deriveWalletKeys, fetchClaimOffer, seedLength } from 'everlearned/holder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { graduatesCsv } from './graduates.ts'
import { claimIntoNewWallet } from './holder.ts'
import { freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode } from './registrar.ts'
import { runLer } from './run-ler.ts'

/** As many as a shared batch needs before it is written into the ledger at once. */
const graduates = 64
const achievement = 'Associate of Applied Science in Logistics'
const folder = makeTemporaryFolder('ler-s4-')
const shareFile = join(folder, 'sofia.bundle.json')
let node: NodeProcess
let browser: Browser
let registrar: Page
let sofia: Page

async function newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US', acceptDownloads: true })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** Somebody else claims with a wallet of their own; only its protocol matters here. */
async function claimAsSomebody(text: string): Promise<void> {
  const link = parseClaimLink(text)
  const wallet = { keys: await deriveWalletKeys(webCryptography.randomBytes(seedLength)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now: new Date() }
  await claimCredential({ link, offer: await fetchClaimOffer(link, fetch) }, wallet)
}

interface Judgement {
  readonly integrity: string
  readonly accepted: string
  readonly checks: readonly { readonly check: string; readonly outcome: string }[]
}

async function judge(...args: readonly string[]): Promise<{ readonly exitCode: number | null; readonly report: Judgement }> {
  const { exitCode, stdout } = await runLer('verify', ...args, '--json')
  return { exitCode, report: JSON.parse(stdout) as Judgement }
}

function outcomes({ checks }: Judgement): Record<string, string> {
  return Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]))
}

describe('S4: a record shared whole is verified offline', () => {
  beforeAll(async () => {
    ;[node, browser] = await Promise.all([startNodeProcess({ data: join(folder, 'data'), ...(await freePorts()) }), launchBrowser()])
    registrar = await newPage(desk)
    await setUpNode(registrar, node.setUpLink ?? '', 'Riverside Community College')
    await describeAchievement(registrar, achievement)
    await bringList(registrar, achievement, { name: 'graduates.csv', csv: graduatesCsv(graduates) })
    await registrar.getByRole('button', { name: 'Check the rows' }).click()
    await registrar.getByRole('button', { name: `Issue ${graduates} records` }).click()
    await registrar.getByText(`${graduates} of ${graduates}`).waitFor({ timeout: 60_000 })
    await openClaim(registrar, 'Ana Álvarez')
    sofia = await newPage(phone)
    await claimIntoNewWallet(sofia, await claimLinkOf(registrar))
  }, 180_000)

  afterAll(async () => {
    await browser.close()
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('writes claimed records into the ledger once enough people have claimed that nobody can be picked out', async () => {
    await sofia.getByText('On its way into the public ledger').first().waitFor()
    const { organisations } = (await (await registrar.request.get(`${node.url}/api/session`)).json()) as { readonly organisations: readonly { readonly id: string }[] }
    const answer = await registrar.request.get(`${node.url}/api/organisations/${organisations[0]?.id}/claims?state=unclaimed&limit=100`)
    const { claims } = (await answer.json()) as { readonly claims: readonly { readonly link: string }[] }
    expect(claims).toHaveLength(graduates - 1)
    for (const { link } of claims) await claimAsSomebody(link)
    await sofia.getByText('The other side of the card').click()
    const again = sofia.getByRole('button', { name: 'Ask again' })
    await expect.poll(async () => {
      if (await again.isVisible()) await again.click({ timeout: 1_000 }).catch(() => undefined)
      return sofia.getByText('Written in the public ledger').first().isVisible()
    }, { timeout: 60_000, interval: 500 }).toBe(true)
  })

  it('lets Sofia save the whole record as one file that carries what checking needs', async () => {
    await sofia.getByRole('link', { name: 'Share', exact: true }).click()
    await sofia.getByText('This is what they will see').waitFor()
    await expectAccessibleAtBothSizes(sofia)
    const [download] = await Promise.all([sofia.waitForEvent('download'), sofia.getByRole('button', { name: 'Save as a file instead' }).click()])
    await download.saveAs(shareFile)
    expect(JSON.parse(readFileSync(shareFile, 'utf8'))).toMatchObject({ type: 'EverlearnedBundle', credentials: [expect.any(String)], ledgerProofs: [expect.anything()] })
  })

  it('passes on the command line without a network, and is accepted by who knows the issuer and the log', async () => {
    const stranger = await judge(shareFile)
    expect(stranger).toMatchObject({ exitCode: 0, report: { integrity: 'passed', accepted: 'no' } })
    expect(outcomes(stranger.report)).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'validity-period': 'passed', 'status': 'passed', 'ledger-inclusion': 'unknown' })

    const { log } = (await (await fetch(`${node.url}/api/node`)).json()) as { readonly log: { readonly verifierKey: string } }
    const { issuers } = (await (await fetch(`${node.url}/api/issuers`)).json()) as { readonly issuers: readonly { readonly did: string; readonly name: string }[] }
    const trust = join(folder, 'trust.json')
    writeFileSync(trust, JSON.stringify({ issuers, logs: [log.verifierKey] }))
    const known = await judge(shareFile, '--trust', trust)
    expect(known).toMatchObject({ exitCode: 0, report: { integrity: 'passed', accepted: 'yes' } })
    expect(outcomes(known.report)).toMatchObject({ 'ledger-inclusion': 'passed', 'issuer-trust': 'passed' })
  })

  it('fails when one character of the claims is changed', async () => {
    const altered = join(folder, 'altered.json')
    writeFileSync(altered, readFileSync(shareFile, 'utf8').replace('Plans, moves', 'Plans, loves'))
    expect(await judge(altered)).toMatchObject({ exitCode: 1, report: { integrity: 'failed' } })
  })

  it('passes on the verify page with the network off, after one visit', async () => {
    const employer = await newPage(desk)
    await employer.goto(`${node.url}/verify`)
    await employer.evaluate(async () => { await navigator.serviceWorker.ready })
    await employer.reload()
    await employer.context().setOffline(true)
    await employer.reload()
    await employer.getByRole('heading', { name: 'Check a record' }).waitFor()
    await employer.locator('input[type=file]').first().setInputFiles(shareFile)
    await employer.getByText('Genuine, and signed by Riverside Community College').waitFor()
    await employer.getByText('What this does not prove').waitFor()
    await expectAccessibleAtBothSizes(employer)
  })
})
