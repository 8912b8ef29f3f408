import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { credentialsContextUrl } from '../credential/contexts.ts'
import { createDidDocument } from '../did/did-document.ts'
import { didJwk } from '../did/did-jwk.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { checkHolderProof, maxPresentedCredentials, proveHolder, type HolderKey, type HolderProofContext } from './holder-proof.ts'

const created = new Date('2026-11-21T10:02:11Z')
const occasion = { challenge: '0b1c4a', domain: 'https://issuer.example/exchanges/7f3', created }
const context: HolderProofContext = { challenge: '0b1c4a', domain: 'https://issuer.example/exchanges/7f3', now: new Date('2026-11-21T10:04:00Z'), maxAgeSeconds: 600, cryptography, dids: {} }
const [ed25519, p256, p384] = await Promise.all((['Ed25519', 'P-256', 'P-384'] as const).map(async (type) => cryptography.importSigningKey(await cryptography.generateKey(type))))
if (ed25519 === undefined || p256 === undefined || p384 === undefined) throw new Error('keys were made')
const did = didKey(ed25519.publicKey)
const signing = { signingKey: ed25519, verificationMethod: didKeyVerificationMethod(ed25519.publicKey), created, cryptography }
const bare = { '@context': [credentialsContextUrl], type: ['VerifiablePresentation'], holder: did }
const good = (await proveHolder({ key: ed25519, ...occasion }, cryptography)).presentation

const codeOf = async (presentation: unknown, changes: Partial<HolderProofContext> = {}): Promise<string> => {
  const { outcome, code, holder } = await checkHolderProof(presentation, { ...context, ...changes })
  expect(holder === null).toBe(outcome !== 'passed')
  return code ?? outcome
}

describe('a holder proof', () => {
  const web = 'did:web:holder.example'
  const documents = { [web]: createDidDocument(web, [{ fragment: 'key-1', publicKey: p256.publicKey }], ['authentication']) }

  it.each<readonly [string, HolderKey, string, string]>([
    ['did:key, Ed25519', { key: ed25519 }, did, 'eddsa-rdfc-2022'],
    ['did:key, P-256', { key: p256 }, didKey(p256.publicKey), 'ecdsa-rdfc-2019'],
    ['did:jwk, Ed25519', { key: ed25519, did: didJwk(ed25519.publicKey) }, didJwk(ed25519.publicKey), 'eddsa-rdfc-2022'],
    ['did:jwk, P-256', { key: p256, did: didJwk(p256.publicKey) }, didJwk(p256.publicKey), 'ecdsa-rdfc-2019'],
    ['did:web, P-256', { key: p256, did: web, verificationMethod: `${web}#key-1` }, web, 'ecdsa-rdfc-2019'],
  ])('passes for the holder who made it: %s', async (_, key, holder, cryptosuite) => {
    const made = await proveHolder({ ...key, ...occasion }, cryptography)
    expect(made).toMatchObject({ holder, cryptosuite, presentation: { holder, proof: { proofPurpose: 'authentication', challenge: '0b1c4a', domain: occasion.domain } } })
    expect(await checkHolderProof(made.presentation, { ...context, dids: { documents } })).toEqual({ outcome: 'passed', holder, cryptosuite, credentials: [] })
  })

  it('takes a private key as a JSON Web Key', async () => {
    const { presentation } = await proveHolder({ key: await cryptography.generateKey('P-256'), ...occasion }, cryptography)
    expect(await codeOf(presentation)).toBe('passed')
  })

  it('is not made with a key of another type, or of another DID', async () => {
    await expect(proveHolder({ key: p384, ...occasion }, cryptography)).rejects.toMatchObject({ code: 'exchange/key-unsuited' })
    await expect(proveHolder({ key: ed25519, did: didKey(p256.publicKey), ...occasion }, cryptography)).rejects.toMatchObject({ code: 'exchange/key-unsuited' })
    await expect(proveHolder({ key: ed25519, did: 'did:web:holder.example', ...occasion }, cryptography)).rejects.toMatchObject({ code: 'exchange/key-unsuited' })
  })

  it('is unknown while the document of a did:web cannot be had', async () => {
    const { presentation } = await proveHolder({ key: p256, did: web, verificationMethod: `${web}#key-1`, ...occasion }, cryptography)
    expect(await checkHolderProof(presentation, context)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable', holder: null })
  })

  it('fails with a code for each thing that can be wrong', async () => {
    expect(await codeOf(good, { challenge: 'other' })).toBe('proof/challenge-mismatch')
    expect(await codeOf(good, { domain: 'https://evil.example/exchanges/7f3' })).toBe('proof/domain-mismatch')
    expect(await codeOf(good, { now: new Date('2026-11-21T09:57:10Z') })).toBe('proof/created-in-future')
    expect(await codeOf(good, { now: new Date('2026-11-21T10:17:12Z') })).toBe('presentation/stale')
    expect(await codeOf(good, { acceptedCryptosuites: ['ecdsa-rdfc-2019'] })).toBe('proof/suite-not-accepted')
    expect(await codeOf(good, { acceptedMethods: ['web'] })).toBe('proof/did-not-accepted')
    expect(await codeOf(await addProof(bare, { proofPurpose: 'assertionMethod', challenge: occasion.challenge, domain: occasion.domain }, signing))).toBe('proof/purpose-mismatch')
    expect(await codeOf(await addProof({ ...bare, holder: didKey(p256.publicKey) }, { proofPurpose: 'authentication', challenge: occasion.challenge, domain: occasion.domain }, signing))).toBe('presentation/holder-mismatch')
    expect(await codeOf(bare)).toBe('proof/missing')
    expect(await codeOf({ ...good, '@context': ['https://www.w3.org/2018/credentials/v1'] })).toBe('presentation/context-missing')
    expect(await codeOf({ ...good, verifiableCredential: Array.from({ length: maxPresentedCredentials + 1 }, () => ({})) })).toBe('presentation/too-many-credentials')
    expect(await codeOf({ ...good, verifiableCredential: ['eyJ'] })).toBe('presentation/malformed')
    expect(await codeOf(null)).toBe('presentation/malformed')
  })

  it('fails when something was changed after signing: the key, the expiry, the holder', async () => {
    const proof = good['proof'] as JsonObject
    const other = didKeyVerificationMethod(p256.publicKey)
    expect(await codeOf({ ...good, holder: didKey(p256.publicKey) })).toBe('proof/signature-invalid')
    expect(await codeOf({ ...good, proof: { ...proof, verificationMethod: other } })).not.toBe('passed')
    expect(await codeOf({ ...good, proof: { ...proof, expires: '2026-11-21T11:00:00Z' } })).toBe('proof/signature-invalid')
    expect(await codeOf({ ...good, proof: { ...proof, expires: '2026-11-21T10:03:00Z' } })).toBe('proof/expired')
    expect(await codeOf({ ...good, proof: [proof, proof] })).toBe('presentation/malformed')
    expect(await codeOf({ ...good, proof: { ...proof, domain: [occasion.domain, 'https://evil.example'] } })).toBe('proof/domain-mismatch')
  })

  it('is a finding whatever arrives', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (presentation, proof) => {
      expect((await checkHolderProof(presentation, context)).holder).toBeNull()
      expect((await checkHolderProof({ ...bare, proof }, context)).holder).toBeNull()
    }), { numRuns: 50 })
  })
})
