import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as multikeys from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, it } from 'vitest'
import { didKey, didKeyDocument, didKeyVerificationMethod } from '../did/did-key.ts'
import type { KeyType, PublicKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { loadContext } from './contexts.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from './open-badge.ts'
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
