import { createHash, randomBytes } from 'node:crypto'
import { clientAuthenticationNone, setGlobalConfig, type CallbackContext } from '@openid4vc/oauth2'
import { parseJws, signJws } from 'everlearned/credential'
import { decodeMultikey, publicKeyFromJwk, publicKeyToJwk, type SigningKey } from 'everlearned/crypto'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'

/** What clients and issuers of another make need of the program around them: primitives, nothing of the protocol. For tests. */
export function callbacksFor(signingKey: SigningKey): Omit<CallbackContext, 'decryptJwe' | 'encryptJwe'> {
  setGlobalConfig({ allowInsecureUrls: true })
  const own = { ...publicKeyToJwk(signingKey.publicKey) }
  return {
    fetch: (url, init) => fetch(url as string, init as RequestInit),
    hash: (bytes, algorithm) => createHash(algorithm.replace('-', '')).update(bytes).digest(),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationNone({ clientId: 'another-wallet' }),
    signJwt: async (_signer, { header, payload }) => ({ jwt: await signJws(header as JsonObject, payload as JsonObject, signingKey), signerJwk: own }),
    verifyJwt: async (signer, { compact }) => {
      const publicKey = signer.method === 'jwk' ? publicKeyFromJwk(signer.publicJwk as Parameters<typeof publicKeyFromJwk>[0]) : signer.method === 'did' ? decodeMultikey(signer.didUrl.split('#')[1] ?? '') : signingKey.publicKey
      const { input, signature } = parseJws(compact)
      const verified = await cryptography.verifySignature(publicKey, input, signature)
      return verified ? { verified, signerJwk: { ...publicKeyToJwk(publicKey) } } : { verified: false }
    },
  }
}
