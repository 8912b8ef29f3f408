import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EncodingError } from '../encoding/encoding-error.ts'
import { expandBase64url } from '../encoding/gzip.ts'
import { expandBase64urlNatively } from './expand-base64url.ts'

const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => index * index)
const [gzipped, zipped] = [gzipSync(bytes), deflateSync(bytes)]

/** The same question to both; what became of it, or why not. */
async function outcomes(text: string, format: 'gzip' | 'zlib', maxBytes = 1_000): Promise<readonly unknown[]> {
  const asked = [expandBase64url, expandBase64urlNatively].map(async (expand) => expand(text, format, maxBytes))
  return (await Promise.allSettled(asked)).map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason instanceof EncodingError && answer.reason.code))
}

describe('expandBase64urlNatively()', () => {
  it.each<[string, Buffer]>([
    ['as it should be', gzipped], ['without its end', gzipped.subarray(0, -1)], ['without half', gzipped.subarray(0, 300)], ['with something behind it', Buffer.concat([gzipped, Buffer.from('xyz')])],
    ['with the start of another behind it', Buffer.concat([gzipped, gzipped.subarray(0, 3)])], ['with zeros behind it', Buffer.concat([gzipped, Buffer.alloc(9)])], ['twice', Buffer.concat([gzipped, gzipped])],
    ['with another checksum', gzipped.map((byte, index) => (index === gzipped.length - 8 ? byte ^ 1 : byte)) as Buffer], ['with another length', gzipped.map((byte, index) => (index === gzipped.length - 1 ? 255 : byte)) as Buffer],
    ['that is nothing', Buffer.alloc(0)], ['that is ZLIB', zipped], ['of 5 MB in a few kilobytes', gzipSync(new Uint8Array(5_000_000))],
  ])('says of GZIP %s, and of ZLIB, what the web streams say', async (_what, packed) => {
    for (const format of ['gzip', 'zlib'] as const) {
      const [web, native] = await outcomes(packed.toString('base64url'), format)
      expect(native).toEqual(web)
    }
  })

  it('expands what is as long as allowed, and nothing longer', async () => {
    expect(await outcomes(zipped.toString('base64url'), 'zlib')).toEqual([bytes, bytes])
    expect(await outcomes(zipped.toString('base64url'), 'zlib', 999)).toEqual(['encoding/zlib-too-large', 'encoding/zlib-too-large'])
    expect(await outcomes(gzipped.toString('base64url'), 'gzip', 999)).toEqual(['encoding/gzip-too-large', 'encoding/gzip-too-large'])
  })

  it('refuses any text that is not the one base64url of its bytes', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABCabcxyz0189-_+/= \n'), maxLength: 8 })
    await fc.assert(fc.asyncProperty(text, async (given) => {
      const [web, native] = await outcomes(given, 'gzip')
      expect(native).toEqual(web)
    }), { numRuns: 40 })
  })
})
