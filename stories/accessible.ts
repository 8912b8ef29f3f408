import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The two sizes that every page of a story is looked at. */
export const phone = { width: 360, height: 640 } as const
export const desk = { width: 1440, height: 900 } as const

/** Expects no violation of WCAG 2.2 A and AA on what the page shows now. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { readonly axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    const result = await run.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  })
  expect(violations, `at ${new URL(page.url()).pathname}`).toEqual([])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const faults = await page.evaluate(findFaults)
  await page.emulateMedia({ reducedMotion: null })
  expect(faults, `at ${new URL(page.url()).pathname}`).toEqual([])
}

/**
 * Runs in the page: what rules for all pages cannot know of ours. One first heading; each fault is told by the field that has it; what has a
 * language is known by it; nothing moves for those who asked for that.
 */
function findFaults(): readonly string[] {
  const faults: string[] = []
  const seen = [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => one.checkVisibility())
  const first = seen.filter((one) => one.tagName === 'H1').length
  if (first !== 1) faults.push(`${first} headings of the first level`)
  if (document.title.trim() === '' || document.documentElement.lang === '') faults.push('no title or no language')
  const toldBy = new Set(seen.flatMap((one) => one.getAttribute('aria-describedby')?.split(' ') ?? []))
  for (const one of seen) {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(one)
    const longest = Math.max(...[...transitionDuration.split(','), ...(animationName === 'none' ? [] : animationDuration.split(','))].map(Number.parseFloat))
    if (longest > 0.001) faults.push(`moves: ${one.outerHTML.slice(0, 100)}`)
    if (one.matches('p.fault[id]') && !toldBy.has(one.id)) faults.push(`no field tells: ${one.outerHTML.slice(0, 100)}`)
    if (one.getAttribute('aria-invalid') === 'true' && (one.getAttribute('aria-describedby') ?? '').split(' ').every((id) => document.getElementById(id) === null)) faults.push(`fault without words: ${one.outerHTML.slice(0, 100)}`)
    if (one.matches('[lang]') && !/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/.test(one.lang)) faults.push(`no language: ${one.outerHTML.slice(0, 100)}`)
  }
  return faults
}

/** What a page 1280 wide has left at 200 and at 400 %, and a phone whose letters are twice as large. */
const zooms = [{ width: 640, height: 400, letters: '' }, { width: 320, height: 512, letters: '' }, { ...phone, letters: '200%' }] as const

/** Expects that nothing runs out of the page sideways however far people zoom in (WCAG 2.2, 1.4.4 Resize Text and 1.4.10 Reflow). */
export async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize() ?? desk
  for (const { letters, ...size } of zooms) {
    await page.setViewportSize(size)
    const beyond = await page.evaluate((fontSize) => {
      const root = document.documentElement
      root.style.fontSize = fontSize
      const width = root.clientWidth
      const found = root.scrollWidth > width ? [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1 || one.getBoundingClientRect().left < -1).map((one) => one.outerHTML.slice(0, 120)) : []
      root.style.fontSize = ''
      return found
    }, letters)
    expect(beyond, `sideways at ${new URL(page.url()).pathname}, ${size.width} wide, letters ${letters || 'as they are'}`).toEqual([])
  }
  expect(await page.evaluate(cutByTextSpacing), `cut off by wider text at ${new URL(page.url()).pathname}`).toEqual([])
  await page.setViewportSize(before)
}

/** Runs in the page: what is cut off when somebody sets letters, words and lines further apart (WCAG 2.2, 1.4.12 Text Spacing). */
function cutByTextSpacing(): readonly string[] {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const root = document.documentElement
  const cut = [...document.querySelectorAll('body *')].filter((one) => one instanceof HTMLElement).filter((one) => {
    const { overflowX, overflowY, webkitLineClamp, clipPath } = getComputedStyle(one)
    const hides = ['hidden', 'clip'].includes(overflowX) || ['hidden', 'clip'].includes(overflowY)
    return hides && webkitLineClamp === 'none' && clipPath === 'none' && one.innerText.trim() !== '' && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  }).map((one) => one.outerHTML.slice(0, 120))
  const sideways = root.scrollWidth > root.clientWidth ? ['the page'] : []
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  return [...cut, ...sideways]
}

/** The gate, which is bounded in time, looks at the phone's form of a page; the long run at both. */
const sizesOfRules = process.env['LER_TEST_LONG'] === undefined ? [phone] : [phone, desk]

/** Expects the same at phone and at desk size, and that nothing runs out of the page sideways. */
export async function expectAccessibleAtBothSizes(page: Page): Promise<void> {
  const before = page.viewportSize() ?? desk
  for (const size of [phone, desk]) {
    await page.setViewportSize(size)
    if (sizesOfRules.some(({ width }) => width === size.width)) await expectAccessible(page)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow, `sideways overflow at ${new URL(page.url()).pathname}, ${size.width} wide`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(before)
}
