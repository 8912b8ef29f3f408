/** Text without control characters, and without those that make it read otherwise than it is written. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '').replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
}

/** One line of at most `length` characters. */
export function tidyLine(text: string, length: number): string {
  return whole(plainText(text).replaceAll(/\s+/g, ' ').trim(), length)
}

/** Several lines of at most `length` characters, without holes between them. */
export function tidyLines(text: string, length: number): string {
  return whole(plainText(text).replaceAll(/\r\n?/g, '\n').replaceAll(/\n{3,}/g, '\n\n').trim(), length)
}

/** What is cut is cut between two characters, never within one. */
function whole(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '').trimEnd()
}
