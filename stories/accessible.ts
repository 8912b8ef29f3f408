import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The two sizes that every page of a story is looked at. */
export const phone = { width: 360, height: 640 } as const
export const desk = { width: 1440, height: 900 } as const

/** Expects no violation of WCAG 2.2 A and AA on what the page shows now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { readonly axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    const result = await run.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  })
  expect(violations, `at ${new URL(page.url()).pathname}`).toEqual([])
}

/** Expects the same at phone and at desk size, and that nothing runs out of the page sideways. */
export async function expectAccessibleAtBothSizes(page: Page): Promise<void> {
  const before = page.viewportSize() ?? desk
  for (const size of [phone, desk]) {
    await page.setViewportSize(size)
    await expectAccessible(page)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow, `sideways overflow at ${new URL(page.url()).pathname}, ${size.width} wide`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(before)
}
