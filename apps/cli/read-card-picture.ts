import { readBakedPng } from 'everlearned/credential'
import { CardError, isCardCode, readCodes } from 'everlearned/exchange/card'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { InputError } from './command.ts'
import { findCodes } from './find-codes.ts'
import { isJpeg, readJpeg } from './read-jpeg.ts'
import { isPng, readPng } from './read-png.ts'

/** Untrusted: larger files of pictures are refused. */
const maxPictureBytes = 32 * 1_048_576

/**
 * What a photo or scan of a card on paper holds, as the text of its codes; other files as they are, a picture with a badge baked in too.
 *
 * Untrusted: the file, and whatever its codes say. @throws InputError when no code of a card is found, or some are missing
 */
export async function readCardPicture(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (!isPng(bytes) && !isJpeg(bytes)) return bytes
  if (isPng(bytes) && (await carriesBadge(bytes))) return bytes
  if (bytes.length > maxPictureBytes) throw new InputError(`Cannot read picture: it has more than ${maxPictureBytes} bytes`)
  const texts = findCodes(isPng(bytes) ? readPng(bytes) : readJpeg(bytes), (found) => missingOf(found.filter(isCardCode)) === 0).filter(isCardCode)
  if (texts.length === 0) throw new InputError('Cannot read picture: no code of a card is in it; take it from nearer, flat and in even light')
  const missing = missingOf(texts)
  if (missing !== undefined && missing > 0) throw new InputError(`Cannot read picture: ${missing} of the codes of this card ${missing === 1 ? 'is' : 'are'} not in it; take all of them in one picture`)
  return new TextEncoder().encode(texts.join('\n'))
}

/** One that is damaged is told so by whoever reads it next. */
function carriesBadge(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return readBakedPng(bytes).then((text) => text !== undefined, () => false)
}

/** How many codes are not there yet; undefined while there is none, or they are not of one card. */
function missingOf(texts: readonly string[]): number | undefined {
  if (texts.length === 0) return undefined
  try {
    const read = readCodes(texts, cryptography)
    return read.kind === 'whole' ? 0 : read.missing.length
  } catch (error) {
    if (error instanceof CardError) return undefined
    throw error
  }
}
