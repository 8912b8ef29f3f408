import * as jose from 'jose'
import { describe, expect, it } from 'vitest'
import { rsaPublicKey } from '../../crypto/rsa-public-key.ts'
import { publicKeyFromJwk, publicKeyToJwk, type PublicKeyJwk } from '../../crypto/public-key.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { issueToken } from '../issue-token.ts'
import type { VerificationKey } from './jose-algorithm.ts'
import { parseJws } from './jws.ts'
import { verifyMessage } from './verify-message.ts'

const now = new Date('2026-11-21T12:00:00Z')
const kid = 'https://college.example/issuers/1#key-0'
const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], 'issuer': 'https://college.example/issuers/1',
  'credentialSubject': { id: 'did:example:1', name: 'Ünïcode 🎓' },
}

async function theirKey(alg: string): Promise<{ readonly privateKey: jose.CryptoKey; readonly publicKey: VerificationKey }> {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true })
  const jwk = await jose.exportJWK(publicKey)
  return { privateKey, publicKey: jwk.kty === 'RSA' ? rsaPublicKey(jwk.n ?? '', jwk.e ?? '') : publicKeyFromJwk(jwk as unknown as PublicKeyJwk) }
}

describe('tokens and another implementation of JOSE', () => {
  it.each([['EdDSA'], ['ES256'], ['ES384'], ['ES512'], ['RS256']])('verify here what it signed with %s', async (alg) => {
    const { privateKey, publicKey } = await theirKey(alg)
    const token = await new jose.SignJWT(credential).setProtectedHeader({ alg, typ: 'vc+jwt', kid }).sign(privateKey)
    const context = { cryptography, now, types: ['vc+jwt'], findKeys: async () => ({ keys: [{ publicKey, verificationMethod: kid }] }) }
    expect(await verifyMessage(parseJws(token), context)).toMatchObject({ outcome: 'passed', cryptosuite: alg })
    expect(await verifyMessage(parseJws(token.replace(/^[^.]+/, (header) => jose.base64url.encode(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(jose.base64url.decode(header))) as object, x: 1 })))), context)).toMatchObject({ outcome: 'failed' })
  })

  it.each([['Ed25519'], ['P-256'], ['P-384'], ['P-521']] as const)('verify there when signed here with %s', async (type) => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
    const token = await issueToken(credential, { form: 'jose', content: 'credential' }, { signingKey, verificationMethod: kid, cryptography })
    const { payload, protectedHeader } = await jose.jwtVerify(String(token), await jose.importJWK({ ...publicKeyToJwk(signingKey.publicKey) }, algorithms[type]), { typ: 'vc+jwt' })
    expect(payload).toEqual(credential)
    expect(protectedHeader).toEqual({ alg: algorithms[type], typ: 'vc+jwt', cty: 'vc', kid })
  })
})

const algorithms = { 'Ed25519': 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' } as const
