import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawIcon } from './draw-icon.ts'

/** The four bytes of a point, given in the measures of the drawing. */
function pointOf(png: Buffer, x: number, y: number): readonly number[] {
  const size = png.readUInt32BE(16)
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
  const [column, row] = [Math.floor((x * size) / 32), Math.floor((y * size) / 32)]
  return [...rows.subarray(row * (1 + size * 4) + 1 + column * 4).subarray(0, 4)]
}

describe('drawIcon()', () => {
  it.each([48, 180])('draws the picture of the product at %i', (size) => {
    const png = drawIcon(size, 'app')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size])
    expect(pointOf(png, 4, 16)).toEqual([0x1b, 0x4a, 0x8a, 255])
    for (const [x, y] of [[16, 23], [12, 16.5], [10, 10], [22.5, 10]] as const) expect(pointOf(png, x, y)).toEqual([255, 255, 255, 255])
    expect(pointOf(png, 0.2, 0.2).at(3)).toBe(0)
  })

  it('fills its square where a system cuts it to a shape of its own', () => {
    expect(pointOf(drawIcon(48, 'whole'), 0.2, 0.2)).toEqual([0x1b, 0x4a, 0x8a, 255])
  })
})
