/** Tells whether a value is one absolute URL (RFC 3986) of any scheme: `https:`, `did:`, `urn:`, `data:`. */
export function isUrl(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)
}
