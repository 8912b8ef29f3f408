import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'
import { checkPassphrase } from './passphrase-strength.ts'
import type { Cryptography } from '../crypto/cryptography.ts'

/** Rounds of PBKDF2 with SHA-512: about a second on a phone. */
const rounds = 600_000

/** Untrusted: a file names its own rounds; beyond these a phone would hang. */
const maxRounds = 2_000_000
const minRounds = 1_000

const algorithm = 'PBES2-HS512+A256KW'

/** The parts of a token that a passphrase opens, whichever way it was written. */
export interface PassphraseSealed {
  /** The salt of the passphrase, as PBKDF2 takes it. */
  readonly salt: Uint8Array<ArrayBuffer>
  readonly rounds: number
  readonly wrappedKey: Uint8Array<ArrayBuffer>
  readonly iv: Uint8Array<ArrayBuffer>
  /** Ciphertext, then tag. */
  readonly sealed: Uint8Array<ArrayBuffer>
  readonly authenticated: Uint8Array<ArrayBuffer>
}

/**
 * Seals text with a passphrase so that any library of JOSE opens it again (RFC 7516, "JWE Compact Serialization"; RFC 7518, "Key Encryption
 * with PBES2"). The wallet's own seals are stronger; this one is for other programs.
 *
 * @throws HolderError `holder/passphrase-weak`
 */
export async function sealAsJwe(text: string, passphrase: string, cryptography: Cryptography): Promise<string> {
  checkPassphrase(passphrase)
  const input = cryptography.randomBytes(16)
  const header = encodeBase64url(encodeUtf8(JSON.stringify({ alg: algorithm, enc: 'A256GCM', p2s: encodeBase64url(input), p2c: rounds, typ: 'JWE', cty: 'application/json' })))
  const wrapping = await wrappingKey(passphrase, saltOf(input), rounds)
  const key = await crypto.subtle.importKey('raw', cryptography.randomBytes(32), 'AES-GCM', true, ['encrypt'])
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('raw', key, wrapping, 'AES-KW'))
  const iv = cryptography.randomBytes(12)
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encodeUtf8(header) }, key, encodeUtf8(text)))
  return [header, ...[wrapped, iv, sealed.subarray(0, -16), sealed.subarray(-16)].map(encodeBase64url)].join('.')
}

/**
 * Opens what {@link sealAsJwe} made.
 *
 * @throws HolderError `holder/seal-broken` on a wrong passphrase or changed bytes, `holder/wrap-malformed` on what is no such token
 */
export function openJwe(jwe: string, passphrase: string): Promise<string> {
  const [header = '', wrapped = '', iv = '', ciphertext = '', tag = '', ...more] = jwe.trim().split('.')
  const { alg, enc, p2s, p2c } = readHeader(header)
  if (more.length > 0 || alg !== algorithm || enc !== 'A256GCM' || typeof p2s !== 'string' || typeof p2c !== 'number') throw malformed()
  return openSealed({
    salt: saltOf(decoded(p2s)), rounds: p2c, wrappedKey: decoded(wrapped), iv: decoded(iv), sealed: concatBytes(decoded(ciphertext), decoded(tag)), authenticated: encodeUtf8(header),
  }, passphrase)
}

/**
 * Opens what PBKDF2 with SHA-512, AES key wrap and AES-GCM sealed.
 *
 * @throws HolderError `holder/seal-broken`, `holder/wrap-malformed`
 */
export async function openSealed({ salt, rounds: asked, wrappedKey, iv, sealed, authenticated }: PassphraseSealed, passphrase: string): Promise<string> {
  if (!Number.isInteger(asked) || asked < minRounds || asked > maxRounds || salt.length > 256) throw malformed()
  try {
    const key = await crypto.subtle.unwrapKey('raw', wrappedKey, await wrappingKey(passphrase, salt, asked), 'AES-KW', 'AES-GCM', false, ['decrypt'])
    return decodeUtf8(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: authenticated }, key, sealed)))
  } catch (cause) {
    throw new HolderError('holder/seal-broken', 'Cannot open sealed text: wrong passphrase or changed bytes', { cause })
  }
}

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey('raw', encodeUtf8(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-512', salt, iterations }, key, { name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** RFC 7518, "'p2s' (PBES2 Salt Input) Header Parameter": the algorithm, a zero, the random bytes. */
function saltOf(input: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeUtf8(algorithm), Uint8Array.of(0), input)
}

function readHeader(header: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decodeUtf8(decodeBase64url(header)))
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch (cause) {
    throw malformed(cause)
  }
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64url(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): HolderError {
  return new HolderError('holder/wrap-malformed', 'Cannot open sealed text: it is not sealed in a way that is known here', { cause })
}
