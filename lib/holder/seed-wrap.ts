import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import { argon2idDefaults, type Argon2idParameters, derivePassphraseKey } from './passphrase-key.ts'
import { checkPassphrase } from './passphrase-strength.ts'
import { importSealKey, seal, unseal } from './seal.ts'

/** The wallet seed, wrapped with a key from a passphrase (argon2id, RFC 9106); the parameters travel with it. */
export interface PassphraseWrap extends Argon2idParameters {
  readonly method: 'passphrase'
  readonly id: string
  readonly createdAt: string
  readonly salt: string
  readonly sealed: string
}

/** The wallet seed, wrapped with a key from a passkey's pseudo-random function (Web Authentication Level 3, "prf extension"). */
export interface PasskeyWrap {
  readonly method: 'passkey'
  readonly id: string
  readonly createdAt: string
  readonly credentialId: string
  /** What the authenticator's function is evaluated at. */
  readonly salt: string
  readonly sealed: string
}

/** One way to unlock a wallet on one device. Holds no plaintext. */
export type SeedWrap = PassphraseWrap | PasskeyWrap

/** What making a wrap needs from its surroundings. */
export interface WrapContext {
  readonly cryptography: Cryptography
  readonly now: Date
}

/**
 * Wraps the seed with a passphrase.
 *
 * @throws HolderError `holder/passphrase-weak`
 */
export async function wrapWithPassphrase(seed: Uint8Array<ArrayBuffer>, passphrase: string, context: WrapContext): Promise<PassphraseWrap> {
  checkPassphrase(passphrase)
  const salt = context.cryptography.randomBytes(16)
  const bare = { method: 'passphrase' as const, ...stamp(context), salt: encodeBase64url(salt), ...argon2idDefaults }
  const key = await importSealKey(await derivePassphraseKey(passphrase, salt, argon2idDefaults))
  return { ...bare, sealed: encodeBase64url(await seal(seed, key, { purpose: purposeOf(bare), cryptography: context.cryptography })) }
}

/** Wraps the seed with the 32-byte output of a passkey's PRF at `salt`. */
export async function wrapWithPasskey(
  seed: Uint8Array<ArrayBuffer>,
  passkey: { readonly credentialId: Uint8Array; readonly salt: Uint8Array; readonly output: Uint8Array<ArrayBuffer> },
  context: WrapContext,
): Promise<PasskeyWrap> {
  const bare = {
    method: 'passkey' as const,
    ...stamp(context),
    credentialId: encodeBase64url(passkey.credentialId),
    salt: encodeBase64url(passkey.salt),
  }
  const key = await passkeyKey(passkey.output)
  return { ...bare, sealed: encodeBase64url(await seal(seed, key, { purpose: purposeOf(bare), cryptography: context.cryptography })) }
}

/**
 * Opens a wrap with its passphrase.
 *
 * @throws HolderError `holder/seal-broken` on a wrong passphrase or a tampered wrap, `holder/wrap-malformed` on parameters out of bounds
 */
export async function unwrapWithPassphrase(wrap: PassphraseWrap, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await importSealKey(await derivePassphraseKey(passphrase, decodeBase64url(wrap.salt), wrap))
  return unseal(decodeBase64url(wrap.sealed), key, purposeOf(wrap))
}

/**
 * Opens a wrap with the output of its passkey's PRF at the wrap's salt.
 *
 * @throws HolderError `holder/seal-broken` on another passkey or a tampered wrap
 */
export async function unwrapWithPasskey(wrap: PasskeyWrap, output: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return unseal(decodeBase64url(wrap.sealed), await passkeyKey(output), purposeOf(wrap))
}

/** Everything of a wrap but its ciphertext is authenticated: nobody lowers a parameter or swaps an id unseen. */
function purposeOf(wrap: SeedWrap | Omit<PassphraseWrap, 'sealed'> | Omit<PasskeyWrap, 'sealed'>): string {
  return `everlearned wallet v1 seed wrap ${canonicalJson({ ...wrap, sealed: '' })}`
}

function stamp({ cryptography, now }: WrapContext): { readonly id: string; readonly createdAt: string } {
  return { id: encodeBase64url(cryptography.randomBytes(16)), createdAt: now.toISOString() }
}

/** The PRF output is keyed by the authenticator; HKDF ties it to this use alone (RFC 5869). */
async function passkeyKey(output: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const master = await crypto.subtle.importKey('raw', output, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encodeUtf8('everlearned wallet v1 passkey wrap') }
  return crypto.subtle.deriveKey(hkdf, master, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
