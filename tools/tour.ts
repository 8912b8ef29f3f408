/** Takes the pictures of docs/tour.md from the running product: `npm run tour`. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { graduatesCsv } from '../stories/graduates.ts'
import { claimIntoNewWallet, shareByLink } from '../stories/holder.ts'
import { freePorts, type NodeProcess, startNodeProcess } from '../stories/node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode } from '../stories/registrar.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { launchBrowser } from './test-browser.ts'

const pictures = fileURLToPath(new URL('../docs/tour/', import.meta.url))
const achievement = 'Certificate in Supply Chain Operations'

async function tour(node: NodeProcess, browser: Browser): Promise<void> {
  const open = async (width: number, height: number): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', colorScheme: 'light' })
    return context.newPage()
  }
  const take = async (page: Page, name: string): Promise<void> => {
    await page.mouse.move(0, 0)
    await page.waitForTimeout(300)
    await page.screenshot({ path: join(pictures, `${name}.png`) })
  }
  const registrar = await open(1200, 800)
  await registrar.goto(node.setUpLink ?? '')
  await registrar.getByRole('heading', { name: 'Set up this node' }).waitFor()
  await take(registrar, '1-set-up')
  await setUpNode(registrar, node.setUpLink ?? '', 'Riverside Community College')
  await describeAchievement(registrar, achievement)
  const csv = `${graduatesCsv(240)}Sofia,Reyes,sofia.reyes@people.example,2026-05-12\r\nNo,Address,not-an-address,2026-05-12\r\nImpossible,Day,day@people.example,2026-02-30\r\n`
  await bringList(registrar, achievement, { name: 'graduates.csv', csv })
  await take(registrar, '2-columns')
  await registrar.getByRole('button', { name: 'Check the rows' }).click()
  await registrar.getByRole('heading', { name: 'Check, then issue' }).waitFor()
  await take(registrar, '3-check')
  await registrar.getByRole('button', { name: 'Issue 241 records' }).click()
  await registrar.getByText('241 records are ready').waitFor()
  await take(registrar, '4-issued')
  await openClaim(registrar, 'Sofia Reyes')
  await registrar.getByRole('img', { name: /QR code/ }).waitFor()
  await take(registrar, '5-claim-desk')
  const sofia = await open(390, 780)
  const link = await claimLinkOf(registrar)
  await sofia.goto(link)
  await sofia.getByRole('link', { name: 'Add to my record' }).waitFor()
  await take(sofia, '6-claim')
  await claimIntoNewWallet(sofia, link)
  await take(sofia, '7-mine')
  const share = await shareByLink(sofia)
  await take(sofia, '8-share')
  const employer = await open(1200, 1100)
  await employer.goto(share)
  await employer.getByText('What this does not prove').waitFor()
  await take(employer, '9-verdict')
}

const folder = makeTemporaryFolder('ler-tour-')
mkdirSync(pictures, { recursive: true })
const node = await startNodeProcess({ data: join(folder, 'data'), ...(await freePorts()) })
const browser = await launchBrowser()
try {
  await tour(node, browser)
} finally {
  await browser.close()
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
}
