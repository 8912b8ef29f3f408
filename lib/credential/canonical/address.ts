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
