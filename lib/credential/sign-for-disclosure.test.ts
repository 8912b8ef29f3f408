import { beforeAll, describe, expect, it } from 'vitest'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { BbsSigningKey, SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { richBadge } from './_disclosure-samples.ts'
import { parseBbsBaseProof } from './bbs-2023-proof-value.ts'
import { parseBaseProof } from './ecdsa-sd-2023-proof-value.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signForDisclosure, type DisclosureContext } from './sign-for-disclosure.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
let keys: Readonly<Record<'ecdsa-sd-2023' | 'bbs-2023', SigningKey | BbsSigningKey>>
beforeAll(async () => {
  keys = { 'ecdsa-sd-2023': await cryptography.importSigningKey(await cryptography.generateKey('P-256')), 'bbs-2023': await importBbsSigningKey(await generateBbsKey(cryptography)) }
})

const contextOf = (suite: keyof typeof keys, more: Partial<DisclosureContext> = {}): DisclosureContext =>
  ({ signingKey: keys[suite], verificationMethod: didKeyVerificationMethod(keys[suite].publicKey), mandatoryPointers: ['/issuer'], cryptography, ...more })
const proofOf = (document: JsonObject): JsonObject => document['proof'] as JsonObject
const badgeOf = (suite: keyof typeof keys): JsonObject => richBadge(didKey(keys[suite].publicKey))

describe.each(['ecdsa-sd-2023', 'bbs-2023'] as const)('signForDisclosure() under %s', (suite) => {
  it('leaves the credential as it is, and undated unless a date is given', async () => {
    const { proof, ...rest } = await signForDisclosure(badgeOf(suite), contextOf(suite))
    expect(rest).toEqual(badgeOf(suite))
    expect(Object.keys(proof).toSorted()).toEqual(['cryptosuite', 'proofPurpose', 'proofValue', 'type', 'verificationMethod'])
    expect(proof.cryptosuite).toBe(suite)
    expect(proofOf(await signForDisclosure(badgeOf(suite), contextOf(suite, { created: now })))['created']).toBe('2026-11-21T00:00:00Z')
  })

  it('makes what no verifier accepts: it is for its holder to derive from', async () => {
    const signed = await signForDisclosure(badgeOf(suite), contextOf(suite))
    const [finding] = await verifyProofs(signed, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
    expect(finding?.outcome).toBe('failed')
  })

  it('signs one credential twice under two secrets', async () => {
    const secrets = await Promise.all([0, 1].map(async () => {
      const value = String(proofOf(await signForDisclosure(badgeOf(suite), contextOf(suite)))['proofValue'])
      return (parseBaseProof(value) ?? parseBbsBaseProof(value))?.hmacKey
    }))
    expect(secrets[0]).toHaveLength(32)
    expect(secrets[0]).not.toEqual(secrets[1])
  })

  it.each<[string, string, (badge: JsonObject) => JsonObject, Partial<DisclosureContext>]>([
    ['what has a proof', 'credential/already-signed', (badge) => ({ ...badge, proof: [] }), {}],
    ['a pointer to nothing', 'credential/pointer-unmatched', (badge) => badge, { mandatoryPointers: ['/issuer/telephone'] }],
    ['a pointer that is none', 'credential/pointer-malformed', (badge) => badge, { mandatoryPointers: ['issuer'] }],
    ['a term that nothing defines', 'credential/term-undefined', (badge) => ({ ...badge, grade: 'A' }), {}],
    ['a context that nobody knows', 'credential/context-unknown', (badge) => ({ ...badge, '@context': ['https://unknown.example/'] }), {}],
  ])('refuses %s', async (_what, code, change, more) => {
    await expect(signForDisclosure(change(badgeOf(suite)), contextOf(suite, more))).rejects.toMatchObject({ code })
  })
})

describe('signForDisclosure()', () => {
  it.each(['Ed25519', 'P-384'] as const)('refuses a key of %s', async (type) => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
    await expect(signForDisclosure(badgeOf('ecdsa-sd-2023'), contextOf('ecdsa-sd-2023', { signingKey }))).rejects.toMatchObject({ code: 'credential/key-unsupported' })
  })

  it('signs each statement that is not mandatory by a key of its own making, and the mandatory ones together', async () => {
    const all = parseBaseProof(String(proofOf(await signForDisclosure(badgeOf('ecdsa-sd-2023'), contextOf('ecdsa-sd-2023', { mandatoryPointers: [''] })))['proofValue']))
    const none = parseBaseProof(String(proofOf(await signForDisclosure(badgeOf('ecdsa-sd-2023'), contextOf('ecdsa-sd-2023', { mandatoryPointers: [] })))['proofValue']))
    expect(all?.signatures).toEqual([])
    expect(none?.signatures.length).toBeGreaterThan(40)
    expect(none?.publicKey).not.toEqual(all?.publicKey)
    expect(all?.mandatoryPointers).toEqual([''])
  })
})
