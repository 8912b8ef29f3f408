import { ALGORITHMS, from } from '@digitalbazaar/bls12-381-multikey'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { bbsProofLengths, bbsSignatureLength, deriveBbsProof, generateBbsKey, importBbsSigningKey, verifyBbsProof, verifyBbsSignature, type BbsSignature } from './bbs.ts'
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
