import type { ContextState } from './context-state.ts'
import { Unusual } from './unusual.ts'

/**
 * Tells whether a text is an absolute address that can stand in N-Quads as it is: narrower than what jsonld calls absolute and
 * than what {@link refuseMalformedTerms} lets pass, so that nothing can be forged through it (N-Quads 1.1, "Grammar", IRIREF).
 * Characters beyond U+FFFF, which are sorted in two ways, have no place in it.
 */
export function isPlainAddress(text: string): boolean {
  // Most are plain ASCII, which takes one look.
  if (/^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]*$/.test(text)) return true
  // oxlint-disable-next-line no-control-regex
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u0020<>"{}|^`\\\uD800-\uDFFF]*$/.test(text)
}

/**
 * An address in a document, as it stands in a statement.
 *
 * @throws Unusual `address`
 */
export function addressIn(text: string, state: ContextState): string {
  const address = state.writtenOut(text)
  if (!isPlainAddress(address)) throw new Unusual('address')
  return `<${address}>`
}

/**
 * A type or another value that is a name: a term, an address, or what continues the vocabulary.
 *
 * @throws Unusual `address`
 */
export function namedAddressIn(text: string, state: ContextState): string {
  const term = state.term(text)
  if (term?.address !== undefined) return term.address
  if (term !== undefined || text.startsWith('@')) throw new Unusual('address')
  if (text.indexOf(':') > 0) return addressIn(text, state)
  if (state.vocabulary === undefined) throw new Unusual('address')
  const address = state.vocabulary + text
  if (!isPlainAddress(address)) throw new Unusual('address')
  return `<${address}>`
}
