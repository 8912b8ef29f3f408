/**
 * Counts the members of all objects in a JSON text, duplicates included: the strings that a colon follows.
 *
 * The text must be well-formed JSON. It is skipped through from quote to quote, so most of it is never looked at.
 */
export function countMembers(text: string): number {
  let count = 0
  let end = -1
  for (;;) {
    const start = text.indexOf('"', end + 1)
    if (start < 0) return count
    end = endOfString(text, start)
    let next = end + 1
    while (isSpace(text.charCodeAt(next))) next += 1
    if (text.charCodeAt(next) === colon) count += 1
  }
}

const colon = 0x3a
const backslash = 0x5c

/** Finds the closing quote: the first that an even number of backslashes stands before. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === backslash) before -= 1
    if ((end - before) % 2 === 1) return end
  }
  throw new RangeError('the text must be well-formed JSON')
}

/** RFC 8259, section 2: space, tab, line feed, carriage return. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
