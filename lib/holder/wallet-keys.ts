import type { PrivateKeyJwk } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'
import { deriveSyncKeys, type SyncKeys, type SyncPlace } from './sync-keys.ts'

/** Length of the wallet seed, from which every key of the wallet is derived. */
export const seedLength = 32

/** The kinds of key by which an issuer may know a holder. */
export type SubjectKeyType = 'Ed25519' | 'P-256'

/** The keys of an unlocked wallet; they live in memory only. */
export interface WalletKeys {
  /** Encrypts what the wallet stores: AES-256-GCM, not extractable. */
  readonly recordKey: CryptoKey
  /** The key pair for one issuer, Ed25519 unless another type is asked: another issuer never sees the same key, so two of them cannot join a person by DID. */
  subjectKey(issuer: string, type?: SubjectKeyType): Promise<PrivateKeyJwk>
  /** The keys by which the devices of this wallet meet at one node. */
  syncKeys(place: SyncPlace): Promise<SyncKeys>
}

/** The labels of the derivation (RFC 5869, `info`): changing one loses every wallet. */
const labels = {
  'record': 'everlearned wallet v1 record key',
  'Ed25519': 'everlearned wallet v1 subject key Ed25519 ',
  'P-256': 'everlearned wallet v1 subject key P-256 ',
} as const

/**
 * Derives the keys of a wallet from its seed with HKDF-SHA-256 (RFC 5869).
 *
 * @throws HolderError `holder/seed-malformed` when the seed is not 32 bytes
 */
export async function deriveWalletKeys(seed: Uint8Array<ArrayBuffer>): Promise<WalletKeys> {
  if (seed.length !== seedLength) throw new HolderError('holder/seed-malformed', `Cannot derive wallet keys: the seed must have ${seedLength} bytes`)
  const master = await crypto.subtle.importKey('raw', seed, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const recordKey = await crypto.subtle.deriveKey(hkdf(labels.record), master, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const bits = async (label: string, length: number): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await crypto.subtle.deriveBits(hkdf(label), master, length))
  return {
    recordKey,
    subjectKey: async (issuer, type = 'Ed25519') => {
      // Opening a wallet derives no such key, and does without the arithmetic of curves.
      const { ed25519Jwk, p256Jwk } = await import('../crypto/secret-jwk.ts')
      return type === 'Ed25519' ? ed25519Jwk(await bits(labels[type] + issuer, 256)) : p256Jwk(await bits(labels[type] + issuer, 384))
    },
    syncKeys: (place) => deriveSyncKeys(master, place),
  }
}

/** The seed is uniformly random, so the salt stays empty (RFC 5869, "To Salt or not to Salt"). */
function hkdf(label: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encodeUtf8(label) }
}
