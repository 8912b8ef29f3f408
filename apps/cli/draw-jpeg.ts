import type { Frame } from './jpeg-frame.ts'
import { damaged, emptyPicture, type Picture } from './picture.ts'

const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]

/** `cosines[x * 8 + u]`: ITU-T T.81, "IDCT". */
const cosines = Float32Array.from({ length: 64 }, (_, index) => Math.cos(((2 * (index >> 3) + 1) * (index & 7) * Math.PI) / 16) * ((index & 7) === 0 ? Math.SQRT1_2 : 1) / 2)

/** The luminance that the coefficients of a frame stand for. */
export function drawJpeg({ width, height, components }: Frame, quantisers: ReadonlyMap<number, Uint16Array>): Picture {
  const [component] = components
  const quantiser = quantisers.get(component?.tableId ?? 0)
  if (component?.coefficients === undefined || quantiser === undefined) throw damaged('a table is missing')
  const most = Math.max(...components.map(({ horizontal }) => horizontal))
  const tallest = Math.max(...components.map(({ vertical }) => vertical))
  const [stepX, stepY] = [component.horizontal / most, component.vertical / tallest]
  const plane = new Uint8Array(component.across * 8 * component.down * 8)
  const [values, rows] = [new Float32Array(64), new Float32Array(64)]
  for (let block = 0; block < component.across * component.down; block += 1) {
    for (let index = 0; index < 64; index += 1) values[zigzag[index] ?? 0] = (component.coefficients[block * 64 + index] ?? 0) * (quantiser[index] ?? 0)
    transform(values, rows)
    const [left, top] = [(block % component.across) * 8, Math.floor(block / component.across) * 8]
    for (let index = 0; index < 64; index += 1) plane[(top + (index >> 3)) * component.across * 8 + left + (index & 7)] = Math.max(0, Math.min(255, Math.round((values[index] ?? 0) + 128)))
  }
  const picture = emptyPicture(width, height)
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) picture.luma[y * width + x] = plane[Math.floor(y * stepY) * component.across * 8 + Math.floor(x * stepX)] ?? 0
  return picture
}

/** In place: lines first, then columns. */
function transform(values: Float32Array, rows: Float32Array): void {
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0
      for (let u = 0; u < 8; u += 1) sum += (values[y * 8 + u] ?? 0) * (cosines[x * 8 + u] ?? 0)
      rows[y * 8 + x] = sum
    }
  }
  for (let x = 0; x < 8; x += 1) {
    for (let y = 0; y < 8; y += 1) {
      let sum = 0
      for (let v = 0; v < 8; v += 1) sum += (rows[v * 8 + x] ?? 0) * (cosines[y * 8 + v] ?? 0)
      values[y * 8 + x] = sum
    }
  }
}
