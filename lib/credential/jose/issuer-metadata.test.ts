import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { fetchIssuerKeys, issuerMetadataUrl } from './issuer-metadata.ts'
import { isKeyError, readTokenKey } from './read-token-key.ts'

const issuer = 'https://college.example/issuers/1'
const url = 'https://college.example/.well-known/jwt-vc-issuer/issuers/1'
const { publicKey } = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const jwk: JsonObject = { ...publicKeyToJwk(publicKey), kid: 'k1' }
const keysIn = (metadata: unknown, kid: string | undefined = 'k1', more: Record<string, unknown> = {}): ReturnType<typeof fetchIssuerKeys> => fetchIssuerKeys(issuer, kid, { documents: { [url]: metadata, ...more } })

describe('issuerMetadataUrl()', () => {
  it.each<[string, string | undefined]>([
    ['https://college.example', 'https://college.example/.well-known/jwt-vc-issuer'],
    ['https://college.example/', 'https://college.example/.well-known/jwt-vc-issuer'],
    ['https://college.example:8443/a', 'https://college.example:8443/.well-known/jwt-vc-issuer/a'],
    ['https://college.example/a/b/', 'https://college.example/.well-known/jwt-vc-issuer/a/b'],
    ['https://college.example/a/../b', 'https://college.example/.well-known/jwt-vc-issuer/b'],
    ['http://college.example', undefined],
    ['did:web:college.example', undefined],
    ['https://college.example/?a=b', undefined],
    ['https://college.example/#a', undefined],
    ['file:///etc/passwd', undefined],
    ['college.example', undefined],
    ['', undefined],
  ])('%s: %s', (address, expected) => {
    expect(issuerMetadataUrl(address)).toBe(expected)
  })
})

describe('fetchIssuerKeys()', () => {
  it('gives the key that is named, or all when none is, in the metadata or where they say', async () => {
    const other = { ...jwk, kid: 'k2' }
    expect(await keysIn({ issuer, jwks: { keys: [other, jwk] } })).toEqual({ keys: [{ publicKey, verificationMethod: `${issuer}#k1` }] })
    expect(await fetchIssuerKeys(issuer, undefined, { documents: { [url]: { issuer, jwks: { keys: [other, jwk] } } } })).toMatchObject({ keys: [{ verificationMethod: `${issuer}#k2` }, { verificationMethod: `${issuer}#k1` }] })
    expect(await keysIn({ issuer, jwks_uri: 'https://keys.example/' }, 'k1', { 'https://keys.example/': { keys: [jwk] } })).toMatchObject({ keys: [{ publicKey }] })
    expect(await fetchIssuerKeys(issuer, 'k1', { fetchDocument: async (address) => (address === url ? { issuer, jwks: { keys: [jwk] } } : undefined) })).toMatchObject({ keys: [{ publicKey }] })
  })

  it.each<[string, unknown]>([
    ['of another issuer', { issuer: 'https://college.example', jwks: { keys: [jwk] } }],
    ['of an issuer that is spelled otherwise', { issuer: `${issuer}/`, jwks: { keys: [jwk] } }],
    ['of nobody', { jwks: { keys: [jwk] } }],
  ])('fails metadata %s', async (_what, metadata) => {
    expect(await keysIn(metadata)).toMatchObject({ outcome: 'failed', code: 'proof/issuer-metadata-mismatch' })
  })

  it.each<[string, unknown]>([
    ['no keys', { issuer, jwks: { keys: [] } }],
    ['another key', { issuer, jwks: { keys: [{ ...jwk, kid: 'k2' }] } }],
    ['a key without a name', { issuer, jwks: { keys: [publicKeyToJwk(publicKey)] } }],
    ['a key that shows its private half', { issuer, jwks: { keys: [{ ...jwk, d: 'AA' }] } }],
    ['a shared secret', { issuer, jwks: { keys: [{ kty: 'oct', k: 'AA', kid: 'k1' }] } }],
    ['a point that lies on no curve', { issuer, jwks: { keys: [{ ...jwk, y: jwk['x'] }] } }],
    ['keys that are none', { issuer, jwks: { keys: ['k1', null, [jwk]] } }],
    ['keys that are no list', { issuer, jwks: { keys: 'k1' } }],
    ['the key behind a thousand others', { issuer, jwks: { keys: [...Array.from({ length: 1_000 }, () => ({ kid: 'other' })), jwk] } }],
  ])('fails %s', async (_what, metadata) => {
    expect(await keysIn(metadata)).toMatchObject({ outcome: 'failed', code: 'proof/key-not-found' })
  })

  it.each<[string, unknown]>([
    ['no object', 'words'],
    ['a list', [{ issuer }]],
    ['no set of keys', { issuer }],
    ['a set that is none', { issuer, jwks: [jwk] }],
    ['keys at an address that is not secure', { issuer, jwks_uri: 'http://keys.example/' }],
    ['keys at an address of a file', { issuer, jwks_uri: 'file:///etc/passwd' }],
  ])('leaves %s open', async (_what, metadata) => {
    const insecure = { 'http://keys.example/': { keys: [jwk] }, 'file:///etc/passwd': { keys: [jwk] } }
    expect(await keysIn(metadata, 'k1', insecure)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable', verificationMethod: `${issuer}#k1` })
  })

  it('leaves open what cannot be fetched, and asks nothing of an issuer that is at no address', async () => {
    const asked: string[] = []
    const fetchDocument = async (address: string): Promise<unknown> => {
      asked.push(address)
      throw new Error('down')
    }
    expect(await fetchIssuerKeys(issuer, undefined, { fetchDocument })).toMatchObject({ outcome: 'unknown' })
    for (const address of ['did:web:college.example', 'http://college.example', '__proto__']) expect(await fetchIssuerKeys(address, undefined, { fetchDocument })).toMatchObject({ outcome: 'unknown' })
    expect(asked).toEqual([url])
  })
})

describe('readTokenKey()', () => {
  it('reads RSA beside the others', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }) as JsonObject
    expect(readTokenKey(rsa).type).toBe('RSA')
    expect(readTokenKey(jwk)).toEqual(publicKey)
  })

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['RSA with its private half', { kty: 'RSA', n: 'AQAB', e: 'AQAB', d: 'AQAB' }],
    ['RSA that is too short', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['RSA of numbers', { kty: 'RSA', n: 7, e: 3 }],
    ['a curve that is not known', { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }],
    ['coordinates of the wrong length', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }],
    ['a kind that is not known', { kty: 'AKP', pub: 'AA' }],
  ])('refuses %s by an error of keys', (_what, value) => {
    let thrown: unknown
    try {
      readTokenKey(value)
    } catch (error) {
      thrown = error
    }
    expect(isKeyError(thrown)).toBe(true)
    expect(isKeyError(new TypeError('x'))).toBe(false)
  })
})
