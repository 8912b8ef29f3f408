/** Untrusted: no address is longer (RFC 5321, "Size Limits and Minimums"). */
const maxAddressLength = 254

/** The URI of an e-mail address, as the id of a subject that has no key (RFC 6068, "Syntax of a 'mailto' URI"). */
export function formatMailto(address: string): string {
  const at = address.lastIndexOf('@')
  // What the local part may hold and the URI may not is escaped; `+` and its like stand for themselves in both.
  const encode = (part: string): string => encodeURIComponent(part).replaceAll(/%(?:24|2B|2C|3A|3B)/g, decodeURIComponent)
  return `mailto:${encode(address.slice(0, at)).replaceAll(',', '%2C')}@${encode(address.slice(at + 1))}`
}

/**
 * The e-mail address that an id is: a `mailto:` URI of one address, or the bare address, as some issuers write it.
 *
 * Untrusted: the id; what names no single address is undefined.
 */
export function parseMailAddress(id: unknown): string | undefined {
  if (typeof id !== 'string' || id.length > 3 * maxAddressLength) return undefined
  const [, uri] = /^mailto:([^?#,]+)(?:[?#].*)?$/i.exec(id) ?? []
  const address = uri === undefined ? id : decoded(uri)
  return address.length <= maxAddressLength && /^[^\s@:/<>]+@[^\s@:/<>]+$/.test(address) ? address : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Tells whether two addresses are one: mailboxes that differ in the case of letters alone are nobody's practice. */
export function isSameMailAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
