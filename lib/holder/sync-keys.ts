import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'

/** Where the devices of a wallet meet: a node, and the turn of the key that is in use there. */
export interface SyncPlace {
  /** The origin of the node: another node sees another channel, so two of them cannot tell that they keep the same wallet. */
  readonly node: string
  /** Empty at first, 32 random bytes after a device was shut out: what was derived before is then of no use. */
  readonly turn: Uint8Array<ArrayBuffer>
}

/** What one device needs to meet the others; all of it is secret but the channel. */
export interface SyncKeys {
  /** The name under which the node keeps the ciphertext: 128 bits, base64url. */
  readonly channel: string
  /** Lets its bearer read and write the channel, and says nothing about what is in it. */
  readonly token: string
  /** Seals each entry once more, AES-256-GCM: the record key alone does not open what is at the node. */
  readonly entryKey: CryptoKey
  /** Turns the id of an entry into a name that tells nothing (HMAC-SHA-256). */
  readonly nameKey: Uint8Array<ArrayBuffer>
}

/** The labels of the derivation (RFC 5869, `info`): changing one strands what is at the nodes. */
const labels = { root: 'everlearned wallet v1 sync key ', channel: 'sync channel', token: 'sync access', entry: 'sync entry', name: 'sync name' } as const

/** Derives the keys of one meeting place from the wallet's master key: a root for the place, and from it each key. */
export async function deriveSyncKeys(master: CryptoKey, { node, turn }: SyncPlace): Promise<SyncKeys> {
  const root = await crypto.subtle.importKey('raw', await bits(master, labels.root + node, 256, turn), 'HKDF', false, ['deriveBits', 'deriveKey'])
  const [channel, token, nameKey] = await Promise.all([bits(root, labels.channel, 128), bits(root, labels.token, 256), bits(root, labels.name, 256)])
  const entryKey = await crypto.subtle.deriveKey(hkdf(labels.entry), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return { channel: encodeBase64url(channel), token: encodeBase64url(token), entryKey, nameKey }
}

async function bits(key: CryptoKey, label: string, length: number, salt?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(label, salt), key, length))
}

function hkdf(label: string, salt: Uint8Array<ArrayBuffer> = new Uint8Array()): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt, info: encodeUtf8(label) }
}
