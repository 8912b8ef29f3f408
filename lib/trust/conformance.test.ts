import { describe, expect, it } from 'vitest'
import { encodeMultikey } from '../crypto/multikey.ts'
import type { KeyType } from '../crypto/cryptography.ts'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { signConformance, verifyConformance } from './conformance.ts'
import type { Register } from './payloads.ts'

async function sampleOf(type: KeyType): Promise<Pick<Register, 'did' | 'keys' | 'sample'>> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
  const did = didKey(signingKey.publicKey)
  const sample = await signConformance(did, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography })
  return { did, keys: [encodeMultikey(signingKey.publicKey)], sample }
}

describe('the conformance run', () => {
  it('passes each kind of key, in Node and in browsers, and is an ordinary proof to every verifier', async () => {
    for (const type of ['Ed25519', 'P-256', 'P-384'] as const) {
      const claim = await sampleOf(type)
      expect(await verifyConformance(claim, cryptography)).toBe(true)
      expect(await verifyConformance(claim, webCryptography)).toBe(true)
      const context = { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now: new Date('2026-01-01T00:00:00Z') } as const
      expect(await verifyProofs(claim.sample, context)).toMatchObject([{ outcome: 'passed' }])
    }
  })

  it('finds the key that signed among several', async () => {
    const [one, other] = [await sampleOf('Ed25519'), await sampleOf('P-256')]
    expect(await verifyConformance({ ...one, keys: [...other.keys, ...one.keys] }, cryptography)).toBe(true)
    expect(await verifyConformance({ ...one, keys: other.keys }, cryptography)).toBe(false)
  })

  it('fails every altered member of the proof, and never throws', async () => {
    const claim = await sampleOf('Ed25519')
    const proof = claim.sample['proof'] as JsonObject
    const changes: JsonObject[] = [
      { cryptosuite: 'ecdsa-jcs-2019' }, { cryptosuite: 'eddsa-rdfc-2022' }, { proofPurpose: 'authentication' }, { proofValue: 'z' }, { proofValue: '' }, { proofValue: 7 }, { created: 'yesterday' }, { created: '2026-01-01T00:00:00Z' },
      { verificationMethod: 'did:web:other.example#key' }, { '@context': ['https://other.example'] }, { '@context': [] }, { expires: '2020-01-01T00:00:00Z' }, { challenge: 'x' }, { type: 'Other' },
    ]
    for (const change of changes) expect(await verifyConformance({ ...claim, sample: { ...claim.sample, proof: { ...proof, ...change } } }, cryptography)).toBe(false)
    for (const odd of [null, [], [proof], 'x', {}]) expect(await verifyConformance({ ...claim, sample: { ...claim.sample, proof: odd } }, cryptography)).toBe(false)
  })
})
