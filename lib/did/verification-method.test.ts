import { describe, expect, it } from 'vitest'
import { encodeMultikey } from '../crypto/multikey.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import type { DidDocument } from './did-document.ts'
import { didKey, didKeyDocument, didKeyVerificationMethod } from './did-key.ts'
import { findVerificationMethod } from './verification-method.ts'

const ed25519 = (await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))).publicKey
const p256 = (await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('P-256'))).publicKey
const did = 'did:web:college.example'

function documentWith(method: JsonObject, listed: unknown = ['#k']): DidDocument {
  return { id: did, verificationMethod: [{ id: '#k', type: 'Multikey', controller: did, ...method }], assertionMethod: listed } as DidDocument
}

function code(document: DidDocument, id = `${did}#k`): string {
  try {
    findVerificationMethod(document, id, 'assertionMethod')
    return 'found'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('findVerificationMethod()', () => {
  it('reads a key in each form that is in use', () => {
    const forms = [
      { publicKeyMultibase: encodeMultikey(ed25519) },
      { type: 'Ed25519VerificationKey2020', publicKeyMultibase: encodeMultikey(ed25519) },
      { type: 'JsonWebKey', publicKeyJwk: { ...publicKeyToJwk(ed25519) } },
    ] as readonly JsonObject[]
    for (const form of forms) expect(findVerificationMethod(documentWith(form), `${did}#k`, 'assertionMethod')).toEqual(ed25519)
    expect(findVerificationMethod(documentWith({ type: 'JsonWebKey', publicKeyJwk: { ...publicKeyToJwk(p256) } as JsonObject }), `${did}#k`, 'assertionMethod')).toEqual(p256)
  })

  it('finds the key of a did:key of either type', () => {
    for (const key of [ed25519, p256]) expect(findVerificationMethod(didKeyDocument(didKey(key)), didKeyVerificationMethod(key), 'authentication')).toEqual(key)
  })

  it('finds a key that is embedded under its relationship, and only for that one', () => {
    const embedded = { id: `${did}#k`, type: 'Multikey', controller: did, publicKeyMultibase: encodeMultikey(ed25519) }
    const document = { id: did, assertionMethod: [embedded] } as unknown as DidDocument
    expect(findVerificationMethod(document, `${did}#k`, 'assertionMethod')).toEqual(ed25519)
    expect(() => findVerificationMethod(document, `${did}#k`, 'authentication')).toThrow(expect.objectContaining({ code: 'did/method-not-found' }))
  })

  it('refuses a key that is not listed, of another controller, or revoked', () => {
    const publicKeyMultibase = encodeMultikey(ed25519)
    expect(code(documentWith({ publicKeyMultibase }, []))).toBe('did/method-not-allowed')
    expect(code(documentWith({ publicKeyMultibase }, 'text'))).toBe('did/method-not-allowed')
    expect(code(documentWith({ publicKeyMultibase, controller: 'did:web:evil.example' }))).toBe('did/method-malformed')
    expect(code(documentWith({ publicKeyMultibase, revoked: '2026-01-01T00:00:00Z' }))).toBe('did/method-not-allowed')
    expect(code(documentWith({ publicKeyMultibase }), 'did:web:evil.example#k')).toBe('did/method-not-found')
    expect(code(documentWith({ publicKeyMultibase }), did)).toBe('did/method-not-found')
  })

  it('refuses key material that is malformed, double, private or of another type', () => {
    const publicKeyMultibase = encodeMultikey(ed25519)
    const publicKeyJwk = { ...publicKeyToJwk(ed25519) } as JsonObject
    for (const method of [
      { publicKeyMultibase: 'z6Mk' }, { publicKeyMultibase: 7 }, {}, { publicKeyMultibase, publicKeyJwk }, { publicKeyJwk: { ...publicKeyJwk, d: 'x' } }, { publicKeyJwk: { kty: 'RSA' } },
      { publicKeyJwk: null }, { type: 'Ed25519VerificationKey2020', publicKeyMultibase: encodeMultikey(p256) }, { type: 'Other', publicKeyMultibase },
      { publicKeyMultibase: encodeMultikey({ type: 'P-256', bytes: new Uint8Array(33) }) },
    ] as readonly JsonObject[]) expect(code(documentWith(method))).toBe('did/method-malformed')
  })
})
