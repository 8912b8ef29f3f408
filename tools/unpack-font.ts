import { inflateSync } from 'node:zlib'

/** The flavour of a font, and where each of its tables stands: 12 bytes, then 16 for each table (OpenType, Font Tables). */
const headLength = 12
const entryLength = 16

/**
 * The plain font (OpenType) in a WOFF file, which browsers under Linux do not take from a folder of fonts.
 *
 * WOFF 1.0, WOFF File Format: a header of 44 bytes, a directory of 20 bytes a table, each table compressed or as it was.
 */
export function unpackFont(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new TypeError('Cannot unpack font: it is no WOFF file')
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(headLength + count * entryLength)
  const power = Math.floor(Math.log2(count))
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(2 ** power * 16, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE((count - 2 ** power) * 16, 10)
  const parts = [head]
  let end = head.length
  for (let index = 0; index < count; index += 1) {
    const from = 44 + index * 20
    const [offset, packedLength, length] = [woff.readUInt32BE(from + 4), woff.readUInt32BE(from + 8), woff.readUInt32BE(from + 12)]
    const packed = woff.subarray(offset, offset + packedLength)
    const table = packedLength < length ? inflateSync(packed) : packed
    const to = headLength + index * entryLength
    woff.copy(head, to, from, from + 4)
    woff.copy(head, to + 4, from + 16, from + 20)
    head.writeUInt32BE(end, to + 8)
    head.writeUInt32BE(length, to + 12)
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4)
    table.copy(padded)
    parts.push(padded)
    end += padded.length
  }
  return Buffer.concat(parts)
}
