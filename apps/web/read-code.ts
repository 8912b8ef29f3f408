import { decodeQR } from 'qr/decode.js'

/** Larger pictures are read at this size: a code that needs more pixels is too small to be meant. */
const maxSide = 1600

/** The text of a code in a picture, or undefined when none is found. */
export function readCode(source: CanvasImageSource, width: number, height: number): string | undefined {
  if (width === 0 || height === 0) return undefined
  const scale = Math.min(1, maxSide / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return undefined
  pen.drawImage(source, 0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height))
  } catch {
    // The decoder throws when it finds nothing.
    return undefined
  }
}

/** The text of a code in a photo, or undefined when there is none or it is no picture. */
export async function readCodeOfPhoto(photo: Blob): Promise<string | undefined> {
  try {
    const bitmap = await createImageBitmap(photo)
    return readCode(bitmap, bitmap.width, bitmap.height)
  } catch {
    return undefined
  }
}
