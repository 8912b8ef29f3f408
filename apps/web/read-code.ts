import { decodeQR } from 'qr/decode.js'

/** Larger pictures are read at this size: a code that needs more pixels is too small to be meant. */
const maxSide = 1600

/** The text of a code in a picture, or in a part of one; undefined when none is found. */
export function readCode(source: CanvasImageSource, width: number, height: number, { left, top, mostEnlarged } = { left: 0, top: 0, mostEnlarged: 1 }): string | undefined {
  if (width === 0 || height === 0) return undefined
  const scale = Math.min(mostEnlarged, maxSide / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return undefined
  pen.drawImage(source, left, top, width, height, 0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height))
  } catch {
    // The decoder throws when it finds nothing.
    return undefined
  }
}

/** The texts of the codes in a photo or a scanned sheet; none when it is no picture. */
export async function readCodesOfPhoto(photo: Blob): Promise<readonly string[]> {
  try {
    return readCodes(await createImageBitmap(photo))
  } catch {
    return []
  }
}

/** First as it is, then enlarged, which smooths the noise of a coarse scan; then in parts, which overlap so that a code at the border of one lies whole in another. */
const looks = [{ count: 1, mostEnlarged: 1 }, { count: 1, mostEnlarged: 3 }, { count: 2, mostEnlarged: 3 }, { count: 3, mostEnlarged: 3 }] as const

/** Looks at the whole picture, then nearer: a code on a large sheet, or one of several, is found in a part of it. */
function readCodes(bitmap: ImageBitmap): readonly string[] {
  const found = new Set<string>()
  for (const { count, mostEnlarged } of looks) {
    const [width, height] = [(bitmap.width * 2) / (count + 1), (bitmap.height * 2) / (count + 1)]
    for (let row = 0; row < count; row += 1) {
      for (let column = 0; column < count; column += 1) {
        const text = readCode(bitmap, width, height, { left: (column * width) / 2, top: (row * height) / 2, mostEnlarged })
        if (text !== undefined) found.add(text)
        if (isComplete([...found])) return [...found]
      }
    }
  }
  return [...found]
}

/** Of a card with several codes, each says how many there are. */
function isComplete(texts: readonly string[]): boolean {
  const [first] = texts
  return first !== undefined && texts.length >= Number(/^LER\d+\/\d\/(\d)\//.exec(first)?.[1] ?? 1)
}
