import { PNG } from 'pngjs'
import { damaged, emptyPicture, greyOf, type Picture } from './picture.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Tells whether a file is a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

/**
 * Reads a PNG of any colour type and depth (PNG, Third Edition).
 *
 * Untrusted: the file. Its size is looked at before anything is unpacked. Interlaced ones, whose unpacking has no bound
 * in the library, are refused. @throws InputError
 */
export function readPng(bytes: Uint8Array<ArrayBuffer>): Picture {
  if (bytes.length < 33) throw damaged('its header is missing')
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  emptyPicture(header.getUint32(16), header.getUint32(20))
  if (header.getUint8(28) !== 0) throw damaged('it is interlaced; save it as a plain PNG')
  try {
    return greyOf(PNG.sync.read(Buffer.from(bytes)))
  } catch (error) {
    throw damaged('it is damaged or cut off', error)
  }
}
