/**
 * A credential on paper, in one QR code or a few: CBOR (RFC 8949) with a table of known terms, DEFLATE (RFC 1951), Base45 (RFC 9285).
 * The form is ours; docs/decisions/0014-cards-on-paper.md describes it for other programs.
 *
 * ```ts
 * const texts = formatCodes(await encodeCard({ credential }), cryptography) // ['LER1:…']
 * const read = readCodes(texts, cryptography)
 * if (read.kind === 'whole') (await decodeCard(read.bytes)).credential // the document, in its canonical form
 * ```
 */
export { decodeCard, encodeCard, maxExpandedBytes, type Card } from './card.ts'
export { CardError } from './card-error.ts'
export { formatCodes, isCardCode, maxCodeBytes, maxCodes, readCodes, type ReadCodes } from './card-codes.ts'
