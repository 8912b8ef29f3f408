import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { unpackFont } from './unpack-font.ts'

const packed = readFileSync(createRequire(import.meta.url).resolve('@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff'))

describe('unpackFont()', () => {
  it('gives every table of the font at the place and length that its directory names', () => {
    const font = unpackFont(packed)
    const count = font.readUInt16BE(4)
    expect(count).toBe(packed.readUInt16BE(12))
    const tables = Array.from({ length: count }, (_, index) => ({ tag: font.toString('latin1', 12 + index * 16, 16 + index * 16), start: font.readUInt32BE(20 + index * 16), length: font.readUInt32BE(24 + index * 16) }))
    expect(tables.map(({ tag }) => tag)).toContain('GSUB')
    for (const { start, length } of tables) expect(start + length).toBeLessThanOrEqual(font.length)
    const head = tables.find(({ tag }) => tag === 'head')
    // The magic number of every font (OpenType, head).
    expect(font.readUInt32BE((head?.start ?? 0) + 12)).toBe(0x5f0f3cf5)
  })

  it('refuses what is no packed font', () => {
    expect(() => unpackFont(Buffer.from('OTTO0123456789'))).toThrow('no WOFF file')
  })
})
