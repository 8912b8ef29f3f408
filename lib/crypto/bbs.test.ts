import * as oracle from '@digitalbazaar/bbs-signatures'
import { ALGORITHMS, from } from '@digitalbazaar/bls12-381-multikey'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { loadMclArithmetic } from '../node/mcl-arithmetic.ts'
import { bbsProofLengths, bbsSignatureLength, deriveBbsProof, generateBbsKey, importBbsSigningKey, verifyBbsProof, type BbsPlatform, type BbsShown, type BbsSignature } from './bbs.ts'
import { decodeMultikey, decodeSecretMultikey, encodeMultikey, encodeSecretMultikey } from './multikey.ts'
import { publicKeyToJwk, refuseMalformedKey } from './public-key.ts'
import { webCryptography } from './web-cryptography.ts'

const { randomBytes } = nativeCryptography
const plain: BbsPlatform = { randomBytes }
const quick: BbsPlatform = { randomBytes, findBlsArithmetic: loadMclArithmetic }
const platforms = (await loadMclArithmetic()) === undefined ? [['plain', plain]] as const : [['plain', plain], ['mcl', quick]] as const
const ciphersuite = 'BLS12-381-SHA-256'
const header = encodeUtf8('header')
const presentationHeader = encodeUtf8('for one verifier')
const messages = ['one', 'two', 'three'].map(encodeUtf8)
let secretKey: Uint8Array<ArrayBuffer>
let signed: BbsSignature
beforeAll(async () => {
  secretKey = await generateBbsKey({ randomBytes })
  const { publicKey, signMessages } = await importBbsSigningKey(secretKey)
  signed = { publicKey, header, messages, signature: await signMessages(header, messages) }
}, 60_000)

async function show(indexes: readonly number[], cryptography: BbsPlatform = plain): Promise<BbsShown> {
  const proof = await deriveBbsProof(signed, { presentationHeader, indexes, cryptography })
  if (proof === undefined) throw new RangeError('a signature is over its messages')
  return { publicKey: signed.publicKey, header, presentationHeader, proof, messages: indexes.map((index) => messages[index]!), indexes }
}

/** What every arithmetic answers: they agree. */
async function verdict(shown: BbsShown): Promise<boolean> {
  const [first = false, ...others] = await Promise.all(platforms.map(([, platform]) => verifyBbsProof(shown, platform)))
  expect(others.every((other) => other === first)).toBe(true)
  return first
}

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
    for (const secret of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31), new Uint8Array(33)]) await expect(importBbsSigningKey(secret)).rejects.toMatchObject({ code: 'crypto/key-malformed' })
    for (const first of [0x00, 0x40, 0xc0]) expect(() => refuseMalformedKey({ type: 'BLS12-381', bytes: Uint8Array.from([first, ...new Uint8Array(95)]) })).toThrowError(expect.objectContaining({ code: 'crypto/key-malformed' }))
    expect(() => publicKeyToJwk(signed.publicKey)).toThrowError(expect.objectContaining({ code: 'crypto/key-unsupported' }))
  })

  it('verifies no signature over bytes, on any platform', async () => {
    for (const platform of [nativeCryptography, webCryptography]) for (const length of [64, bbsSignatureLength, 96]) expect(await platform.verifySignature(signed.publicKey, header, new Uint8Array(length))).toBe(false)
  })
})

describe.each(platforms)('a BBS signature and the proofs made from it, by the arithmetic that is %s,', (_name, platform) => {
  const context = { presentationHeader, indexes: [1], cryptography: platform }

  it('are byte for byte what is signed by any, and what is derived holds for another implementation too', async () => {
    const { publicKey, signMessages } = await importBbsSigningKey(secretKey, platform)
    expect(await signMessages(header, messages)).toEqual(signed.signature)
    for (const indexes of [[0, 2], [0, 1, 2]]) {
      const { messages: disclosedMessages, indexes: disclosedMessageIndexes, ...rest } = await show(indexes, platform)
      expect(await oracle.verifyProof({ ...rest, publicKey: publicKey.bytes, disclosedMessages, disclosedMessageIndexes, ciphersuite })).toBe(true)
    }
  }, 60_000)

  it('hold for what was signed and nothing else', async () => {
    expect(signed.signature).toHaveLength(bbsSignatureLength)
    for (const change of [{ header: presentationHeader }, { messages: messages.slice(1) }, { messages: messages.toReversed() }, { signature: new Uint8Array(80) }, { signature: signed.signature.slice(1) }, { signature: new Uint8Array(0) }, { publicKey: { type: 'BLS12-381', bytes: new Uint8Array(96) } as const }, { signature: signed.signature.with(79, (signed.signature[79] ?? 0) ^ 1) }]) {
      expect(await deriveBbsProof({ ...signed, ...change }, context)).toBeUndefined()
    }
    const shown = await show([1], platform)
    expect(shown.proof).toHaveLength(bbsProofLengths.least + 2 * bbsProofLengths.each)
    expect(await verifyBbsProof(shown, platform)).toBe(true)
    const wrong = [{ header: presentationHeader }, { presentationHeader: header }, { indexes: [0] }, { indexes: [7] }, { indexes: [] }, { messages: messages.slice(0, 1) }, { proof: shown.proof.slice(32) }, { proof: new Uint8Array(0) }, { proof: new Uint8Array(shown.proof.length) }]
    for (const change of wrong) expect(await verifyBbsProof({ ...shown, ...change }, platform)).toBe(false)
  }, 60_000)

  it('are not made of places that are none', async () => {
    for (const indexes of [[3], [-1], [0.5], [1, 1]]) await expect(deriveBbsProof(signed, { ...context, indexes })).rejects.toThrow(RangeError)
  })
})

describe('another implementation', () => {
  it('signs the same bytes and derives proofs that hold here', async () => {
    const there = { publicKey: signed.publicKey.bytes, header, messages, ciphersuite } as const
    expect(new Uint8Array(await oracle.sign({ ...there, secretKey }))).toEqual(signed.signature)
    const proof = await oracle.deriveProof({ ...there, signature: signed.signature, presentationHeader, disclosedMessageIndexes: [1] })
    expect(await verdict({ ...await show([1]), proof: new Uint8Array(proof) })).toBe(true)
  }, 60_000)
})

describe('verifyBbsProof()', () => {
  it('answers alike in every arithmetic, whatever is shown and whichever bit is changed', async () => {
    for (const indexes of [[], [0], [1, 2], [0, 1, 2]]) expect(await verdict(await show(indexes))).toBe(true)
    const shown = await show([0, 2], platforms.at(-1)?.[1])
    await fc.assert(fc.asyncProperty(fc.nat(shown.proof.length * 8 - 1), async (bit) => {
      const proof = shown.proof.with(bit >> 3, shown.proof[bit >> 3]! ^ (1 << (bit % 8)))
      expect(await verdict({ ...shown, proof })).toBe(false)
    }), { numRuns: process.env['LER_TEST_LONG'] === '1' ? 1_000 : 24 })
  }, 600_000)

  it('refuses points outside their group, zeros, and numbers beyond the order', async () => {
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
    for (const point of [...stray.slice(0, 2), infinity, new Uint8Array(48), shown.proof.slice(48, 96)]) expect(await verdict({ ...shown, proof: concatBytes(point, shown.proof.slice(48)) })).toBe(false)
    for (const scalar of [new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      for (const start of [144, 176, 208, 240, shown.proof.length - 32]) expect(await verdict({ ...shown, proof: concatBytes(shown.proof.slice(0, start), scalar, shown.proof.slice(start + 32)) })).toBe(false)
    }
    for (const change of [{ indexes: [0.5] }, { indexes: [-1] }, { indexes: [0, 0], messages: [messages[0]!, messages[0]!] }, { messages: [] }, { proof: shown.proof.slice(0, -1) }]) expect(await verdict({ ...shown, ...change })).toBe(false)
    for (const bytes of [infinity, new Uint8Array(96), Uint8Array.from([0xc0, ...new Uint8Array(95)])]) expect(await verdict({ ...shown, publicKey: { type: 'BLS12-381', bytes } })).toBe(false)
  }, 60_000)

  it('lets others have their turn again and again over a crowd of messages', async () => {
    const shown = await show([0])
    const hidden = Array.from({ length: 125 }, (_, index) => new Uint8Array(32).with(31, index + 1))
    const crowd = { ...shown, proof: concatBytes(shown.proof.slice(0, -32), ...hidden, shown.proof.slice(-32)) }
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    expect(await verifyBbsProof(crowd, plain)).toBe(false)
    clearInterval(timer)
    expect(turns).toBeGreaterThanOrEqual(4)
  }, 60_000)
})
