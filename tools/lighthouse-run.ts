/**
 * Runs Lighthouse over the pages that people meet, on a phone, as docs/measuring-pages.md describes. Lighthouse is not
 * among what the project installs: its folder is given.
 *
 *   npx tsx tools/lighthouse-run.ts /tmp/lighthouse
 */
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { freePorts, type NodeProcess, startNodeProcess } from '../stories/node-process.ts'
import { fillWallet, firstCard, issueOne, scenePassphrase } from './phone-scene.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { launchProfile } from './test-browser.ts'

/** What is used of Lighthouse's own report. */
interface Report {
  readonly lhr: {
    readonly lighthouseVersion: string
    readonly categories: Readonly<Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>>
    readonly audits: Readonly<Record<string, { readonly score: number | null; readonly title: string; readonly details?: unknown }>>
  }
}
interface Lighthouse {
  readonly snapshot: (page: unknown, options: object) => Promise<Report>
  readonly navigation: (page: unknown, address: string, options: object) => Promise<Report>
}
interface Puppeteer {
  connect(options: object): Promise<{ pages(): Promise<readonly { url(): string }[]>; disconnect(): Promise<void> }>
}

const categories = ['accessibility', 'best-practices']

async function loadFrom<Module>(folder: string, name: string): Promise<Module> {
  return await import(pathToFileURL(createRequire(join(resolve(folder), 'package.json')).resolve(name)).href) as Module
}

async function runAll(folder: string): Promise<void> {
  const place = makeTemporaryFolder('ler-lighthouse-')
  const { port: debugPort } = await freePorts()
  const node = await startNodeProcess({ data: join(place, 'data'), ...(await freePorts()) })
  const context = await launchProfile(join(place, 'profile'), { viewport: { width: 412, height: 823 }, locale: 'en-US', args: [`--remote-debugging-port=${debugPort}`] })
  const { connect } = (await loadFrom<{ default: Puppeteer }>(folder, 'puppeteer-core')).default
  const puppets = await connect({ browserURL: `http://127.0.0.1:${debugPort}`, defaultViewport: null })
  const lighthouse = await loadFrom<Lighthouse>(folder, 'lighthouse')
  try {
    const page = await context.newPage()
    const look = async (name: string, address?: string): Promise<void> => {
      const puppet = (await puppets.pages()).find((one) => one.url() === page.url())
      if (puppet === undefined) throw new Error(`Cannot look at ${name}: its page is gone`)
      const options = { flags: { onlyCategories: categories, formFactor: 'mobile', disableStorageReset: true, throttlingMethod: 'provided', screenEmulation: { disabled: true }, logLevel: 'error' } }
      say(name, address === undefined ? await lighthouse.snapshot(puppet, options) : await lighthouse.navigation(puppet, address, options))
    }
    await visitAll(page, node, look)
  } finally {
    await puppets.disconnect()
    await context.close()
    await node.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

/** Pages that an address opens are loaded by Lighthouse; what stands behind a lock is looked at as it stands. */
async function visitAll(page: Page, node: NodeProcess, look: (name: string, address?: string) => Promise<void>): Promise<void> {
  const claimLink = await issueOne(page, node)
  const token = new URL(claimLink).pathname.split('/').at(-1) ?? ''
  await look('home', node.url)
  await look('claim', claimLink)
  await look('verify', `${node.url}/verify`)
  await look('ledger', `${node.url}/ledger`)
  await look('network', `${node.url}/network`)
  await look('wallet, none yet', node.walletUrl)
  await fillWallet(page, node, 200)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await look('wallet, settings')
  await page.getByRole('link', { name: 'My record' }).first().click()
  await page.locator(firstCard).first().waitFor()
  await look('wallet, 200 records')
  await page.locator(firstCard).first().click()
  await page.getByRole('link', { name: 'Share', exact: true }).waitFor()
  await look('wallet, a record')
  await look('wallet, locked', node.walletUrl)
  await page.goto(`${node.walletUrl}/claim#${new URLSearchParams({ node: node.url, token }).toString()}`)
  await page.getByRole('heading', { name: /has a record for you/ }).waitFor()
  await look('wallet, a claim')
  await page.getByLabel('Your passphrase').fill(scenePassphrase)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('button', { name: 'Put it in my wallet' }).click()
  await page.getByText('It is yours').waitFor()
  await look('wallet, claimed')
  await page.getByRole('link', { name: 'Share', exact: true }).click()
  await page.getByLabel('Seven days').check()
  await look('wallet, sharing')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByText('Your link is ready').waitFor()
  const share = await page.getByLabel('Link', { exact: true }).first().inputValue()
  await look('a share', share)
  await page.goto(share)
  await page.getByText('What this does not prove').waitFor()
  await look('a share, judged')
}

function say(name: string, { lhr }: Report): void {
  const scores = categories.map((category) => `${category} ${Math.round((lhr.categories[category]?.score ?? 0) * 100)}`)
  console.log(`${name.padEnd(22)} ${scores.join(', ')} (Lighthouse ${lhr.lighthouseVersion})`)
  for (const { id, weight } of categories.flatMap((category) => lhr.categories[category]?.auditRefs ?? [])) {
    const audit = lhr.audits[id]
    if (weight > 0 && audit?.score !== null && audit?.score !== undefined && audit.score < 1) console.log(`  ${id}: ${audit.title} ${JSON.stringify(audit.details ?? {}).slice(0, 1_500)}`)
  }
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Cannot run Lighthouse: give the folder that it is installed in')
await runAll(folder)
