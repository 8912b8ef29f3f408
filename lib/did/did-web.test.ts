import { describe, expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { didWeb, didWebDocument, didWebUrl } from './did-web.ts'
import { findVerificationMethod } from './verification-method.ts'

const publicKey = (await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))).publicKey
const retired = (await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('P-256'))).publicKey

describe('didWebUrl()', () => {
  it.each([
    ['did:web:college.example', 'https://college.example/.well-known/did.json'],
    ['did:web:college.example:orgs:north', 'https://college.example/orgs/north/did.json'],
    ['did:web:college.example%3A8443:orgs:north', 'https://college.example:8443/orgs/north/did.json'],
    ['did:web:college.example:a%20b', 'https://college.example/a%20b/did.json'],
  ])('finds %s at %s', (did, url) => {
    expect(didWebUrl(did)).toBe(url)
  })

  it.each(['did:web:', 'did:web:a%2Fb', 'did:web:user%40host', 'did:web:host:..', 'did:web:host:%2E%2E', 'did:web:host:a%2Fb', 'did:web:host%3Aport', 'did:web:%E0%A4%A', 'did:key:z6Mk'])('refuses %s', (did) => {
    expect(() => didWebUrl(did)).toThrow(expect.objectContaining({ code: 'did/malformed' }))
  })
})

describe('didWeb()', () => {
  it('makes the identifier whose address it is', () => {
    expect(didWeb('https://node.example:8443', ['orgs', 'north'])).toBe('did:web:node.example%3A8443:orgs:north')
    expect(didWebUrl(didWeb('https://node.example', ['orgs', 'north']))).toBe('https://node.example/orgs/north/did.json')
  })

  it('refuses an address that is not a secure origin', () => {
    expect(() => didWeb('http://node.example')).toThrow(expect.objectContaining({ code: 'did/malformed' }))
    expect(() => didWeb('https://node.example/path')).toThrow(expect.objectContaining({ code: 'did/malformed' }))
  })
})

describe('didWebDocument()', () => {
  it('keeps retired keys for old credentials, but lets them authenticate nobody', () => {
    const did = 'did:web:college.example'
    const document = didWebDocument(did, [{ fragment: 'key-2', publicKey, isRetired: false }, { fragment: 'key-1', publicKey: retired, isRetired: true }])
    expect(findVerificationMethod(document, `${did}#key-2`, 'authentication')).toEqual(publicKey)
    expect(findVerificationMethod(document, `${did}#key-1`, 'assertionMethod')).toEqual(retired)
    expect(() => findVerificationMethod(document, `${did}#key-1`, 'authentication')).toThrow(expect.objectContaining({ code: 'did/method-not-allowed' }))
  })
})
