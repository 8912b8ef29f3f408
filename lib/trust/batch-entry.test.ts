import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { batchScopes, formatBatch, parseBatch } from './batch-entry.ts'
import { maxDidBytes } from './entry-text.ts'
import { TrustError } from './trust-error.ts'

const root = new Uint8Array(32).fill(0xaa)
const issuers = ['did:web:college.example', 'did:web:localhost%3A4000:orgs:college', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', null]

describe('formatBatch()', () => {
  it('writes one small form', () => {
    expect(encodeHex(formatBatch({ issuer: null, scope: 'education', size: 64, root }))).toBe(`0106${'aa'.repeat(32)}00`)
    expect(formatBatch({ issuer: issuers[0]!, scope: 'general', size: 65_536, root }).length).toBe(35 + 23)
  })

  it('refuses what it could not read again', () => {
    const good = { issuer: null, scope: 'education', size: 64, root } as const
    const bad = [{ size: 32 }, { size: 131_072 }, { size: 100 }, { root: new Uint8Array(31) }, { issuer: '' }, { issuer: 'college' }, { issuer: 'did:web:é.example' }, { issuer: `did:web:${'a'.repeat(maxDidBytes)}` }]
    for (const change of bad) expect(() => formatBatch({ ...good, ...change })).toThrowError(TrustError)
  })
})

describe('parseBatch()', () => {
  const entry = fc.record({
    issuer: fc.constantFrom(...issuers), scope: fc.constantFrom(...batchScopes),
    size: fc.integer({ min: 6, max: 16 }).map((height) => 2 ** height), root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })

  it('reads back every batch', () => {
    fc.assert(fc.property(entry, (value) => {
      expect(parseBatch(formatBatch(value))).toEqual(value)
    }))
  })

  it('reads a changed, shortened or lengthened batch as another batch or not at all', () => {
    fc.assert(fc.property(entry, fc.nat(), fc.nat(), (value, bit, length) => {
      const bytes = formatBatch(value)
      const changed = bytes.slice()
      changed[Math.floor(bit / 8) % bytes.length]! ^= 1 << (bit % 8)
      expect(rewritten(changed)).not.toEqual(bytes)
      expect(() => parseBatch(bytes.subarray(0, length % bytes.length))).toThrowError(TrustError)
      expect(() => parseBatch(Uint8Array.from([...bytes, 0]))).toThrowError(TrustError)
    }))
  })

  it('refuses arbitrary bytes, or they are the one form of what it read', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (rest, isHeaded) => {
      const bytes = isHeaded ? Uint8Array.from([1, 6, ...rest]) : rest
      const again = rewritten(bytes)
      expect(again === undefined || encodeHex(again) === encodeHex(bytes)).toBe(true)
    }), { numRuns: 500 })
  })
})

/** What was read, written again; undefined when it could not be read. */
function rewritten(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return formatBatch(parseBatch(bytes))
  } catch (cause) {
    if (cause instanceof TrustError) return undefined
    throw cause
  }
}
