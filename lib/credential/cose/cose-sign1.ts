import { decode, encode, Tagged } from 'cborg'
import type { KeyType, SigningKey } from '../../crypto/cryptography.ts'
import { decodeUtf8, encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { CredentialError } from '../credential-error.ts'
import type { SignedMessage } from '../jose/signed-message.ts'
import { maxCredentialBytes, parseJsonObject } from '../parse-json.ts'

/** The one tag of a COSE_Sign1 message (RFC 9052, "COSE_Sign1 Structure"). */
const sign1Tag = 18

/** Header parameters (RFC 9052, "Common COSE Header Parameters"; RFC 9596 for `typ`) and their names in JOSE. */
const parameters = { 1: 'alg', 2: 'crit', 3: 'cty', 4: 'kid', 16: 'typ' } as const

/** Algorithms of RFC 9053 and RFC 9864 and their names in JOSE. */
const algorithms: readonly { readonly id: number; readonly name: string }[] = [
  { id: -8, name: 'EdDSA' }, { id: -19, name: 'Ed25519' }, { id: -7, name: 'ES256' }, { id: -9, name: 'ES256' }, { id: -35, name: 'ES384' }, { id: -51, name: 'ES384' }, { id: -257, name: 'RS256' },
  { id: -36, name: 'ES512' }, { id: -52, name: 'ES512' }, { id: -37, name: 'PS256' },
]

/** The algorithm that new messages name for a type of key. */
const idOfKeyType: Readonly<Record<KeyType, number>> = { 'Ed25519': -8, 'P-256': -7, 'P-384': -35, 'P-521': -36 }

/** Signs a document as COSE_Sign1 (Securing Verifiable Credentials using JOSE and COSE, "Securing with COSE"). */
export async function signCose({ typ, kid }: { readonly typ: string; readonly kid: string }, document: JsonObject, signingKey: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
  const header = encodeCbor(new Map<number, unknown>([[1, idOfKeyType[signingKey.publicKey.type]], [4, encodeUtf8(kid)], [16, typ]]))
  const payload = encodeUtf8(JSON.stringify(document))
  const signature = await signingKey.sign(signedBytes(header, payload))
  return encodeCbor(new Tagged(sign1Tag, [header, new Map(), payload, signature]))
}

/** Tells whether bytes begin as a tagged COSE_Sign1 message does. */
export function isCose(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd2 && bytes[1] === 0x84
}

/**
 * Takes a COSE_Sign1 message with a JSON payload apart.
 *
 * Untrusted: at most {@link maxCredentialBytes}; header parameters outside the protected ones are not looked at.
 *
 * @throws CredentialError `credential/token-malformed`, `credential/too-large`, or as {@link parseJsonObject} does
 */
export function parseCose(bytes: Uint8Array<ArrayBuffer>): SignedMessage {
  if (bytes.length > maxCredentialBytes) throw new CredentialError('credential/too-large', `Cannot read token: more than ${maxCredentialBytes} bytes`)
  const parts = isCose(bytes) ? decodeCbor(bytes.subarray(1)) : undefined
  if (!Array.isArray(parts) || parts.length !== 4) throw malformed('it is not four parts under the tag of COSE_Sign1')
  const [header, unprotected, payload, signature] = parts as readonly unknown[]
  if (!(header instanceof Uint8Array) || !(unprotected instanceof Map) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) throw malformed('one of its parts is of the wrong kind')
  return {
    header: readHeader(header.length === 0 ? new Map() : decodeCbor(header)),
    payload: parseJsonObject(new Uint8Array(payload)),
    input: signedBytes(header, payload),
    signature: new Uint8Array(signature),
    // What stands outside the protected header could be changed by anybody and so is no part of what was signed.
    tokenBytes: encodeCbor(new Tagged(sign1Tag, [header, new Map(), payload, signature])),
  }
}

/** RFC 9052, "Signing and Verification Process". */
function signedBytes(header: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeCbor(['Signature1', header, new Uint8Array(), payload])
}

function readHeader(header: unknown): JsonObject {
  if (!(header instanceof Map)) throw malformed('its protected header is no map')
  const read: Record<string, JsonObject[string]> = {}
  for (const [key, value] of header as ReadonlyMap<unknown, unknown>) {
    const name = typeof key === 'number' && Object.hasOwn(parameters, key) ? parameters[key as keyof typeof parameters] : undefined
    if (name === 'alg') read[name] = algorithms.find(({ id }) => id === value)?.name ?? `COSE ${String(value).slice(0, 20)}`
    else if (name === 'kid') read[name] = textOf(value)
    else if (name === 'crit') read[name] = true
    else if (name !== undefined) read[name] = typeof value === 'string' ? value : true
  }
  return read
}

/** A key is named by bytes, which hold text. */
function textOf(value: unknown): string {
  try {
    if (value instanceof Uint8Array) return decodeUtf8(value)
  } catch (cause) {
    if (!(cause instanceof EncodingError)) throw cause
  }
  if (typeof value === 'string') return value
  throw malformed('its key is named by what is no text')
}

function encodeCbor(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(value))
}

/** Untrusted: whatever the library makes of malformed bytes, too deep nesting among it, is told in one way. */
function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false, allowUndefined: false })
  } catch (cause) {
    throw malformed('it is no CBOR', cause)
  }
}

function malformed(state: string, cause?: unknown): CredentialError {
  return new CredentialError('credential/token-malformed', `Cannot read COSE message: ${state}`, { cause })
}
