/** One page of a browser on a low-end phone with a poor connection, and how long it takes until a person can use what it shows. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** What the measures are taken under: a low-end phone on a slow mobile network. */
export const poorConnection = { cpuSlowdown: 6, megabitsPerSecond: 1.6, roundTripMilliseconds: 150 } as const

/** What one visit needed until the page could be used. */
export interface Visit {
  readonly milliseconds: number
  readonly requests: number
  readonly kilobytes: number
}

/** A page and the protocol through which the browser is slowed down. */
export interface ThrottledPage {
  readonly page: Page
  /** Goes to an address and waits until what `selector` finds can be pressed. */
  visit(address: string, selector: string): Promise<Visit>
  /** Presses what is there, and waits until what `selector` finds can be pressed. */
  press(button: string, selector: string): Promise<number>
  setSlow(isSlow: boolean): Promise<void>
  /** The page has never been seen before: no file of it is kept; what the wallet stored stays. */
  forgetFiles(): Promise<void>
}

/** Opens a page that can be slowed down. */
export async function openThrottledPage(context: BrowserContext): Promise<ThrottledPage> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await page.addInitScript(watchForUse)
  const visits = countTransfers(session)
  return {
    page,
    async visit(address, selector) {
      await page.goto('about:blank')
      visits.clear()
      await page.goto(address, { waitUntil: 'commit' })
      const milliseconds = await untilUsable(page, selector)
      return { milliseconds, ...visits.now() }
    },
    async press(button, selector) {
      await page.locator(button).first().click()
      const shown = await untilUsable(page, selector)
      return shown - await page.evaluate(() => (globalThis as unknown as Watched).pressedAt)
    },
    async setSlow(isSlow) {
      await session.send('Emulation.setCPUThrottlingRate', { rate: isSlow ? poorConnection.cpuSlowdown : 1 })
      const bytesPerSecond = (poorConnection.megabitsPerSecond * 1_000_000) / 8
      await session.send('Network.emulateNetworkConditions', isSlow
        ? { offline: false, latency: poorConnection.roundTripMilliseconds, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond }
        : { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
    },
    async forgetFiles() {
      const origin = new URL(page.url()).origin
      await page.goto('about:blank')
      await session.send('Network.clearBrowserCache')
      if (origin !== 'null') await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers,cache_storage' })
    },
  }
}

interface Watched {
  pressedAt: number
  whenUsable(selector: string): Promise<number>
}

/** Runs in the page, before anything of it: answers at which millisecond of the visit a thing was painted where a finger would meet it. */
function watchForUse(): void {
  const watched = globalThis as unknown as Watched
  addEventListener('click', (event) => { watched.pressedAt = event.timeStamp }, { capture: true })
  watched.whenUsable = async (selector) => {
    for (;;) {
      if (performance.now() > 60_000) throw new Error(`Cannot go on: nothing to press at ${selector} within a minute`)
      const found = document.querySelector(selector)
      const { left = 0, top = 0, width = 0, height = 0 } = found?.getBoundingClientRect() ?? {}
      const met = width === 0 ? null : document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 1))
      if (met !== null && found?.contains(met) === true) break
      await new Promise(requestAnimationFrame)
    }
    // The frame after this one is painted, and what stood in the queue of the page is done: a finger would be answered.
    await new Promise(requestAnimationFrame)
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now()
  }
}

function untilUsable(page: Page, selector: string): Promise<number> {
  return page.evaluate((wanted) => (globalThis as unknown as Watched).whenUsable(wanted), selector)
}

/** Counts what comes over the network, not what a cache answers. */
function countTransfers(session: CDPSession): { clear(): void; now(): { requests: number; kilobytes: number } } {
  let requests = 0
  let bytes = 0
  const cached = new Set<string>()
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (cached.has(requestId) || encodedDataLength === 0) return
    requests += 1
    bytes += encodedDataLength
  })
  return {
    clear: () => { requests = 0; bytes = 0; cached.clear() },
    now: () => ({ requests, kilobytes: Math.round(bytes / 100) / 10 }),
  }
}
