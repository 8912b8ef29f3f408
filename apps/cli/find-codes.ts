import { decodeQR, type FinderPoints } from 'qr/decode.js'
import { emptyPicture, type Picture } from './picture.ts'

/** Larger pictures are read at this size: a code that needs more points is too small to be meant. */
const longestSide = 1_600

/** First as it is, then enlarged, which smooths the noise of a coarse scan; then in parts, which overlap so that a code at the border of one lies whole in another. */
const looks = [{ count: 1, mostEnlarged: 1 }, { count: 1, mostEnlarged: 3 }, { count: 2, mostEnlarged: 3 }, { count: 3, mostEnlarged: 3 }] as const

/** How long one look may take, in milliseconds. */
const timeLimit = 400

/** More codes than any sheet has. */
const mostCodes = 16

/** The texts of the QR codes in a picture; `isEnough` ends the search. */
export function findCodes(picture: Picture, isEnough: (texts: readonly string[]) => boolean): readonly string[] {
  const found = new Set<string>()
  for (const { count, mostEnlarged } of looks) {
    const [width, height] = [(picture.width * 2) / (count + 1), (picture.height * 2) / (count + 1)]
    for (let place = 0; place < count * count; place += 1) {
      const part = cut(picture, { left: ((place % count) * width) / 2, top: (Math.floor(place / count) * height) / 2, width, height, mostEnlarged })
      for (const text of readCodes(part)) found.add(text)
      if (isEnough([...found])) return [...found]
    }
  }
  return [...found]
}

/** One after the other: what was read, or could not be, is painted over, and the rest is looked at again. */
function readCodes(part: Picture): readonly string[] {
  const texts: string[] = []
  for (let tries = 0; tries < mostCodes; tries += 1) {
    const seen: FinderPoints[] = []
    try {
      texts.push(decodeQR({ width: part.width, height: part.height, data: part.luma }, { format: 'I420', timeLimit, pointsOnDetect: (points) => seen.push(points) }))
    } catch {
      // The decoder throws when it finds nothing, and when it cannot read what it found.
    }
    if (seen.length === 0) break
    for (const points of seen) paintOver(part, points)
  }
  return texts
}

function paintOver({ width, height, luma }: Picture, { bounds, boundingBox }: FinderPoints): void {
  const [left, top] = [Math.max(0, Math.floor(boundingBox.x)), Math.max(0, Math.floor(boundingBox.y))]
  const [right, bottom] = [Math.min(width, Math.ceil(boundingBox.x + boundingBox.width)), Math.min(height, Math.ceil(boundingBox.y + boundingBox.height))]
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if (isWithin(bounds, x, y)) luma[y * width + x] = 255
}

/** On the same side of all four edges. */
function isWithin(corners: FinderPoints['bounds'], x: number, y: number): boolean {
  const sides = corners.map((from, index) => {
    const to = corners[(index + 1) % 4] ?? from
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
  })
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0)
}

interface Part {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly mostEnlarged: number
}

/** A part of a picture in another size: made smaller each point is the mean of those that it stands for, made larger it lies between them. */
function cut(picture: Picture, { left, top, width, height, mostEnlarged }: Part): Picture {
  const scale = Math.min(mostEnlarged, longestSide / Math.max(width, height))
  const part = emptyPicture(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  const step = 1 / scale
  for (let y = 0; y < part.height; y += 1) {
    for (let x = 0; x < part.width; x += 1) part.luma[y * part.width + x] = step > 1 ? meanAt(picture, left + x * step, top + y * step, step) : betweenAt(picture, left + (x + 0.5) * step - 0.5, top + (y + 0.5) * step - 0.5)
  }
  return part
}

function meanAt({ width, height, luma }: Picture, left: number, top: number, step: number): number {
  const [startX, startY] = [Math.floor(left), Math.floor(top)]
  const [endX, endY] = [Math.min(width, Math.max(startX + 1, Math.floor(left + step))), Math.min(height, Math.max(startY + 1, Math.floor(top + step)))]
  let [sum, count] = [0, 0]
  for (let y = startY; y < endY; y += 1) for (let x = startX; x < endX; x += 1) { sum += luma[y * width + x] ?? 0; count += 1 }
  return count === 0 ? 255 : sum / count
}

function betweenAt({ width, height, luma }: Picture, x: number, y: number): number {
  const [left, top] = [Math.max(0, Math.min(width - 1, Math.floor(x))), Math.max(0, Math.min(height - 1, Math.floor(y)))]
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)]
  const [partX, partY] = [Math.max(0, Math.min(1, x - left)), Math.max(0, Math.min(1, y - top))]
  const at = (column: number, row: number): number => luma[row * width + column] ?? 0
  return (at(left, top) * (1 - partX) + at(right, top) * partX) * (1 - partY) + (at(left, bottom) * (1 - partX) + at(right, bottom) * partX) * partY
}
