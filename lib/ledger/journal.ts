import { equalBytes } from '../encoding/bytes.ts'
import { decodeEntries, encodeEntries } from './entry-bundle.ts'
import type { Sha256 } from './merkle-hash.ts'

/** Entries in a full segment: those of one full tile of level 1, so that a segment ends where tiles end. */
export const segmentEntries = 65_536

/** `LERJ` */
const magic = 0x4c45_524a
const headerBytes = 12
const checksumBytes = 16

/**
 * Writes entries as one frame of the journal:
 *
 *     magic (4) | bytes of the entries (4) | number of entries (4) | entries, each behind a uint16 length | SHA-256 over all before, first 16 bytes
 */
export function encodeFrame(entries: readonly Uint8Array[], sha256: Sha256): Uint8Array<ArrayBuffer> {
  const payload = encodeEntries(entries)
  const frame = new Uint8Array(headerBytes + payload.length + checksumBytes)
  const view = new DataView(frame.buffer)
  view.setUint32(0, magic)
  view.setUint32(4, payload.length)
  view.setUint32(8, entries.length)
  frame.set(payload, headerBytes)
  frame.set(sha256(frame.subarray(0, headerBytes + payload.length)).subarray(0, checksumBytes), headerBytes + payload.length)
  return frame
}

/** Reads frames up to the first that is torn: the entries, and how many bytes held whole frames. */
export function decodeFrames(bytes: Uint8Array<ArrayBuffer>, sha256: Sha256): { readonly entries: readonly Uint8Array<ArrayBuffer>[]; readonly length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  while (bytes.length - length >= headerBytes + checksumBytes && view.getUint32(length) === magic) {
    const payloadEnd = length + headerBytes + view.getUint32(length + 4)
    if (payloadEnd + checksumBytes > bytes.length) break
    const checksum = sha256(bytes.subarray(length, payloadEnd)).subarray(0, checksumBytes)
    if (!equalBytes(checksum, bytes.subarray(payloadEnd, payloadEnd + checksumBytes))) break
    for (const entry of decodeEntries(bytes.subarray(length + headerBytes, payloadEnd), view.getUint32(length + 8))) entries.push(entry)
    length = payloadEnd + checksumBytes
  }
  return { entries, length }
}
