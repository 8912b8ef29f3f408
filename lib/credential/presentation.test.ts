import { describe, expect, it } from 'vitest'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { signPresentation, verifyPresentation, type PresentationContext } from './presentation.ts'
import { createKeyResolver } from './resolve-key.ts'
import { addProof } from './add-proof.ts'

const now = new Date('2026-11-21T10:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const holder = didKey(signingKey.publicKey)
const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
const context: PresentationContext = { resolveKey: createKeyResolver({}), cryptography, challenge: '0b1c4a', domain: 'https://issuer.example/x', now, maxAgeSeconds: 600 }
const presentation = await signPresentation({ holder, challenge: '0b1c4a', domain: 'https://issuer.example/x' }, signing)

describe('verifyPresentation()', () => {
  it('passes and names the holder whose key signed', async () => {
    expect(await verifyPresentation(presentation, context)).toMatchObject({ outcome: 'passed', holder, credentials: [] })
  })

  it('fails another challenge, another domain, another purpose', async () => {
    expect(await verifyPresentation(presentation, { ...context, challenge: 'other' })).toMatchObject({ outcome: 'failed', code: 'proof/challenge-mismatch', holder: null })
    expect(await verifyPresentation(presentation, { ...context, domain: 'https://evil.example/x' })).toMatchObject({ outcome: 'failed', code: 'proof/domain-mismatch' })
    const { proof: _, ...bare } = presentation
    const asserted = await addProof(bare, { proofPurpose: 'assertionMethod', challenge: '0b1c4a', domain: 'https://issuer.example/x' }, signing)
    expect(await verifyPresentation(asserted, context)).toMatchObject({ outcome: 'failed', code: 'proof/purpose-mismatch' })
  })

  it('fails a presentation older than the session', async () => {
    expect(await verifyPresentation(presentation, { ...context, now: new Date('2026-11-21T10:15:00Z') })).toMatchObject({ outcome: 'passed' })
    expect(await verifyPresentation(presentation, { ...context, now: new Date('2026-11-21T10:15:01Z') })).toMatchObject({ outcome: 'failed', code: 'presentation/stale' })
  })

  it('fails a holder who is another than the one who signed', async () => {
    const stolen = await signPresentation({ holder: 'did:web:victim.example', challenge: '0b1c4a', domain: 'https://issuer.example/x' }, signing)
    expect(await verifyPresentation(stolen, context)).toMatchObject({ outcome: 'failed', code: 'presentation/holder-mismatch', holder: null })
  })

  it('says unknown of a holder whose document is out of reach', async () => {
    const far = await signPresentation({ holder: 'did:web:far.example', challenge: '0b1c4a', domain: 'https://issuer.example/x' }, { ...signing, verificationMethod: 'did:web:far.example#k' })
    expect(await verifyPresentation(far, context)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable' })
  })

  it('answers whatever it is given', async () => {
    for (const value of [null, 7, 'x', [], {}, { type: 'VerifiablePresentation' }, { ...presentation, holder: { id: 7 } }, { ...presentation, verifiableCredential: [7, null] }]) {
      expect((await verifyPresentation(value, context)).outcome).toBe('failed')
    }
  })

  it('carries credentials untouched and fails when one is exchanged', async () => {
    const credential = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], issuer: 'did:web:a.example', credentialSubject: { id: 'urn:a' } }
    const shown = await signPresentation({ holder, challenge: '0b1c4a', domain: 'https://issuer.example/x', credentials: [credential] }, signing)
    expect((await verifyPresentation(shown, context)).credentials).toEqual([credential])
    const exchanged = { ...shown, verifiableCredential: [{ ...credential, issuer: 'did:web:b.example' }] }
    expect(await verifyPresentation(exchanged, context)).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })
})
