import { compactDecrypt, CompactEncrypt, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { decryptResponse, encryptResponse, findRecipient, formatResponseKey, makeResponseKey } from './encrypted-response.ts'

const key = await makeResponseKey('k1')
const payload = { vp_token: { badge: ['x'] }, state: 's' }
const jwk = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y, d: key.d }

describe('an encrypted answer', () => {
  it.each(['A256GCM', 'A128GCM'] as const)('is opened by another implementation, and theirs here: %s', async (enc) => {
    const token = await encryptResponse(payload, { key, encryption: enc }, cryptography)
    const { plaintext, protectedHeader } = await compactDecrypt(token, await importJWK(jwk, 'ECDH-ES'))
    expect(JSON.parse(decodeUtf8(new Uint8Array(plaintext)))).toEqual(payload)
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc, kid: 'k1' })
    const encrypting = new CompactEncrypt(encodeUtf8(JSON.stringify(payload))).setProtectedHeader({ alg: 'ECDH-ES', enc })
    encrypting.setKeyManagementParameters({ apu: encodeUtf8('wallet'), apv: encodeUtf8('nonce') })
    const { d: _, ...publicJwk } = jwk
    expect(await decryptResponse(await encrypting.encrypt(await importJWK(publicJwk, 'ECDH-ES')), key)).toEqual(payload)
  })

  it('is opened with its own key alone, and only as it was sealed', async () => {
    const token = await encryptResponse(payload, { key, encryption: 'A256GCM' }, cryptography)
    const refused = { code: 'exchange/malformed' }
    await expect(decryptResponse(token, await makeResponseKey('k2'))).rejects.toMatchObject(refused)
    for (let part = 0; part < 5; part += 1) {
      const parts = token.split('.')
      parts[part] = `${parts[part]}AAAA`
      await expect(decryptResponse(parts.join('.'), key)).rejects.toMatchObject(refused)
    }
    for (const text of ['', '....', 'a.b.c', `${token}.x`]) await expect(decryptResponse(text, key)).rejects.toMatchObject(refused)
  })

  it('is for the key that the request names, in the strongest form that it takes', async () => {
    expect(findRecipient(formatResponseKey(key))).toEqual({ key: { x: key.x, y: key.y, kid: 'k1' }, encryption: 'A256GCM' })
    expect(findRecipient({ jwks: { keys: [{ kty: 'EC', crv: 'P-256', use: 'sig', x: key.x, y: key.y }, { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }] } })).toEqual({ key: { x: key.x, y: key.y, kid: undefined }, encryption: 'A128GCM' })
    expect(findRecipient({ jwks: { keys: [{ kty: 'OKP', crv: 'X25519', x: key.x }] } })).toBeUndefined()
    expect(findRecipient({ ...formatResponseKey(key), encrypted_response_enc_values_supported: ['A128CBC-HS256'] })).toBeUndefined()
    await expect(encryptResponse(payload, { key: { x: key.x, y: key.x, kid: undefined }, encryption: 'A256GCM' }, cryptography)).rejects.toMatchObject({ code: 'exchange/encryption-impossible' })
  })
})
