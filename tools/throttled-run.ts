/**
 * Measures how long a low-end phone on a slow network waits for the pages that people meet first, against the running
 * node: `npm run budgets -- --throttled`. The figures depend on the machine, so each run says how fast the machine was.
 */
import { rmSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { freePorts, type NodeProcess, startNodeProcess } from '../stories/node-process.ts'
import { fillWallet, firstCard, issueOne } from './phone-scene.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { launchBrowser } from './test-browser.ts'
import { openThrottledPage, poorConnection, type ThrottledPage } from './throttled-page.ts'

const goalMilliseconds = 1_500
const recordCount = 200
const unlockButton = 'main button.button'

/** One thing that was measured: the median of its runs, and what came over the network. */
export interface Figure {
  readonly name: string
  readonly milliseconds: number
  readonly runs: readonly number[]
  readonly requests: number
  readonly kilobytes: number
  readonly goalMilliseconds: number
  readonly isMet: boolean
}

/** Everything that a run says. */
export interface ThrottledRun {
  readonly conditions: typeof poorConnection & { readonly records: number }
  readonly machine: { readonly cpu: string; readonly cores: number; readonly load: number; readonly loopMilliseconds: number; readonly slowedLoopMilliseconds: number }
  readonly figures: readonly Figure[]
}

/** Starts a node and a browser, measures, and ends both. */
export async function runThrottled(runs: number, onFigure: (figure: Figure) => void): Promise<ThrottledRun> {
  const folder = makeTemporaryFolder('ler-throttled-')
  const node = await startNodeProcess({ data: join(folder, 'data'), ...(await freePorts()) })
  const browser = await launchBrowser()
  try {
    const registrar = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-US' })
    const claimLink = await issueOne(await registrar.newPage(), node)
    await registrar.close()
    const phone = await openThrottledPage(await openPhone(browser))
    const machine = await calibrate(phone)
    const figures: Figure[] = []
    const take = (figure: Figure): void => {
      figures.push(figure)
      onFigure(figure)
    }
    await measureWallet(phone, node, runs, take)
    await measurePages(phone, node, claimLink, runs, take)
    return { conditions: { ...poorConnection, records: recordCount }, machine, figures }
  } finally {
    await browser.close()
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function openPhone(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'en-US' })
}

/** How fast this machine is at this moment: a fixed loop in the browser, plain and slowed down. */
async function calibrate({ page, setSlow }: ThrottledPage): Promise<ThrottledRun['machine']> {
  const loop = (): Promise<number> => page.evaluate(() => {
    const begin = performance.now()
    let state = 1
    for (let turn = 0; turn < 50_000_000; turn += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state === 0 ? 0 : performance.now() - begin
  })
  const loopMilliseconds = median([await loop(), await loop(), await loop()])
  await setSlow(true)
  const slowedLoopMilliseconds = median([await loop(), await loop(), await loop()])
  await setSlow(false)
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, load: Math.round((loadavg()[0] ?? 0) * 100) / 100, loopMilliseconds, slowedLoopMilliseconds }
}

/** From the address to the first record under the finger, with and without the files of an earlier visit. */
async function measureWallet(phone: ThrottledPage, node: NodeProcess, runs: number, take: (figure: Figure) => void): Promise<void> {
  await fillWallet(phone.page, node, recordCount)
  for (const visit of visits) {
    const locks: Sample[] = []
    const lists: Sample[] = []
    for (let run = 0; run < runs; run += 1) {
      await prepare(phone, node.walletUrl, visit)
      const lock = await phone.visit(node.walletUrl, unlockButton)
      const list = await phone.press(unlockButton, firstCard)
      locks.push(lock)
      lists.push({ ...lock, milliseconds: lock.milliseconds + list })
    }
    take(figureOf(`wallet, ${visit}: its lock`, locks))
    take(figureOf(`wallet, ${visit}: lock and list of ${recordCount}`, lists))
  }
}

/** Both pages of a claim, and the page where records are checked. */
async function measurePages(phone: ThrottledPage, node: NodeProcess, claimLink: string, runs: number, take: (figure: Figure) => void): Promise<void> {
  const token = new URL(claimLink).pathname.split('/').at(-1) ?? ''
  const pages = [
    { name: 'claim', address: claimLink, selector: 'main a.button' },
    { name: 'claim in the wallet', address: `${node.walletUrl}/claim#${new URLSearchParams({ node: node.url, token }).toString()}`, selector: 'main button.button' },
    { name: 'verify', address: `${node.url}/verify`, selector: 'main input[type=file]' },
  ]
  for (const { name, address, selector } of pages) {
    for (const visit of visits) {
      const samples: Sample[] = []
      for (let run = 0; run < runs; run += 1) {
        await prepare(phone, new URL(address).origin, visit)
        samples.push(await phone.visit(address, selector))
      }
      take(figureOf(`${name}, ${visit}`, samples))
    }
  }
}

const visits = ['first visit', 'repeat visit'] as const
type Sample = Awaited<ReturnType<ThrottledPage['visit']>>

/** Before a first visit nothing is kept; before a repeated one the service worker has its files. */
async function prepare({ page, setSlow, forgetFiles }: ThrottledPage, origin: string, visit: (typeof visits)[number]): Promise<void> {
  await setSlow(false)
  await page.goto(origin)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  if (visit === 'first visit') await forgetFiles()
  await setSlow(true)
}

function figureOf(name: string, samples: readonly Sample[]): Figure {
  const milliseconds = median(samples.map((sample) => sample.milliseconds))
  const { requests, kilobytes } = samples.at(-1) ?? { requests: 0, kilobytes: 0 }
  return { name, milliseconds, runs: samples.map((sample) => Math.round(sample.milliseconds)), requests, kilobytes, goalMilliseconds, isMet: milliseconds <= goalMilliseconds }
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0)
}
