import type { PrivateKeyJwk } from '../crypto/cryptography.ts'
import { ed25519Jwk } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'

/** Length of the wallet seed, from which every key of the wallet is derived. */
export const seedLength = 32

/** The keys of an unlocked wallet; they live in memory only. */
export interface WalletKeys {
  /** Encrypts what the wallet stores: AES-256-GCM, not extractable. */
  readonly recordKey: CryptoKey
  /** The key pair for one issuer: another issuer never sees the same key, so two of them cannot join a person by DID. */
  subjectKey(issuer: string): Promise<PrivateKeyJwk>
}

/** The labels of the derivation (RFC 5869, `info`): changing one loses every wallet. */
const labels = { record: 'everlearned wallet v1 record key', subject: 'everlearned wallet v1 subject key Ed25519 ' } as const

/**
 * Derives the keys of a wallet from its seed with HKDF-SHA-256 (RFC 5869).
 *
 * @throws HolderError `holder/seed-malformed` when the seed is not 32 bytes
 */
export async function deriveWalletKeys(seed: Uint8Array<ArrayBuffer>): Promise<WalletKeys> {
  if (seed.length !== seedLength) throw new HolderError('holder/seed-malformed', `Cannot derive wallet keys: the seed must have ${seedLength} bytes`)
  const master = await crypto.subtle.importKey('raw', seed, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const recordKey = await crypto.subtle.deriveKey(hkdf(labels.record), master, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return {
    recordKey,
    subjectKey: async (issuer) => ed25519Jwk(new Uint8Array(await crypto.subtle.deriveBits(hkdf(labels.subject + issuer), master, 256))),
  }
}

/** The seed is uniformly random, so the salt stays empty (RFC 5869, "To Salt or not to Salt"). */
function hkdf(label: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encodeUtf8(label) }
}
