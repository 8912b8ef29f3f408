import * as oracle from '@digitalbazaar/bbs-signatures'
import { ALGORITHMS, from } from '@digitalbazaar/bls12-381-multikey'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { bbsProofLengths, bbsSignatureLength, deriveBbsProof, generateBbsKey, importBbsSigningKey, verifyBbsProof, verifyBbsSignature, type BbsShown, type BbsSignature } from './bbs.ts'
import { decodeMultikey, decodeSecretMultikey, encodeMultikey, encodeSecretMultikey } from './multikey.ts'
import { publicKeyToJwk, refuseMalformedKey } from './public-key.ts'
import { webCryptography } from './web-cryptography.ts'

const header = encodeUtf8('header')
const presentationHeader = encodeUtf8('for one verifier')
const messages = ['one', 'two', 'three'].map(encodeUtf8)
let secretKey: Uint8Array<ArrayBuffer>
let signed: BbsSignature
beforeAll(async () => {
  secretKey = await generateBbsKey(cryptography)
  const { publicKey, signMessages } = await importBbsSigningKey(secretKey)
  signed = { publicKey, header, messages, signature: await signMessages(header, messages) }
}, 60_000)

describe('a key for BBS', () => {
  it('is written and read as a Multikey, as elsewhere', async () => {
    const publicKeyMultibase = encodeMultikey(signed.publicKey)
    expect(publicKeyMultibase).toMatch(/^zUC7/)
    expect(decodeMultikey(publicKeyMultibase)).toEqual(signed.publicKey)
    expect(decodeSecretMultikey(encodeSecretMultikey(secretKey))).toEqual(secretKey)
    const theirs = await from({ type: 'Multikey', algorithm: ALGORITHMS.BBS_BLS12381_SHA256, secretKeyMultibase: encodeSecretMultikey(secretKey), publicKeyMultibase })
    expect(theirs.publicKeyMultibase).toBe(publicKeyMultibase)
  })

  it('is refused in any other form', async () => {
    for (const text of ['z488', encodeMultikey(signed.publicKey), encodeSecretMultikey(secretKey.slice(1)), '', 'z']) expect(() => decodeSecretMultikey(text)).toThrow()
    for (const secret of [new Uint8Array(32), new Uint8Array(31), new Uint8Array(33)]) await expect(importBbsSigningKey(secret)).rejects.toMatchObject({ code: 'crypto/key-malformed' })
    for (const first of [0x00, 0x40, 0xc0]) expect(() => refuseMalformedKey({ type: 'BLS12-381', bytes: Uint8Array.from([first, ...new Uint8Array(95)]) })).toThrowError(expect.objectContaining({ code: 'crypto/key-malformed' }))
    expect(() => publicKeyToJwk(signed.publicKey)).toThrowError(expect.objectContaining({ code: 'crypto/key-unsupported' }))
  })

  it('verifies no signature over bytes, on any platform', async () => {
    for (const platform of [cryptography, webCryptography]) for (const length of [64, bbsSignatureLength, 96]) expect(await platform.verifySignature(signed.publicKey, header, new Uint8Array(length))).toBe(false)
  })
})

describe('a BBS signature and the proofs made from it', () => {
  it('hold for what was signed and nothing else', async () => {
    expect(signed.signature).toHaveLength(bbsSignatureLength)
    expect(await verifyBbsSignature(signed)).toBe(true)
    for (const change of [{ header: presentationHeader }, { messages: messages.slice(1) }, { messages: messages.toReversed() }, { signature: new Uint8Array(80) }, { signature: new Uint8Array(0) }]) {
      expect(await verifyBbsSignature({ ...signed, ...change })).toBe(false)
    }
    const proof = await deriveBbsProof(signed, { presentationHeader, indexes: [1] })
    expect(proof).toHaveLength(bbsProofLengths.least + 2 * bbsProofLengths.each)
    const shown = { publicKey: signed.publicKey, header, presentationHeader, proof, messages: messages.slice(1, 2), indexes: [1] }
    expect(await verifyBbsProof(shown)).toBe(true)
    const wrong = [{ header: presentationHeader }, { presentationHeader: header }, { indexes: [0] }, { indexes: [7] }, { indexes: [] }, { messages: messages.slice(0, 1) }, { proof: proof.slice(32) }, { proof: new Uint8Array(0) }, { proof: new Uint8Array(proof.length) }]
    for (const change of wrong) expect(await verifyBbsProof({ ...shown, ...change })).toBe(false)
  }, 60_000)

  it('are not made from what is no signature', async () => {
    await expect(deriveBbsProof({ ...signed, signature: new Uint8Array(80) }, { presentationHeader, indexes: [0] })).rejects.toMatchObject({ code: 'crypto/signature-malformed' })
  }, 60_000)
})

describe('verifyBbsProof() and verifyBbsSignature()', () => {
  const ciphersuite = 'BLS12-381-SHA-256'
  const theirs = ({ publicKey, messages: disclosedMessages, indexes: disclosedMessageIndexes, ...rest }: BbsShown): Promise<boolean> =>
    oracle.verifyProof({ ...rest, publicKey: publicKey.bytes, disclosedMessages, disclosedMessageIndexes, ciphersuite }).catch(() => false)
  const show = async (indexes: readonly number[]): Promise<BbsShown> => (
    { publicKey: signed.publicKey, header, presentationHeader, proof: await deriveBbsProof(signed, { presentationHeader, indexes }), messages: indexes.map((index) => messages[index]!), indexes }
  )

  it('answer as another implementation does, whatever is shown and whichever bit is changed', async () => {
    for (const indexes of [[], [0], [1, 2], [0, 1, 2]]) {
      const shown = await show(indexes)
      expect([await verifyBbsProof(shown), await theirs(shown)]).toEqual([true, true])
    }
    const shown = await show([0, 2])
    await fc.assert(fc.asyncProperty(fc.nat(shown.proof.length * 8 - 1), async (bit) => {
      const proof = shown.proof.with(bit >> 3, shown.proof[bit >> 3]! ^ (1 << (bit % 8)))
      expect([await verifyBbsProof({ ...shown, proof }), await theirs({ ...shown, proof })]).toEqual([false, false])
    }), { numRuns: 12 })
    await fc.assert(fc.asyncProperty(fc.nat(bbsSignatureLength * 8 - 1), async (bit) => {
      expect(await verifyBbsSignature({ ...signed, signature: signed.signature.with(bit >> 3, signed.signature[bit >> 3]! ^ (1 << (bit % 8))) })).toBe(false)
    }), { numRuns: 12 })
  }, 120_000)

  it('refuse points outside their group, zeros, and numbers beyond the order', async () => {
    const shown = await show([0])
    const { G1 } = bls12_381
    // Of the curve, not of the group: its x is small.
    const stray = [...Array(50).keys()].flatMap((x) => {
      const bytes = Uint8Array.from([0x80, ...new Uint8Array(46), x])
      try {
        G1.Point.fromBytes(bytes).assertValidity()
        return []
      } catch (error) {
        return String(error).includes('subgroup') ? [bytes] : []
      }
    })
    expect(stray.length).toBeGreaterThan(0)
    const infinity = Uint8Array.from([0xc0, ...new Uint8Array(47)])
    for (const point of [...stray.slice(0, 2), infinity, new Uint8Array(48), shown.proof.slice(48, 96)]) expect(await verifyBbsProof({ ...shown, proof: concatBytes(point, shown.proof.slice(48)) })).toBe(false)
    for (const scalar of [new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      for (const start of [144, 176, 208, 240, shown.proof.length - 32]) expect(await verifyBbsProof({ ...shown, proof: concatBytes(shown.proof.slice(0, start), scalar, shown.proof.slice(start + 32)) })).toBe(false)
    }
    for (const change of [{ indexes: [0.5] }, { indexes: [-1] }, { indexes: [0, 0], messages: [messages[0]!, messages[0]!] }, { messages: [] }, { proof: shown.proof.slice(0, -1) }]) expect(await verifyBbsProof({ ...shown, ...change })).toBe(false)
    for (const bytes of [infinity, new Uint8Array(96), Uint8Array.from([0xc0, ...new Uint8Array(95)])]) expect(await verifyBbsProof({ ...shown, publicKey: { type: 'BLS12-381', bytes } })).toBe(false)
  }, 60_000)

  it('let others have their turn many times over a crowd of messages', async () => {
    const shown = await show([0])
    const hidden = Array.from({ length: 125 }, (_, index) => new Uint8Array(32).with(31, index + 1))
    const crowd = { ...shown, proof: concatBytes(shown.proof.slice(0, -32), ...hidden, shown.proof.slice(-32)) }
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    expect(await verifyBbsProof(crowd)).toBe(false)
    clearInterval(timer)
    expect(turns).toBeGreaterThanOrEqual(8)
  }, 60_000)
})
