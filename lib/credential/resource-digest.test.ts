import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMultibase } from '../encoding/multibase.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { digestMultibase, hasDigest, readDigests } from './resource-digest.ts'

const file = encodeUtf8('a weld')
const sri = (algorithm: string): string => `${algorithm}-${createHash(algorithm).update(file).digest('base64')}`
const multihash = (code: number, algorithm: string): string => {
  const digest = createHash(algorithm).update(file).digest()
  return encodeMultibase(new Uint8Array([code, digest.length, ...digest]), 'z')
}

describe('readDigests()', () => {
  it('reads both forms with the functions that are computed here, and the file has them', () => {
    for (const stated of [{ digestSRI: sri('sha256') }, { digestSRI: sri('sha384') }, { digestMultibase: multihash(0x12, 'sha256') }, { digestMultibase: multihash(0x20, 'sha384') }]) {
      const [digest, ...more] = readDigests(stated) ?? []
      expect(more).toEqual([])
      expect(digest !== undefined && hasDigest(file, digest, cryptography)).toBe(true)
      expect(digest !== undefined && hasDigest(encodeUtf8('another'), digest, cryptography)).toBe(false)
    }
  })

  it('keeps everything that is stated, in whichever place', () => {
    expect(readDigests({ digestSRI: sri('sha384'), digestMultibase: multihash(0x12, 'sha256') })).toHaveLength(2)
    expect(readDigests({ digestSRI: `  ${sri('sha256')}\n${sri('sha512')}?ct=image/png ` })?.map(({ algorithm }) => algorithm)).toEqual(['sha256', 'sha512'])
    expect(readDigests({})).toEqual([])
  })

  it('reads SHA-512, of which nobody is told that a file has it: it is not computed here', () => {
    for (const stated of [{ digestSRI: sri('sha512') }, { digestMultibase: multihash(0x13, 'sha512') }]) {
      const [digest] = readDigests(stated) ?? []
      expect(digest?.algorithm).toBe('sha512')
      expect(digest !== undefined && hasDigest(file, digest, cryptography)).toBeUndefined()
    }
  })

  it('reads the spellings that are met: base64url, and the bare bytes of a SHA-256', () => {
    const bytes = new Uint8Array(createHash('sha256').update(file).digest())
    const expected = [{ algorithm: 'sha256', bytes }]
    expect(readDigests({ digestSRI: sri('sha256').replaceAll('+', '-').replaceAll('/', '_') })).toEqual(expected)
    expect(readDigests({ digestMultibase: encodeMultibase(bytes, 'u') })).toEqual(expected)
  })

  it('reads nothing into what is no digest, and nothing at all when one of several is none', () => {
    const long = `sha256-${'A'.repeat(101)}`
    for (const value of ['', ' ', 'sha256-', 'sha256-AAAA', 'sha384-AAAA', 'md5-AAAA', 'SHA256-AAAA', 'u', 'zEi', 'sha256-!', `${sri('sha256').slice(0, -2)}`, long, 7, null, {}, ['x']] as readonly Json[]) {
      expect([value, readDigests({ digestSRI: value })]).toEqual([value, undefined])
      expect([value, readDigests({ digestMultibase: value })]).toEqual([value, undefined])
    }
    expect(readDigests({ digestSRI: sri('sha256'), digestMultibase: 'x' })).toBeUndefined()
    expect(readDigests({ digestSRI: `${sri('sha256')} words` })).toBeUndefined()
    expect(readDigests({ digestMultibase: multihash(0x12, 'sha384') })).toBeUndefined()
  })

  it('reads sixteen digests and no more, and is not kept busy by a long text', () => {
    const many = (count: number): string => Array.from({ length: count }, () => sri('sha256')).join(' ')
    expect(readDigests({ digestSRI: many(16) })).toHaveLength(16)
    expect(readDigests({ digestSRI: many(17) })).toBeUndefined()
    const started = performance.now()
    for (const text of [many(20_000), 'sha256-'.repeat(200_000), `sha256-${'A'.repeat(1_000_000)}`, `z${'1'.repeat(1_000_000)}`, ' '.repeat(1_000_000)]) {
      expect(readDigests({ digestSRI: text, digestMultibase: text })).toBeUndefined()
    }
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('digestMultibase()', () => {
  it('writes what is read back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      const [digest] = readDigests({ digestMultibase: digestMultibase(bytes, cryptography) }) ?? []
      expect(digest !== undefined && hasDigest(bytes, digest, cryptography)).toBe(true)
    }), { seed: 1 })
  })
})
