/** Where a share lies, and the key that opens it. */
export interface ShareAddress { readonly node: string; readonly id: string; readonly key: string }

/** Reads a share link as pasted or scanned; undefined when the text is something else. Untrusted: any text. */
export function readShareLink(text: string): ShareAddress | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 2_048 || !URL.canParse(trimmed)) return undefined
  const { origin, protocol, pathname, hash } = new URL(trimmed)
  const id = /^\/s\/([A-Za-z0-9_-]{1,100})$/.exec(pathname)?.[1]
  return id !== undefined && /^https?:$/.test(protocol) ? { node: origin, id, key: keyIn(hash) } : undefined
}

/** Tells whether a text is a link for claiming, which is for the person whose record it is. */
export function isClaimLink(text: string): boolean {
  const trimmed = text.trim()
  return URL.canParse(trimmed) && /^\/claim(\/|$)/.test(new URL(trimmed).pathname)
}

/** The key in the fragment of a share link; behind a full stop may stand which of its records is meant. */
export function keyIn(hash: string): string {
  return hash.slice(1).split('.', 1)[0] ?? ''
}

/** Which of the records a share link means, from 1; undefined for all of them. */
export function recordIn(hash: string): number | undefined {
  const number = /\.([1-9]\d{0,2})$/.exec(hash)?.[1]
  return number === undefined ? undefined : Number(number)
}
