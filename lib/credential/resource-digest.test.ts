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
  it('reads both forms with both functions, and the file has them', () => {
    for (const stated of [{ digestSRI: sri('sha256') }, { digestSRI: sri('sha384') }, { digestMultibase: multihash(0x12, 'sha256') }, { digestMultibase: multihash(0x20, 'sha384') }]) {
      const [digest, ...more] = readDigests(stated) ?? []
      expect(more).toEqual([])
      expect(digest !== undefined && hasDigest(file, digest, cryptography)).toBe(true)
      expect(digest !== undefined && hasDigest(encodeUtf8('another'), digest, cryptography)).toBe(false)
    }
  })

  it('keeps both when both are stated', () => {
    expect(readDigests({ digestSRI: sri('sha384'), digestMultibase: multihash(0x12, 'sha256') })).toHaveLength(2)
    expect(readDigests({})).toEqual([])
  })

  it('takes the strongest of several, and none that it cannot compute', () => {
    expect(readDigests({ digestSRI: `${sri('sha256')} ${sri('sha384')}` })?.[0]?.algorithm).toBe('sha384')
    expect(readDigests({ digestSRI: `${sri('sha256')} ${sri('sha512')}` })).toBeUndefined()
    expect(readDigests({ digestSRI: `${sri('sha256')} ${sri('sha256')}` })).toBeUndefined()
  })

  it('reads nothing into what is no digest', () => {
    for (const value of ['', 'sha256-', 'sha256-AAAA', 'md5-AAAA', 'u', 'zEi', 'sha256-!', `${sri('sha256').slice(0, -2)}`, 7, null, {}, ['x']] as readonly Json[]) {
      expect(readDigests({ digestSRI: value })).toBeUndefined()
      expect(readDigests({ digestMultibase: value })).toBeUndefined()
    }
    expect(readDigests({ digestSRI: sri('sha256'), digestMultibase: 'x' })).toBeUndefined()
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
