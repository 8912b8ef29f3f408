import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Keeps a picture of the page, where `LER_KEEP_PICTURES` names a folder: for those who look at a story as people see it. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const kept = process.env['LER_KEEP_PICTURES']
  if (kept === undefined) return
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: join(kept, `${name}.png`), fullPage: true })
}
