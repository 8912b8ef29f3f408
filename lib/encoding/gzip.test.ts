import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gunzip, gzip } from './gzip.ts'

describe('gzip()', () => {
  it('is read back here and elsewhere', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      const packed = await gzip(bytes)
      expect(await gunzip(packed, bytes.length)).toEqual(bytes)
      expect(new Uint8Array(gunzipSync(packed))).toEqual(bytes)
    }), { numRuns: 30 })
  })
})

describe('gunzip()', () => {
  it('stops as soon as more comes out than allowed', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(10_000_000)))
    expect(bomb.length).toBeLessThan(12_000)
    await expect(gunzip(bomb, 1_000_000)).rejects.toMatchObject({ code: 'encoding/gzip-too-large' })
    await expect(gunzip(await gzip(new Uint8Array(101)), 100)).rejects.toMatchObject({ code: 'encoding/gzip-too-large' })
  })

  it('refuses cut, changed and foreign bytes', async () => {
    const packed = await gzip(new Uint8Array(1_000).map((_, index) => index))
    for (const length of [0, 1, 9, 18, packed.length - 9, packed.length - 1]) {
      await expect(gunzip(packed.slice(0, length), 10_000)).rejects.toMatchObject({ code: 'encoding/gzip' })
    }
    await expect(gunzip(packed.with(packed.length - 6, 0x55) as Uint8Array<ArrayBuffer>, 10_000)).rejects.toMatchObject({ code: 'encoding/gzip' })
    await expect(gunzip(Uint8Array.of(0x50, 0x4b, 3, 4), 10_000)).rejects.toMatchObject({ code: 'encoding/gzip' })
    await expect(gunzip(Uint8Array.from([...packed, 1, 2, 3]), 10_000)).rejects.toMatchObject({ code: 'encoding/gzip' })
  })
})
