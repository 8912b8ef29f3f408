/**
 * Which of two texts comes first: RDFC-1.0 sorts by code point, JavaScript by UTF-16 code unit. The two differ only where a
 * character beyond U+FFFF (an emoji) meets one from U+E000 on (a full-width letter).
 */
export type TextOrder = 'code-point' | 'utf-16'

/** Tells whether the order of some texts could depend on which order is meant. */
export function isOrderSensitive(text: string): boolean {
  return /[\uD800-\uDFFF]/.test(text) && /[\uE000-\uFFFF]/.test(text)
}

/** Moves surrogates behind all other code units, so that code unit order becomes code point order; not well formed until moved back. */
export function toSortable(text: string): string {
  return text.replace(/[\uD800-\uFFFF]/g, (unit) => String.fromCharCode(unit < '\uE000' ? unit.charCodeAt(0) + 0x2000 : unit.charCodeAt(0) - 0x800))
}

/** Moves them back. */
export function fromSortable(text: string): string {
  return text.replace(/[\uD800-\uFFFF]/g, (unit) => String.fromCharCode(unit < '\uF800' ? unit.charCodeAt(0) + 0x800 : unit.charCodeAt(0) - 0x2000))
}

/**
 * The orders that signatures over a document may have been made in: that of the specification first, that of a common implementation
 * only where the two differ, which is not looked into unless it is asked for.
 */
export function* ordersOf(document: unknown): Iterable<TextOrder> {
  yield 'code-point'
  if (isOrderSensitive(JSON.stringify(document))) yield 'utf-16'
}
