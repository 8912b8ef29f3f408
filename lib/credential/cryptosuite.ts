import type { Cryptography, KeyType } from '../crypto/cryptography.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { canonicalize } from './canonicalize.ts'
import type { TextOrder } from './code-point-order.ts'

/** One way to secure a document: which proofs are of it, and which key it takes. */
export interface Cryptosuite {
  /** Its name in reports and, for Data Integrity, in the proof. */
  readonly name: string
  readonly keyType: KeyType
  /** New proofs may be made with it. */
  readonly canSign: boolean
  isProofOf(proof: JsonObject): boolean
}

/** What hashing needs; proofs by implementations that sort by UTF-16 code unit are hashed in that order. */
export interface HashContext {
  readonly cryptography: Pick<Cryptography, 'sha256'>
  readonly order?: TextOrder
}

/**
 * The bytes that the suites over canonical N-Quads sign: the hash of the proof's own options, then the hash of the document
 * (Data Integrity EdDSA Cryptosuites 1.0, "Hashing (eddsa-rdfc-2022)").
 *
 * The options are read under the contexts of the document, whatever contexts the proof itself names.
 */
export async function hashSecured(documentHash: Uint8Array, contexts: Json | undefined, options: JsonObject, context: HashContext): Promise<Uint8Array<ArrayBuffer>> {
  const own = without(options, 'proofValue', '@context')
  return concatBytes(await hashOptions(contexts === undefined ? own : { ...own, '@context': contexts }, context), documentHash)
}

/** A batch signs every credential under the same options, and so they are met again when it is verified. Oldest out first. */
const maxKnownOptions = 256
const knownOptions = new Map<string, Uint8Array>()

async function hashOptions(options: JsonObject, context: HashContext): Promise<Uint8Array> {
  const text = JSON.stringify([context.order, options])
  const known = knownOptions.get(text)
  if (known !== undefined) return known
  const hashed = await hash(options, context)
  if (text.length > 4_096) return hashed
  if (knownOptions.size >= maxKnownOptions) knownOptions.delete(knownOptions.keys().next().value ?? '')
  knownOptions.set(text, hashed)
  return hashed
}

/** The hash of what a document says without its proofs; the same for every proof of a set. */
export async function hashUnsecured(document: JsonObject, context: HashContext): Promise<Uint8Array> {
  return hash(without(document, 'proof'), context)
}

async function hash(document: JsonObject, { cryptography, order = 'code-point' }: HashContext): Promise<Uint8Array> {
  return cryptography.sha256(encodeUtf8(await canonicalize(document, cryptography, order)))
}

function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}
