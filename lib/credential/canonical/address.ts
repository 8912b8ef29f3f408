/**
 * Tells whether a text is an absolute address that can stand in N-Quads as it is: narrower than what jsonld calls absolute and
 * than what {@link refuseMalformedTerms} lets pass, so that nothing can be forged through it (N-Quads 1.1, "Grammar", IRIREF).
 */
export function isPlainAddress(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u0020<>"{}|^`\\]*$/.test(text)
}
