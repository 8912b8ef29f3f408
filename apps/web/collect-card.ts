import { webCryptography } from 'everlearned/crypto'
import { CardError, readCodes } from 'everlearned/exchange/card'

/** What is known of a card after some of its codes were read. */
export type CollectedCard =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'parts'; readonly codes: readonly string[]; readonly missing: readonly number[]; readonly count: number }
  | { readonly kind: 'unreadable' }

/** Puts the codes that were just read to those of before; codes of another card begin anew. */
export function collectCard(before: readonly string[], texts: readonly string[]): CollectedCard {
  return collect([...before, ...texts]) ?? collect(texts) ?? { kind: 'unreadable' }
}

function collect(texts: readonly string[]): CollectedCard | undefined {
  const codes = [...new Set(texts.flatMap((text) => text.split(/[\r\n]+/)).filter((line) => line.trim() !== ''))]
  try {
    const read = readCodes(codes, webCryptography)
    return read.kind === 'whole' ? { kind: 'whole', bytes: new TextEncoder().encode(codes.join('\n')) } : { kind: 'parts', codes, missing: read.missing, count: read.count }
  } catch (error) {
    if (error instanceof CardError) return undefined
    throw error
  }
}
