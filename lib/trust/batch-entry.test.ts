import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { batchScopes, formatBatchEntry, maxIssuerBytes, parseBatchEntry } from './batch-entry.ts'
import { TrustError } from './trust-error.ts'

const root = new Uint8Array(32).fill(0xaa)
const issuers = ['did:web:college.example', 'did:web:localhost%3A4000:orgs:college', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', null]

describe('formatBatchEntry()', () => {
  it('writes one small form', () => {
    expect(encodeHex(formatBatchEntry({ issuer: null, scope: 'education', size: 64, root }))).toBe(`4c4552010101${'06'}${'aa'.repeat(32)}00`)
    expect(formatBatchEntry({ issuer: issuers[0]!, scope: 'general', size: 65_536, root }).length).toBe(40 + 23)
  })

  it('refuses what it could not read again', () => {
    const good = { issuer: null, scope: 'education', size: 64, root } as const
    const bad = [{ size: 32 }, { size: 131_072 }, { size: 100 }, { root: new Uint8Array(31) }, { issuer: '' }, { issuer: 'college' }, { issuer: 'did:web:é.example' }, { issuer: `did:web:${'a'.repeat(maxIssuerBytes)}` }]
    for (const change of bad) expect(() => formatBatchEntry({ ...good, ...change })).toThrowError(TrustError)
  })
})

describe('parseBatchEntry()', () => {
  const entry = fc.record({
    issuer: fc.constantFrom(...issuers), scope: fc.constantFrom(...batchScopes),
    size: fc.integer({ min: 6, max: 16 }).map((height) => 2 ** height), root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })

  it('reads back every entry', () => {
    fc.assert(fc.property(entry, (value) => {
      expect(parseBatchEntry(formatBatchEntry(value))).toEqual(value)
    }))
  })

  it('reads a changed, shortened or lengthened entry as another entry or not at all', () => {
    fc.assert(fc.property(entry, fc.nat(), fc.nat(), (value, bit, length) => {
      const bytes = formatBatchEntry(value)
      const changed = bytes.slice()
      changed[Math.floor(bit / 8) % bytes.length]! ^= 1 << (bit % 8)
      expect(rewritten(changed)).not.toEqual(bytes)
      expect(() => parseBatchEntry(bytes.subarray(0, length % bytes.length))).toThrowError(TrustError)
      expect(() => parseBatchEntry(Uint8Array.from([...bytes, 0]))).toThrowError(TrustError)
    }))
  })

  it('refuses arbitrary bytes, or they are the one form of what it read', () => {
    const head = formatBatchEntry({ issuer: null, scope: 'general', size: 64, root }).subarray(0, 5)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (rest, isHeaded) => {
      const bytes = isHeaded ? Uint8Array.from([...head, ...rest]) : rest
      const again = rewritten(bytes)
      expect(again === undefined || encodeHex(again) === encodeHex(bytes)).toBe(true)
    }), { numRuns: 500 })
  })

  it('says when a version or type is newer than it', () => {
    const bytes = formatBatchEntry({ issuer: null, scope: 'general', size: 64, root })
    for (const at of [3, 4]) expect(() => parseBatchEntry(bytes.with(at, 9))).toThrowError(expect.objectContaining({ code: 'trust/entry-unsupported' }))
  })
})

/** What was read, written again; undefined when it could not be read. */
function rewritten(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return formatBatchEntry(parseBatchEntry(bytes))
  } catch (cause) {
    if (cause instanceof TrustError) return undefined
    throw cause
  }
}
