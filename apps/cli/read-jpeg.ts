import jpeg from 'jpeg-js'
import { InputError } from './command.ts'
import { damaged, emptyPicture, greyOf, maxPoints, type Picture } from './picture.ts'

/** Tells whether a file is a JPEG. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/** Reads a JPEG (ISO/IEC 10918-1), baseline or progressive. Untrusted: the file. @throws InputError */
export function readJpeg(bytes: Uint8Array<ArrayBuffer>): Picture {
  try {
    const picture = jpeg.decode(bytes, { useTArray: true, tolerantDecoding: true, maxResolutionInMP: maxPoints / 1_000_000, maxMemoryUsageInMB: 1_024 })
    emptyPicture(picture.width, picture.height)
    return greyOf(picture)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw damaged('it is damaged, too large, or of a kind that is not read; save it as PNG', error)
  }
}
