/** Pages as somebody meets them who has a keyboard, or what speaks through one, and no pointer. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** More stops than any page for one question has. */
const mostStops = 120

/**
 * Goes through the whole page with the Tab key: every control is come by, in the order of reading, shows where the focus is
 * without being covered, and lets go of it (WCAG 2.2, 2.1.1, 2.1.2, 2.4.3, 2.4.7 and 2.4.11).
 */
export async function expectKeyboard(page: Page): Promise<void> {
  const controls = await page.evaluate(markControls)
  await page.keyboard.press('Shift+Tab')
  const met: number[] = []
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab')
    const { index, fault } = await page.evaluate(lookAtFocus)
    if (index < 0 || met.includes(index)) break
    expect(fault, `at ${new URL(page.url()).pathname}`).toBe('')
    met.push(index)
  }
  const missed = controls.filter((_, index) => !met.includes(index))
  expect(missed, `not come by with Tab at ${new URL(page.url()).pathname}`).toEqual([])
  expect(met, `order of Tab at ${new URL(page.url()).pathname}`).toEqual(met.toSorted((one, other) => one - other))
}

/** Goes to a control with the Tab key and presses it with Enter, or with the Space bar. */
export async function pressWithKeyboard(control: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await focusWithKeyboard(control)
  await control.page().keyboard.press(key)
}

/** Goes to a field with the Tab key and types into it. */
export async function typeWithKeyboard(field: Locator, text: string): Promise<void> {
  await focusWithKeyboard(field)
  await field.page().keyboard.type(text)
}

/** Goes to a control with the Tab key. */
export async function focusWithKeyboard(control: Locator): Promise<void> {
  const page = control.page()
  await control.first().waitFor()
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await control.first().evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Cannot reach the control with the Tab key')
}

/** Runs in the page: numbers what the Tab key should come by, of each group of radio buttons the one that it stops at; says what each is, and begins at the first. */
function markControls(): readonly string[] {
  const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  const reached = all.filter((one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) && !one.matches(':disabled, [tabindex="-1"], [type="hidden"]') && one.closest('[inert]') === null
    && (!(one instanceof HTMLInputElement) || one.type !== 'radio' || one.checked || document.querySelector(`input[type="radio"][name="${CSS.escape(one.name)}"]:checked`) === null && all.find((other) => other instanceof HTMLInputElement && other.name === one.name) === one))
  reached.forEach((one, index) => { one.dataset['tabStop'] = String(index) })
  reached[0]?.focus()
  return reached.map((one) => `${one.tagName.toLowerCase()} ${one.textContent?.trim().slice(0, 40) ?? ''} ${one.getAttribute('aria-label') ?? ''}`)
}

/** Runs in the page: which control has the focus, and what is wrong with how it shows it. */
function lookAtFocus(): { readonly index: number; readonly fault: string } {
  const found = document.activeElement
  if (!(found instanceof HTMLElement) || found === document.body) return { index: -1, fault: '' }
  const index = Number(found.dataset['tabStop'] ?? -1)
  const ringed = [found, found.closest('label'), found.parentElement].filter((one) => one !== null).some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
  })
  const { left, top, width, height } = found.getBoundingClientRect()
  const isInSight = width > 0 && height > 0 && top < innerHeight && top + height > 0
  const over = isInSight ? document.elementFromPoint(left + width / 2, Math.min(Math.max(top + height / 2, 1), innerHeight - 2)) : null
  const isCovered = over !== null && !found.contains(over) && !over.contains(found) && found.closest('label')?.contains(over) !== true
  const fault = [!ringed && 'shows no focus', !isInSight && 'is out of sight', isCovered && 'is covered'].filter((one) => one !== false).join(', ')
  return { index, fault: fault === '' ? '' : `${found.outerHTML.slice(0, 120)} ${fault}` }
}
