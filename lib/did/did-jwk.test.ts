import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyType } from '../crypto/cryptography.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { didJwk, didJwkDocument } from './did-jwk.ts'
import { resolveDid } from './resolve-did.ts'
import { findVerificationMethod } from './verification-method.ts'

const keyTypes: readonly KeyType[] = ['Ed25519', 'P-256', 'P-384']
const encoded = (text: string): string => `did:jwk:${encodeBase64url(encodeUtf8(text))}`

describe('did:jwk', () => {
  it('reads the example of its specification', async () => {
    const did = 'did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9'
    const resolution = await resolveDid(did, {})
    if (!('document' in resolution)) throw new Error('not resolved')
    expect(resolution.document).toMatchObject({ id: did, verificationMethod: [{ id: `${did}#0`, type: 'JsonWebKey2020', controller: did, publicKeyJwk: { kty: 'EC', crv: 'P-256' } }] })
    expect(didJwk(findVerificationMethod(resolution.document, `${did}#0`, 'assertionMethod'))).toBe(did)
  })

  it.each(keyTypes)('gives back every %s key', async (type) => {
    const { publicKey } = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey(type))
    const did = didJwk(publicKey)
    for (const relationship of ['assertionMethod', 'authentication'] as const) expect(findVerificationMethod(didJwkDocument(did), `${did}#0`, relationship)).toEqual(publicKey)
  })

  it('holds a key of a type that verifies nothing here, but does not use it', () => {
    const did = encoded('{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}')
    expect(() => findVerificationMethod(didJwkDocument(did), `${did}#0`, 'assertionMethod')).toThrow(expect.objectContaining({ code: 'did/method-malformed' }))
  })

  it('never signs with a key that is for encryption', () => {
    const did = encoded('{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"enc"}')
    expect(() => findVerificationMethod(didJwkDocument(did), `${did}#0`, 'assertionMethod')).toThrow(expect.objectContaining({ code: 'did/method-not-allowed' }))
  })

  it('refuses a key that shows its private half, or could be read as two', () => {
    const key = '"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"'
    for (const secret of ['"d":"AA"', '"k":"AA"', '"p":""']) expect(() => didJwkDocument(encoded(`{${key},${secret}}`))).toThrow(expect.objectContaining({ code: 'did/key-private' }))
    for (const text of [`{${key},"x":"AA"}`, `{${key},"__proto__":{}}`, '{}', '[]', 'null', '"x"', '{"kty":1}', '']) {
      expect(() => didJwkDocument(encoded(text))).toThrow(expect.objectContaining({ code: 'did/malformed' }))
    }
  })

  it('answers whatever it is asked', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.json().map((text) => encodeBase64url(encodeUtf8(text)))), async (text) => {
      const resolution = await resolveDid(`did:jwk:${text}`, {})
      expect('document' in resolution || resolution.error === 'invalidDid').toBe(true)
    }), { seed: 1 })
  })
})
