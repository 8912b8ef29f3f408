/** The first language of the header that is spoken here, else English (RFC 9110, "Accept-Language"), as browsers order it. Untrusted: any text. */
export function languageOf(header: string, spoken: readonly string[]): string {
  const wanted = header.slice(0, 1_000).split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return wanted.find((language) => spoken.includes(language)) ?? 'en'
}
