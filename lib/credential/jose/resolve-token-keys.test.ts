import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import { didWebDocument } from '../../did/did-web.ts'
import type { DidContext } from '../../did/resolve-did.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { issuerMetadataUrl } from './issuer-metadata.ts'
import { resolveTokenKeys, type TokenKeys } from './resolve-token-keys.ts'

const { publicKey } = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const other = (await cryptography.importSigningKey(await cryptography.generateKey('P-256'))).publicKey
const did = didKey(publicKey)
const method = didKeyVerificationMethod(publicKey)
const web = 'did:web:college.example'
const webDocument = didWebDocument(web, [{ fragment: 'key-1', publicKey, isRetired: false }, { fragment: 'key-2', publicKey: other, isRetired: true }]) as unknown as JsonObject
const issuer = 'https://college.example/issuers/1'
const metadataUrl = 'https://college.example/.well-known/jwt-vc-issuer/issuers/1'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' })
const jwks = { keys: [{ ...publicKeyToJwk(publicKey), kid: 'a' }, { ...rsa, kid: 'b' }, { kty: 'oct', k: 'AAAA', kid: 'c' }, { ...publicKeyToJwk(other), kid: 'd', d: 'AAAA' }] } as unknown as JsonObject

const find = (kid: string | undefined, signer: string | null, context: DidContext = {}, relationship: 'assertionMethod' | 'authentication' = 'assertionMethod'): Promise<TokenKeys> =>
  resolveTokenKeys({ kid, signer, relationship }, context)
const only = (verificationMethod: string, key = publicKey): TokenKeys => ({ keys: [{ publicKey: key, verificationMethod }] })

describe('resolveTokenKeys()', () => {
  it('finds the key of a did:key by its DID URL, its fragment, its DID or no name at all', async () => {
    for (const kid of [method, `#${method.split('#')[1]}`, method.split('#')[1], did, undefined]) expect(await find(kid, did)).toEqual(only(method))
    expect(await find(method, null)).toEqual(only(method))
  })

  it('finds the key of a did:jwk', async () => {
    const name = `did:jwk:${encodeBase64url(encodeUtf8(JSON.stringify(publicKeyToJwk(other))))}`
    for (const kid of [`${name}#0`, '#0', '0', name, undefined]) expect(await find(kid, name)).toEqual(only(`${name}#0`, other))
    expect(await find(`${name}#1`, name)).toMatchObject({ outcome: 'failed', code: 'proof/key-not-found' })
  })

  it('gives the key that is named, whoever the signer says to be: whose it is asks somebody else', async () => {
    expect(await find(method, web)).toEqual(only(method))
  })

  it('finds keys of did:web in documents at hand or fetched, retired ones for credentials only', async () => {
    const documents = { [web]: webDocument }
    expect(await find(`${web}#key-1`, web, { documents })).toEqual(only(`${web}#key-1`))
    expect(await find('key-2', web, { fetchDocument: async () => webDocument })).toEqual(only(`${web}#key-2`, other))
    expect(await find(undefined, web, { documents })).toMatchObject({ keys: [{ verificationMethod: `${web}#key-1` }, { verificationMethod: `${web}#key-2` }] })
    expect(await find('key-2', web, { documents }, 'authentication')).toMatchObject({ outcome: 'failed', code: 'proof/key-not-allowed' })
    expect(await find('key-3', web, { documents })).toMatchObject({ outcome: 'failed', code: 'proof/key-not-found', verificationMethod: `${web}#key-3` })
    expect(await find('key-1', web)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable', verificationMethod: `${web}#key-1` })
  })

  it('finds the keys of an issuer at an address in its metadata, RSA among them', async () => {
    const documents = { [metadataUrl]: { issuer, jwks } }
    expect(await find('a', issuer, { documents })).toEqual(only(`${issuer}#a`))
    expect(await find('b', issuer, { documents })).toMatchObject({ keys: [{ publicKey: { type: 'RSA' }, verificationMethod: `${issuer}#b` }] })
    expect(await find(undefined, issuer, { documents })).toMatchObject({ keys: [{ verificationMethod: `${issuer}#a` }, { verificationMethod: `${issuer}#b` }] })
    const fetchDocument = async (url: string): Promise<unknown> => (url === metadataUrl ? { issuer, jwks_uri: 'https://keys.example/' } : jwks)
    expect(await find('a', issuer, { fetchDocument })).toEqual(only(`${issuer}#a`))
  })

  it('finds them in a controlled identifier document of that address too', async () => {
    const document = { id: issuer, verificationMethod: [{ id: `${issuer}#r`, type: 'JsonWebKey', controller: issuer, publicKeyJwk: rsa }], assertionMethod: [`${issuer}#r`] } as unknown as JsonObject
    for (const kid of [`${issuer}#r`, 'r', undefined]) expect(await find(kid, issuer, { documents: { [issuer]: document } })).toMatchObject({ keys: [{ publicKey: { type: 'RSA' }, verificationMethod: `${issuer}#r` }] })
  })

  it('refuses metadata of another issuer, keys that show their private half, and shared secrets', async () => {
    expect(await find('a', issuer, { documents: { [metadataUrl]: { issuer: 'https://evil.example', jwks } } })).toMatchObject({ outcome: 'failed', code: 'proof/issuer-metadata-mismatch' })
    for (const kid of ['c', 'd', 'z']) expect(await find(kid, issuer, { documents: { [metadataUrl]: { issuer, jwks } } })).toMatchObject({ outcome: 'failed', code: 'proof/key-not-found' })
  })

  it('leaves open what is not at hand or cannot be fetched', async () => {
    for (const fetchDocument of [undefined, async () => 'text', async () => undefined, () => Promise.reject(new TypeError('down'))]) {
      expect(await find('a', issuer, { fetchDocument })).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable' })
    }
    for (const signer of ['http://college.example', 'urn:uuid:1', 'College']) expect(await find('a', signer)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable' })
  })

  it('fails when neither key nor signer is named, or by no DID that there is', async () => {
    for (const kid of [undefined, 'a', '#a', '']) expect(await find(kid, null)).toMatchObject({ outcome: 'failed', code: 'proof/key-unnamed' })
    expect(await find('did:example:1#a', issuer)).toMatchObject({ outcome: 'failed', code: 'proof/did-method-unsupported' })
    expect(await find('did:key:zzz#a', issuer)).toMatchObject({ outcome: 'failed' })
  })
})

describe('issuerMetadataUrl()', () => {
  it.each([
    ['https://a.example', 'https://a.example/.well-known/jwt-vc-issuer'], ['https://a.example/', 'https://a.example/.well-known/jwt-vc-issuer'],
    ['https://a.example:8443/t/1/', 'https://a.example:8443/.well-known/jwt-vc-issuer/t/1'], ['http://a.example', undefined], ['https://a.example?x', undefined], ['words', undefined],
  ])('%s: %s', (name, url) => {
    expect(issuerMetadataUrl(name)).toBe(url)
  })
})
