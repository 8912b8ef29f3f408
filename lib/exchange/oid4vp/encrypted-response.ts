import { CredentialError } from '../../credential/credential-error.ts'
import { isJsonObject, listOf, parseJsonObject } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { ExchangeError } from '../exchange-error.ts'

const keyBits = { A256GCM: 256, A128GCM: 128 } as const

/** How the content is encrypted; the first is taken wherever it is offered. */
export type ResponseEncryption = keyof typeof keyBits

/** See {@link ResponseEncryption}. */
export const responseEncryptions: readonly ResponseEncryption[] = ['A256GCM', 'A128GCM']

/** A public key on P-256 for ECDH-ES, as it stands in a JSON Web Key. */
export interface ResponseKey {
  readonly x: string
  readonly y: string
  readonly kid: string | undefined
}

/** For whom an answer is encrypted. */
export interface ResponseRecipient {
  readonly key: ResponseKey
  readonly encryption: ResponseEncryption
}

/** The private half of a {@link ResponseKey}. Secret: never log or show it. */
export interface ResponsePrivateKey extends ResponseKey {
  readonly d: string
}

/** Makes the key pair of one request. */
export async function makeResponseKey(kid: string): Promise<ResponsePrivateKey> {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  return { x, y, d, kid }
}

/** What a request says of the key for its answers (OpenID for Verifiable Presentations 1.0, "Encrypted Responses"). */
export function formatResponseKey({ x, y, kid }: ResponseKey): JsonObject {
  return {
    jwks: { keys: [{ kty: 'EC', crv: 'P-256', use: 'enc', alg: 'ECDH-ES', ...(kid === undefined ? {} : { kid }), x, y }] },
    encrypted_response_enc_values_supported: responseEncryptions,
  }
}

/** Finds a key for answers that is of a kind known here. Untrusted: the metadata of whoever asks. */
export function findRecipient(metadata: JsonObject): ResponseRecipient | undefined {
  const keys = isJsonObject(metadata['jwks']) ? listOf(metadata['jwks']['keys']) : []
  const found = keys.slice(0, 16).filter(isJsonObject).find(({ kty, crv, use = 'enc', alg = 'ECDH-ES' }) => kty === 'EC' && crv === 'P-256' && use === 'enc' && alg === 'ECDH-ES')
  if (found === undefined || typeof found['x'] !== 'string' || typeof found['y'] !== 'string') return undefined
  const offered = listOf(metadata['encrypted_response_enc_values_supported'] ?? metadata['authorization_encrypted_response_enc'] ?? 'A128GCM')
  const encryption = responseEncryptions.find((name) => offered.includes(name))
  return encryption === undefined ? undefined : { key: { x: found['x'], y: found['y'], kid: typeof found['kid'] === 'string' ? found['kid'] : undefined }, encryption }
}

/**
 * Encrypts an answer (RFC 7516, "JWE Compact Serialization"; RFC 7518, "Key Agreement with Elliptic Curve Diffie-Hellman Ephemeral Static").
 *
 * @throws ExchangeError `exchange/encryption-impossible` when the key is no point of the curve
 */
export async function encryptResponse(payload: JsonObject, { key, encryption }: ResponseRecipient, { randomBytes }: Pick<Cryptography, 'randomBytes'>): Promise<string> {
  const own = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', own.publicKey)
  const header = encodeBase64url(encodeUtf8(JSON.stringify({ alg: 'ECDH-ES', enc: encryption, ...(key.kid === undefined ? {} : { kid: key.kid }), epk: { kty: 'EC', crv: 'P-256', x, y } })))
  const contentKey = await agree(own.privateKey, key, { encryption }).catch((cause: unknown) => {
    throw new ExchangeError('exchange/encryption-impossible', 'Cannot encrypt the answer: the key of the other side is none', { cause })
  })
  const iv = randomBytes(12)
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encodeUtf8(header) }, contentKey, encodeUtf8(JSON.stringify(payload))))
  // Nothing wraps the key: both sides agree on it, and the second part stays empty.
  return [header, '', ...[iv, sealed.subarray(0, -16), sealed.subarray(-16)].map(encodeBase64url)].join('.')
}

/**
 * Opens an encrypted answer.
 *
 * Untrusted: the token. @throws ExchangeError `exchange/malformed` for whatever is wrong with it
 */
export async function decryptResponse(token: string, privateKey: ResponsePrivateKey): Promise<JsonObject> {
  const parts = token.split('.')
  const [header = '', wrapped, iv = '', ciphertext = '', tag = ''] = parts
  try {
    const { alg, enc, epk, apu, apv, zip, crit } = parseJsonObject(decodeBase64url(header))
    const encryption = responseEncryptions.find((name) => name === enc)
    if (parts.length !== 5 || wrapped !== '' || alg !== 'ECDH-ES' || encryption === undefined || zip !== undefined || crit !== undefined) throw malformed()
    const own = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: privateKey.x, y: privateKey.y, d: privateKey.d }, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
    const contentKey = await agree(own, ephemeralOf(epk), { encryption, apu: partyOf(apu), apv: partyOf(apv) })
    const sealed = concatBytes(decodeBase64url(ciphertext), decodeBase64url(tag))
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: decodeBase64url(iv), additionalData: encodeUtf8(header), tagLength: 128 }, contentKey, sealed)
    return parseJsonObject(new Uint8Array(opened))
  } catch (cause) {
    // WebCrypto tells a point off the curve, a wrong key and changed bytes by exceptions of the DOM, and all are the sender's.
    if (cause instanceof EncodingError || cause instanceof CredentialError || cause instanceof DOMException || cause instanceof TypeError) throw malformed(cause)
    throw cause
  }
}

function ephemeralOf(value: Json | undefined): Pick<ResponseKey, 'x' | 'y'> {
  if (!isJsonObject(value) || value['kty'] !== 'EC' || value['crv'] !== 'P-256' || typeof value['x'] !== 'string' || typeof value['y'] !== 'string') throw malformed()
  return { x: value['x'], y: value['y'] }
}

/** What both sides put into the key; some wallets name themselves by a nonce, and the other side by that of the request. */
function partyOf(value: Json | undefined): Uint8Array<ArrayBuffer> {
  if (value === undefined) return new Uint8Array()
  if (typeof value !== 'string' || value.length > 2_048) throw malformed()
  return decodeBase64url(value)
}

interface Agreement {
  readonly encryption: ResponseEncryption
  readonly apu?: Uint8Array<ArrayBuffer>
  readonly apv?: Uint8Array<ArrayBuffer>
}

const nobody = new Uint8Array()

/** RFC 7518, "Key Derivation for ECDH Key Agreement": one round of the Concat KDF. */
async function agree(own: CryptoKey, { x, y }: Pick<ResponseKey, 'x' | 'y'>, { encryption, apu = nobody, apv = nobody }: Agreement): Promise<CryptoKey> {
  const other = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256))
  const bits = keyBits[encryption]
  const input = concatBytes(uint32(1), secret, uint32(encryption.length), encodeUtf8(encryption), uint32(apu.length), apu, uint32(apv.length), apv, uint32(bits))
  const derived = new Uint8Array(await crypto.subtle.digest('SHA-256', input)).subarray(0, bits / 8)
  return crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function uint32(value: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

function malformed(cause?: unknown): ExchangeError {
  return new ExchangeError('exchange/malformed', 'Cannot open answer: it is not encrypted for this request', { cause })
}
