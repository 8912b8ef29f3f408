import { sha256, sha384 } from '@noble/hashes/sha2.js'
import type { Cryptography } from './cryptography.ts'

/**
 * Primitives on WebCrypto, for browsers and workers; what the browser lacks falls back to @noble/curves: Ed25519, and verification
 * under every curve. The arithmetic of curves is loaded at the first use of a key: a page that only opens a wallet does without.
 */
export const webCryptography: Cryptography = {
  sha256: (bytes) => sha256(bytes) as Uint8Array<ArrayBuffer>,
  sha384: (bytes) => sha384(bytes) as Uint8Array<ArrayBuffer>,
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  generateKey: async (type) => (await signatures()).generateKey(type),
  generateSigningKey: async (type) => (await signatures()).generateSigningKey(type),
  importSigningKey: async (jwk) => (await signatures()).importSigningKey(jwk),
  verifySignature: async (key, message, signature) => (await signatures()).verifySignature(key, message, signature),
  verifyRsaSignature: async (key, message, signature) => (await signatures()).verifyRsaSignature(key, message, signature),
}

const signatures = (): Promise<typeof import('./web-signatures.ts')> => import('./web-signatures.ts')
