import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatComponents } from './disclosure-cbor.ts'
import { formatBaseProof, formatDerivedProof, isBaseProof, maxSignatures, parseBaseProof, parseDerivedProof, statementKey, type BaseProof, type DerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { hmacLabels } from './hmac-labels.ts'
import { maxPointers } from './select-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'

const bytes = (length: number, first: readonly number[] = []): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => first[index] ?? index % 251)
const publicKey = bytes(35, [0x80, 0x24])
const labelMap = hmacLabels(bytes(32), cryptography)(['c14n0', 'c14n1', 'c14n12'])
const base: BaseProof = { baseSignature: bytes(64), publicKey, hmacKey: bytes(32), signatures: [bytes(64), bytes(64, [9])], mandatoryPointers: ['/issuer', ''] }
const derived: DerivedProof = { baseSignature: bytes(64), publicKey, signatures: [bytes(64)], labelMap, mandatoryIndexes: [0, 3] }
const baseHeader = Uint8Array.of(0xd9, 0x5d, 0x00)
const derivedHeader = Uint8Array.of(0xd9, 0x5d, 0x01)
const baseParts: readonly unknown[] = [base.baseSignature, publicKey, base.hmacKey, base.signatures, base.mandatoryPointers]
const derivedParts: readonly unknown[] = [derived.baseSignature, publicKey, derived.signatures, new Map([[0, bytes(32)]]), [0, 3]]

/** The parts with another one in a place. */
const withPart = (parts: readonly unknown[], place: number, part: unknown): readonly unknown[] => parts.map((own, index) => (index === place ? part : own))

describe('the proof value of an issuer', () => {
  it('comes back as it was written, whatever is in it', () => {
    const signature = fc.uint8Array({ minLength: 64, maxLength: 64 })
    fc.assert(fc.property(signature, fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.array(signature, { maxLength: 5 }), fc.array(fc.string(), { maxLength: 5 }), (baseSignature, hmacKey, signatures, mandatoryPointers) => {
      const text = formatBaseProof({ ...base, baseSignature, hmacKey, signatures, mandatoryPointers } as BaseProof)
      expect(parseBaseProof(text)).toEqual({ baseSignature, publicKey, hmacKey, signatures, mandatoryPointers })
      expect(isBaseProof(text)).toBe(true)
      expect(parseDerivedProof(text)).toBeUndefined()
    }), { seed: 1, numRuns: 50 })
  })

  it.each<[string, number, unknown]>([
    ['a short signature', 0, bytes(63)],
    ['a signature that is text', 0, 'x'.repeat(64)],
    ['a key of another curve', 1, bytes(35, [0x81, 0x24])],
    ['a key that is not compressed', 1, bytes(67, [0x80, 0x24])],
    ['no key', 1, null],
    ['a secret of another length', 2, bytes(16)],
    ['signatures that are none', 3, [bytes(64), 7]],
    ['one signature in place of a list', 3, bytes(64)],
    ['a signature too long', 3, [bytes(65)]],
    ['pointers that are no texts', 4, ['/issuer', 7]],
    ['one pointer in place of a list', 4, '/issuer'],
  ])('is not read with %s', (_what, place, part) => {
    expect(parseBaseProof(formatComponents(baseHeader, baseParts))).toEqual(base)
    expect(parseBaseProof(formatComponents(baseHeader, withPart(baseParts, place, part)))).toBeUndefined()
  })

  it('is not read with a part too few or too many', () => {
    for (const parts of [baseParts.slice(0, 4), [...baseParts, 0], []]) expect(parseBaseProof(formatComponents(baseHeader, parts))).toBeUndefined()
  })

  it('is read with as many signatures and pointers as are allowed, and not with one more', () => {
    const repeated = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => base.baseSignature)
    expect(parseBaseProof(formatComponents(baseHeader, withPart(baseParts, 3, repeated(maxSignatures))))?.signatures).toHaveLength(maxSignatures)
    expect(parseBaseProof(formatComponents(baseHeader, withPart(baseParts, 3, repeated(maxSignatures + 1))))).toBeUndefined()
    const pointers = (count: number): readonly string[] => Array.from({ length: count }, () => '')
    expect(parseBaseProof(formatComponents(baseHeader, withPart(baseParts, 4, pointers(maxPointers))))?.mandatoryPointers).toHaveLength(maxPointers)
    expect(parseBaseProof(formatComponents(baseHeader, withPart(baseParts, 4, pointers(maxPointers + 1))))).toBeUndefined()
  })
})

describe('the proof value of a holder', () => {
  it('comes back as it was written, its labels among it', () => {
    const text = formatDerivedProof(derived)
    expect(parseDerivedProof(text)).toEqual(derived)
    expect(isBaseProof(text)).toBe(false)
    expect(parseBaseProof(text)).toBeUndefined()
    expect(parseDerivedProof(formatDerivedProof({ ...derived, signatures: [], labelMap: new Map(), mandatoryIndexes: [] }))).toMatchObject({ signatures: [], mandatoryIndexes: [] })
  })

  it.each<[string, number, unknown]>([
    ['a short signature', 0, bytes(63)],
    ['a key of another curve', 1, bytes(35, [0xed, 0x01])],
    ['signatures that are none', 2, ['']],
    ['labels that are a list', 3, [[0, bytes(32)]]],
    ['a label that is no index', 3, new Map([['c14n0', bytes(32)]])],
    ['a label below 0', 3, new Map([[-1, bytes(32)]])],
    ['a label of too few bytes', 3, new Map([[0, bytes(31)]])],
    ['a label that is text', 3, new Map([[0, 'u'.repeat(32)]])],
    ['indexes that descend', 4, [3, 0]],
    ['an index twice', 4, [3, 3]],
    ['an index that is none', 4, [0.5]],
    ['one index in place of a list', 4, 3],
  ])('is not read with %s', (_what, place, part) => {
    expect(parseDerivedProof(formatComponents(derivedHeader, derivedParts))).toBeDefined()
    expect(parseDerivedProof(formatComponents(derivedHeader, withPart(derivedParts, place, part)))).toBeUndefined()
  })

  it('never hands on the secret that the issuer gave to its holder', () => {
    const hmacKey = Buffer.from(bytes(32).toReversed())
    const text = formatDerivedProof({ ...derived, ...({ hmacKey } as object) })
    expect(Buffer.from(text.slice(1), 'base64url').includes(hmacKey)).toBe(false)
  })
})

describe('statementKey()', () => {
  it('is the point behind the prefix of Multikey', () => {
    expect(statementKey(derived)).toEqual({ type: 'P-256', bytes: publicKey.slice(2) })
  })
})
