import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as multikeys from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, it } from 'vitest'
import { didKey, didKeyDocument, didKeyVerificationMethod } from '../did/did-key.ts'
import type { KeyType, PublicKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { canonicalize } from './canonicalize.ts'
import { loadContext } from './contexts.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from './open-badge.ts'
import { parseJsonObject } from './parse-json.ts'
import { signPresentation, verifyPresentation } from './presentation.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const resolveKey = createKeyResolver({})

function badge(issuer: string): JsonObject {
  return createAchievementCredential({
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
    issuer: { id: issuer, name: 'Example College' },
    achievement: createAchievement({ id: 'https://college.example/a', name: 'Ünïcode 🎓', description: 'D', criteria: { narrative: 'N' }, alignments: [{ targetName: 'T', targetUrl: 'https://f.example/1' }] }),
    subject: { identity: hashIdentity('a@b.example', 'salt', cryptography), did: 'did:example:holder' },
    validFrom: now,
    evidence: [{ name: 'E' }],
  })
}

/** Contexts and did:key documents, as the other library asks for them. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: structuredClone(loadContext(url, cryptography)), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly JsonObject[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}

describe('another implementation', () => {
  it('verifies the badges and presentations that are made here', async () => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
    const credential = await signCredential(badge(didKey(signingKey.publicKey)), context)
    const suite = new DataIntegrityProof({ cryptosuite })
    const theirs = await vc.verifyCredential({ credential, suite, documentLoader, now })
    expect(theirs.error).toBeUndefined()
    expect(theirs.verified).toBe(true)
    const presentation = await signPresentation({ holder: didKey(signingKey.publicKey), challenge: 'c', domain: 'd.example', credentials: [credential] }, context)
    expect(await vc.verify({ presentation, challenge: 'c', domain: 'd.example', suite, documentLoader, now })).toMatchObject({ verified: true })
  })

  it('makes badges and presentations that verify here', async () => {
    const pair = await multikeys.generate({})
    const publicKey = decodeMultikey(pair.publicKeyMultibase)
    Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
    const suite = (): DataIntegrityProof => new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: '2026-11-21T00:00:00Z' })
    const credential = await vc.issue({ credential: structuredClone(badge(didKey(publicKey))), suite: suite(), documentLoader, now })
    expect(await verifyProofs(credential, { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })).toMatchObject([{ outcome: 'passed' }])
    const presentation = await vc.signPresentation({
      presentation: vc.createPresentation({ verifiableCredential: [credential], holder: didKey(publicKey), now, verify: false }), challenge: 'c', domain: 'd.example', suite: suite(), documentLoader,
    })
    const finding = await verifyPresentation(presentation, { resolveKey, cryptography, challenge: 'c', domain: 'd.example', now, maxAgeSeconds: 600 })
    expect(finding).toMatchObject({ outcome: 'passed', holder: didKey(publicKey) })
  })

  it('verifies here where it sorts full-width letters behind emoji, against the specification', async () => {
    const pair = await multikeys.generate({})
    const publicKey = decodeMultikey(pair.publicKeyMultibase)
    Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
    const credential = { ...badge(didKey(publicKey)), evidence: [{ id: 'urn:e', type: ['Evidence'], name: '🎓' }, { id: 'urn:e', type: ['Evidence'], name: '！' }] }
    const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: '2026-11-21T00:00:00Z' })
    const theirs = await vc.issue({ credential: structuredClone(credential), suite, documentLoader, now }) as { proof: { proofValue: string } }
    const signingKey = { publicKey: publicKey as PublicKey<KeyType>, sign: async (message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await pair.signer().sign({ data: message })) }
    const ours = await signCredential(credential, { signingKey, verificationMethod: didKeyVerificationMethod(publicKey), created: now, cryptography })
    expect(ours.proof.proofValue).not.toBe(theirs.proof.proofValue)
    for (const signed of [ours, theirs]) expect(await verifyProofs(signed, { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })).toMatchObject([{ outcome: 'passed' }])
    const tampered = { ...theirs, evidence: [{ id: 'urn:e', type: ['Evidence'], name: '🎓' }, { id: 'urn:e', type: ['Evidence'], name: '？' }] }
    expect(await verifyProofs(tampered, { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })).toMatchObject([{ outcome: 'failed' }])
  })

  it('signs a badge with the same bytes as is done here', async () => {
    const pair = await multikeys.generate({})
    const publicKey = decodeMultikey(pair.publicKeyMultibase)
    Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
    const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: '2026-11-21T00:00:00Z' })
    const theirs = await vc.issue({ credential: structuredClone(badge(didKey(publicKey))), suite, documentLoader, now }) as { proof: { proofValue: string } }
    const signingKey = { publicKey: publicKey as PublicKey<KeyType>, sign: async (message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await pair.signer().sign({ data: message })) }
    const ours = await signCredential(badge(didKey(publicKey)), { signingKey, verificationMethod: didKeyVerificationMethod(publicKey), created: now, cryptography })
    expect(ours.proof.proofValue).toBe(theirs.proof.proofValue)
  })
})

/** The faults that docs/decisions/0023 takes positions on: each is shown first, so that it is noticed when one is mended. */
describe('what another implementation takes for the same', async () => {
  const pair = await multikeys.generate({})
  const publicKey = decodeMultikey(pair.publicKeyMultibase)
  const verificationMethod = didKeyVerificationMethod(publicKey)
  Object.assign(pair, { id: verificationMethod, controller: didKey(publicKey) })
  const sign = async (data: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await pair.signer().sign({ data }))
  const signing = { signingKey: { publicKey: publicKey as PublicKey<KeyType>, sign }, verificationMethod, created: now, cryptography }
  const signedThere = async (credential: JsonObject): Promise<JsonObject> => await vc.issue({ credential: structuredClone(credential), suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: '2026-11-21T00:00:00Z' }), documentLoader, now }) as JsonObject
  const passesThere = async (credential: JsonObject): Promise<boolean> => (await vc.verifyCredential({ credential, suite: new DataIntegrityProof({ cryptosuite }), documentLoader, now })).verified
  const outcomeHere = async (credential: JsonObject): Promise<string> => (await verifyProofs(credential, { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })).map(({ outcome, code }) => code ?? outcome).join()
  const badgeWith = (subject: JsonObject): JsonObject => {
    const whole = badge(didKey(publicKey))
    return { ...whole, credentialSubject: { ...(whole['credentialSubject'] as JsonObject), ...subject } }
  }
  const changed = (signed: JsonObject, subject: JsonObject): JsonObject => ({ ...signed, credentialSubject: { ...(signed['credentialSubject'] as JsonObject), ...subject } })

  it('a key named __proto__ in a JSON literal: here it is neither read, signed nor verified', async () => {
    const withSchema = (jsonSchema: Json): JsonObject => ({ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], issuer: didKey(publicKey), credentialSubject: { id: 'urn:s', type: 'JsonSchema', jsonSchema } })
    const signed = await signedThere(withSchema({ type: 'object' }))
    expect(await outcomeHere(signed)).toBe('passed')
    const text = JSON.stringify(signed).replace('"jsonSchema":{', '"jsonSchema":{"__proto__":{"minimum":1},')
    const more = JSON.parse(text) as JsonObject
    expect(await passesThere(more)).toBe(true)
    expect(await outcomeHere(more)).toBe('proof/prototype-key')
    expect(() => parseJsonObject(text)).toThrow(expect.objectContaining({ code: 'credential/prototype-key' }))
    await expect(signCredential(withSchema(JSON.parse('{"__proto__":{"minimum":1}}') as Json), signing)).rejects.toMatchObject({ code: 'credential/prototype-key' })
  })

  it.each([['0 for 1e-7, and 4e-7', 0, [1e-7, 4e-7]], ['0.3 for what is next to it', 0.3, [0.1 + 0.2]]])('%s: here such a number is neither signed nor verified', async (_, plain, others) => {
    const signed = await signedThere(badgeWith({ creditsEarned: plain }))
    expect(await outcomeHere(signed)).toBe('passed')
    for (const creditsEarned of others) {
      expect(await passesThere(changed(signed, { creditsEarned }))).toBe(true)
      expect(await outcomeHere(changed(signed, { creditsEarned }))).toBe('proof/number-ambiguous')
      await expect(signCredential(badgeWith({ creditsEarned }), signing)).rejects.toMatchObject({ code: 'credential/number-ambiguous' })
    }
  })

  it('a statement that stands twice in its canonical form and once in that of the specification: here both are verified, and neither is signed', async () => {
    const twice = badgeWith({ creditsEarned: [1, '1'] })
    const once = badgeWith({ creditsEarned: 1 })
    await expect(signCredential(twice, signing)).rejects.toMatchObject({ code: 'credential/said-twice' })
    const theirs = await signedThere(twice)
    expect(await outcomeHere(theirs)).toBe('passed')
    expect(await passesThere(changed(theirs, { creditsEarned: 1 }))).toBe(false)
    // A conforming implementation: what is said twice is one statement, and so the two documents are one.
    expect(await canonicalize(twice, cryptography)).toBe(await canonicalize(once, cryptography))
    const { proofValue: _, ...options } = theirs['proof'] as JsonObject
    const hash = async (document: JsonObject): Promise<Uint8Array> => cryptography.sha256(encodeUtf8(await canonicalize(document, cryptography)))
    const conforming = { ...twice, proof: { ...options, proofValue: encodeMultibase(await sign(concatBytes(await hash({ ...options, '@context': twice['@context'] ?? [] }), await hash(twice))), 'z') } }
    expect(await passesThere(conforming)).toBe(false)
    expect(await outcomeHere(conforming)).toBe('passed')
    expect(await outcomeHere(changed(conforming, { creditsEarned: [1, '1', '2'] }))).toBe('proof/signature-invalid')
  })

  it('the order of a set: so it is here', async () => {
    const signed = await signCredential(badgeWith({ identifier: ['one', 'two'].map((salt) => ({ type: 'IdentityObject', hashed: false, identityHash: 'x', identityType: 'name', salt })) }), signing) as unknown as JsonObject
    const turned = { ...changed(signed, { identifier: ((signed['credentialSubject'] as JsonObject)['identifier'] as Json[]).toReversed() }), type: (signed['type'] as Json[]).toReversed() }
    expect([await passesThere(turned), await outcomeHere(turned)]).toEqual([true, 'passed'])
  })
})
