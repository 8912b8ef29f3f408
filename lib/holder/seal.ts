import type { Cryptography } from '../crypto/cryptography.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'

/** AES-GCM's own nonce length (NIST SP 800-38D, "Initialization Vectors"), put before the ciphertext. */
export const ivLength = 12
const tagLength = 16

/** What a seal is bound to: the same bytes never open under another purpose or name. */
export type Purpose = string

/** Encrypts bytes with AES-256-GCM: a fresh 12-byte IV, then ciphertext and tag. */
export async function seal(
  plaintext: Uint8Array<ArrayBuffer>,
  key: CryptoKey,
  { purpose, cryptography }: { readonly purpose: Purpose; readonly cryptography: Cryptography },
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = cryptography.randomBytes(ivLength)
  return concatBytes(iv, new Uint8Array(await crypto.subtle.encrypt(gcm(iv, purpose), key, plaintext)))
}

/**
 * Decrypts what {@link seal} made for the same purpose.
 *
 * @throws HolderError `holder/seal-broken` on another key, another purpose or one changed bit
 */
export async function unseal(sealed: Uint8Array<ArrayBuffer>, key: CryptoKey, purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
  if (sealed.length < ivLength + tagLength) throw new HolderError('holder/seal-broken', 'Cannot open sealed bytes: too short')
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(sealed.slice(0, ivLength), purpose), key, sealed.slice(ivLength)))
  } catch (cause) {
    throw new HolderError('holder/seal-broken', 'Cannot open sealed bytes: wrong key or changed bytes', { cause })
  }
}

/** Imports 32 bytes as an AES-256-GCM key that cannot be read back. */
export function importSealKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function gcm(iv: Uint8Array<ArrayBuffer>, purpose: Purpose): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encodeUtf8(purpose) }
}
