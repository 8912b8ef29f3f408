import { describe, expect, it } from 'vitest'
import { bbsProofLengths, bbsSignatureLength } from '../crypto/bbs.ts'
import {
  formatBbsBaseProof, formatBbsDerivedProof, hasOptionalFeature, isBbsBaseProof, messageCount, parseBbsBaseProof, parseBbsDerivedProof, type BbsBaseProof, type BbsDerivedProof,
} from './bbs-2023-proof-value.ts'
import { formatComponents } from './disclosure-cbor.ts'
import { maxPointers } from './select-json.ts'

const bytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => index % 251)
const headerOf = (kind: number): Uint8Array => Uint8Array.of(0xd9, 0x5d, kind)
const base: BbsBaseProof = { signature: bytes(bbsSignatureLength), header: bytes(64), publicKey: { type: 'BLS12-381', bytes: bytes(96) }, hmacKey: bytes(32), mandatoryPointers: ['/issuer'] }
const proof = bytes(bbsProofLengths.least + 2 * bbsProofLengths.each)
const derived: BbsDerivedProof = { proof, labelMap: new Map([['c14n0', 'b3'], ['c14n7', 'b0']]), mandatoryIndexes: [0, 2], selectiveIndexes: [1, 3], presentationHeader: bytes(5) }
const baseParts: readonly unknown[] = [base.signature, base.header, base.publicKey.bytes, base.hmacKey, base.mandatoryPointers]
const derivedParts: readonly unknown[] = [proof, new Map([[0, 3]]), [0, 2], [1, 3], bytes(5)]
const withPart = (parts: readonly unknown[], place: number, part: unknown): readonly unknown[] => parts.map((own, index) => (index === place ? part : own))

describe('the proof value of an issuer under bbs-2023', () => {
  it('comes back as it was written', () => {
    const text = formatBbsBaseProof(base)
    expect(parseBbsBaseProof(text)).toEqual(base)
    expect([isBbsBaseProof(text), hasOptionalFeature(text), parseBbsDerivedProof(text)]).toEqual([true, false, undefined])
  })

  it.each<[string, number, unknown]>([
    ['a signature of another length', 0, bytes(bbsSignatureLength - 1)],
    ['a header of another length', 1, bytes(32)],
    ['a key of another length', 2, bytes(48)],
    ['a secret of another length', 3, bytes(33)],
    ['pointers that are no texts', 4, [0]],
    ['one pointer in place of a list', 4, '/issuer'],
    ['too many pointers', 4, Array.from({ length: maxPointers + 1 }, () => '')],
  ])('is not read with %s', (_what, place, part) => {
    expect(parseBbsBaseProof(formatComponents(headerOf(2), withPart(baseParts, place, part)))).toBeUndefined()
  })

  it('is not read with a part too few or too many', () => {
    for (const parts of [baseParts.slice(1), baseParts.slice(0, -1), [...baseParts, bytes(1)]]) expect(parseBbsBaseProof(formatComponents(headerOf(2), parts))).toBeUndefined()
  })

  it('is known for what no verifier may accept with every optional feature too', () => {
    for (const kind of [2, 4, 6, 8]) expect([kind, isBbsBaseProof(formatComponents(headerOf(kind), baseParts))]).toEqual([kind, true])
    for (const kind of [0, 1, 3, 5, 7, 9, 10]) expect([kind, isBbsBaseProof(formatComponents(headerOf(kind), baseParts))]).toEqual([kind, false])
  })
})

describe('the proof value of a holder under bbs-2023', () => {
  it('comes back as it was written', () => {
    const text = formatBbsDerivedProof(derived)
    expect(parseBbsDerivedProof(text)).toEqual(derived)
    expect([isBbsBaseProof(text), hasOptionalFeature(text), parseBbsBaseProof(text)]).toEqual([false, false, undefined])
  })

  it.each<[string, number, unknown]>([
    ['a proof too short', 0, bytes(bbsProofLengths.least - 1)],
    ['a proof that answers for half a message', 0, bytes(bbsProofLengths.least + 16)],
    ['a proof that is text', 0, 'x'],
    ['labels that are a list', 1, []],
    ['labels that are bytes', 1, new Map([[0, bytes(32)]])],
    ['a label below 0', 1, new Map([[-1, 0]])],
    ['indexes that descend', 2, [2, 0]],
    ['an index twice', 3, [1, 1]],
    ['an index of no message', 3, [1, 4]],
    ['an index far beyond', 3, [2 ** 40]],
    ['a presentation header that is text', 4, 'now'],
  ])('is not read with %s', (_what, place, part) => {
    expect(parseBbsDerivedProof(formatComponents(headerOf(3), derivedParts))).toBeDefined()
    expect(parseBbsDerivedProof(formatComponents(headerOf(3), withPart(derivedParts, place, part)))).toBeUndefined()
  })

  it('tells of optional features, and of nothing else, that they are not verified', () => {
    for (const kind of [5, 7, 9]) expect(hasOptionalFeature(formatComponents(headerOf(kind), derivedParts))).toBe(true)
    for (const kind of [0, 1, 2, 3, 4, 6, 8, 10]) expect(hasOptionalFeature(formatComponents(headerOf(kind), derivedParts))).toBe(false)
  })

  it('says of how many messages it is: those shown, and each hidden one', () => {
    expect(messageCount(derived)).toBe(4)
    expect(messageCount({ proof: bytes(bbsProofLengths.least), selectiveIndexes: [] })).toBe(0)
  })
})
