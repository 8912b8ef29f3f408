import { crc32, deflateSync } from 'node:zlib'

/** `app` has round corners; `whole` fills its square, for systems that cut it to a shape of theirs: all that matters is within their safe circle. */
export type IconShape = 'app' | 'whole'

const blue = [0x1b, 0x4a, 0x8a] as const

/** The picture of `public/icon.svg`, which measures 32 by 32, as a PNG: some systems take no other (Web Application Manifest, "icons member"). */
export function drawIcon(size: number, shape: IconShape): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 4))
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const [x, y] = [((column + 0.5) * 32) / size, ((row + 0.5) * 32) / size]
      const white = coverage(Math.min(line(x, y, 8, 24, 23), line(x, y, 8, 19, 16.5), line(x, y, 8, 14, 10), Math.hypot(x - 22.5, y - 10) - 2.5), size)
      const opaque = shape === 'whole' ? 1 : coverage(roundSquare(x, y), size)
      const pixel = [...blue.map((colour) => Math.round(colour + (255 - colour) * white)), Math.round(255 * opaque)]
      rows.set(pixel, row * (1 + size * 4) + 1 + column * 4)
    }
  }
  return formatPng(size, rows)
}

/** How far a point is from a level line of width 3 with round ends; less than nothing inside. */
function line(x: number, y: number, from: number, to: number, height: number): number {
  return Math.hypot(x - Math.min(Math.max(x, from), to), y - height) - 1.5
}

/** How far a point is from the square of 32 with corners of radius 7. */
function roundSquare(x: number, y: number): number {
  const [across, down] = [Math.abs(x - 16) - 9, Math.abs(y - 16) - 9]
  return Math.hypot(Math.max(across, 0), Math.max(down, 0)) + Math.min(Math.max(across, down), 0) - 7
}

const coverage = (distance: number, size: number): number => Math.min(Math.max(0.5 - (distance * size) / 32, 0), 1)

/** Eight bits for each of red, green, blue and opacity, each row unfiltered (PNG, "Colour types and values", "Filter types"). */
function formatPng(size: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length, 0)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}
