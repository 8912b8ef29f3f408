import { existsSync, readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bakePng, maxChunks, readBakedPng } from './baked-png.ts'

const samples = new URL('../../../shared/data/standards/open-badges-3.0/samples/1edtech-validator/', import.meta.url)

function chunk(type: string, body: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

const start = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))])
const end = Buffer.concat([chunk('IDAT', deflateSync(Buffer.from([0, 0]))), chunk('IEND', Buffer.alloc(0))])
const png = Buffer.concat([start, end])

describe('bakePng()', () => {
  it('gives back exactly what was baked in, and replaces what was there', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 500 }), async (text) => {
      expect(await readBakedPng(bakePng(bakePng(png, 'before'), text))).toBe(text)
    }), { seed: 1 })
  })

  it('keeps every other byte of the image', () => {
    const baked = Buffer.from(bakePng(png, '{}'))
    expect(baked.subarray(0, start.length)).toEqual(start)
    expect(baked.subarray(-end.length)).toEqual(end)
  })
})

describe('readBakedPng()', () => {
  it('reads badges before 3.0, in the chunks of either baker, and replaces them by new ones', async () => {
    const old = (type: string, text: string): Buffer => Buffer.concat([start, chunk(type, Buffer.from(text, 'latin1')), end])
    const address = 'https://college.example/1.json'
    for (const image of [old('iTXt', `openbadges\0\0\0\0\0${address}`), old('tEXt', `openbadges\0${address}`)]) {
      expect(await readBakedPng(image)).toBe(address)
      expect(await readBakedPng(bakePng(image, '{}'))).toBe('{}')
    }
    for (const image of [old('tEXt', 'openbadgecredential\0{}'), old('tEXt', 'openbadgesx\0{}'), old('tEXt', 'openbadges')]) expect(await readBakedPng(image)).toBeUndefined()
    await expect(readBakedPng(old('tEXt', 'openbadges\0\xff'))).rejects.toMatchObject({ code: 'credential/image-malformed' })
  })

  it('finds nothing in a plain image', async () => {
    expect(await readBakedPng(png)).toBeUndefined()
  })

  it('reads compressed text, and stops when too much comes out', async () => {
    const compressed = (text: string): Buffer => Buffer.concat([start, chunk('iTXt', Buffer.concat([Buffer.from('openbadgecredential\0\x01\0en\0\0'), deflateSync(text)])), end])
    expect(await readBakedPng(compressed('{"a":1}'))).toBe('{"a":1}')
    await expect(readBakedPng(compressed('a'.repeat(3 * 1024 * 1024)))).rejects.toMatchObject({ code: 'credential/too-large' })
  })

  it('refuses two credentials, wrong checksums and cut off images', async () => {
    const badge = chunk('iTXt', Buffer.from('openbadgecredential\0\0\0\0\0{}'))
    await expect(readBakedPng(Buffer.concat([start, badge, badge, end]))).rejects.toMatchObject({ code: 'credential/image-ambiguous' })
    const wrong = Buffer.from(bakePng(png, '{}'))
    wrong[60] = (wrong[60] ?? 0) ^ 1
    await expect(readBakedPng(wrong)).rejects.toMatchObject({ code: 'credential/image-malformed' })
    for (let length = 0; length < png.length; length += 1) await expect(readBakedPng(png.subarray(0, length))).rejects.toMatchObject({ code: 'credential/image-malformed' })
    await expect(readBakedPng(Buffer.concat([start, chunk('iTXt', Buffer.from('openbadgecredential\0\x01\0\0\0garbage')), end]))).rejects.toMatchObject({ code: 'credential/image-malformed' })
    await expect(readBakedPng(Buffer.concat([start, chunk('iTXt', Buffer.from('openbadgecredential\0\0')), end]))).rejects.toMatchObject({ code: 'credential/image-malformed' })
  })

  it('reads an image of as many chunks as are read, and refuses one more', async () => {
    const comment = chunk('tEXt', Buffer.alloc(0))
    const withChunks = (count: number): Buffer => Buffer.concat([start, ...Array.from({ length: count - 3 }, () => comment), end])
    expect(await readBakedPng(withChunks(maxChunks))).toBeUndefined()
    await expect(readBakedPng(withChunks(maxChunks + 1))).rejects.toMatchObject({ code: 'credential/image-malformed' })
  })

  it.skipIf(!existsSync(samples))('reads the published images: one with JSON, one with a token', async () => {
    expect(JSON.parse(await readBakedPng(readFileSync(new URL('simple-json.png', samples))) ?? '')).toHaveProperty('credentialSubject')
    expect(await readBakedPng(readFileSync(new URL('simple-jwt.png', samples)))).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })
})
