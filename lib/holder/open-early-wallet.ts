import { md5 } from '@noble/hashes/legacy.js'
import { decodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { EverlearnedError } from '../error.ts'
import { HolderError } from './holder-error.ts'

/** How locked backups of early versions of Learner Credential Wallet begin. */
const prefix = /^\s*(?:locked_wallet|locked_profile|LOCKED):/

/** Tells whether a text is the locked backup of an early Learner Credential Wallet. */
export function isEarlyWallet(text: string): boolean {
  return prefix.test(text)
}

/**
 * Opens the locked backup of an early Learner Credential Wallet: AES-256 in CBC under a key of one round of MD5, as `openssl enc` once did
 * (OpenSSL, EVP_BytesToKey). Weak, and nothing in it tells a change from a wrong passphrase: it is read, and never written.
 *
 * @throws HolderError `holder/seal-broken`, `holder/wrap-malformed`
 */
export async function openEarlyWallet(text: string, passphrase: string): Promise<string> {
  const bytes = bytesOf(text.replace(prefix, '').trim())
  const [magic, salt, sealed] = [bytes.subarray(0, 8), bytes.subarray(8, 16), bytes.subarray(16)]
  if (!isSalted(magic) || sealed.length === 0 || sealed.length % 16 > 0) throw new HolderError('holder/wrap-malformed', 'Cannot open locked wallet: it is not sealed as such wallets seal')
  const derived = derive(encodeUtf8(passphrase), salt)
  const key = await crypto.subtle.importKey('raw', derived.slice(0, 32), 'AES-CBC', false, ['decrypt'])
  try {
    const opened = decodeUtf8(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: derived.slice(32, 48) }, key, sealed)))
    // A wrong passphrase leaves padding that looks right once in 256 times.
    JSON.parse(opened)
    return opened
  } catch (cause) {
    throw new HolderError('holder/seal-broken', 'Cannot open locked wallet: the passphrase is another, or its bytes were changed', { cause })
  }
}

/** `Salted__` */
function isSalted(magic: Uint8Array): boolean {
  return [0x53, 0x61, 0x6c, 0x74, 0x65, 0x64, 0x5f, 0x5f].every((byte, index) => magic[index] === byte)
}

function derive(passphrase: Uint8Array, salt: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = []
  for (let count = 0; count < 3; count += 1) blocks.push(md5(concatBytes(blocks.at(-1) ?? new Uint8Array(), passphrase, salt)))
  return concatBytes(...blocks)
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64(text)
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw new HolderError('holder/wrap-malformed', 'Cannot open locked wallet: it is not base64', { cause })
  }
}
