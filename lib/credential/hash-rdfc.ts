import { concatBytes } from '../encoding/bytes.ts'
import type { PublicKeyType } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { hashCanonical, type DocumentForm } from './canonicalize.ts'
import type { TextOrder } from './code-point-order.ts'
import { digestFor, type Hashing, type ProofInput } from './cryptosuite.ts'
import { without } from './unsecured-document.ts'

/** Which hash of which canonical form. */
export interface HashForm extends Pick<DocumentForm, 'isToSign'> {
  readonly keyType: PublicKeyType
  readonly order: TextOrder
}

/**
 * The bytes that the suites over canonical N-Quads sign: the hash of the proof's own options, then the hash of the document
 * (Data Integrity EdDSA Cryptosuites 1.0, "Hashing (eddsa-rdfc-2022)").
 *
 * The options are read under the contexts of the document, whatever contexts the proof itself names.
 *
 * @throws CredentialError as {@link hashCanonical} does
 */
export async function hashRdfc(input: ProofInput, keyType: PublicKeyType, { order = 'code-point', isToSign = false }: Partial<HashForm> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const form = { keyType, order, isToSign }
  const documentHash = await input.unsecured.hashOnce(`rdfc ${keyType} ${order}`, (document) => hash(document, form, input.cryptography))
  return concatBytes(await hashProofOptions(input, form), documentHash)
}

/** The hash of the proof's own options alone. */
export async function hashProofOptions({ unsecured, options, cryptography }: ProofInput, form: HashForm): Promise<Uint8Array> {
  const contexts = unsecured.document['@context']
  const own = without(options, '@context')
  return hashOptions(contexts === undefined ? own : { ...own, '@context': contexts }, form, cryptography)
}

/** A batch signs every credential under the same options, and so they are met again when it is verified. Oldest out first. */
const maxKnownOptions = 256
const knownOptions = new Map<string, Uint8Array>()

async function hashOptions(options: JsonObject, form: HashForm, cryptography: Hashing): Promise<Uint8Array> {
  const text = JSON.stringify([form.keyType, form.order, options])
  const known = knownOptions.get(text)
  if (known !== undefined) return known
  const hashed = await hash(options, form, cryptography)
  if (text.length > 4_096) return hashed
  if (knownOptions.size >= maxKnownOptions) knownOptions.delete(knownOptions.keys().next().value ?? '')
  knownOptions.set(text, hashed)
  return hashed
}

async function hash(document: JsonObject, { keyType, ...form }: HashForm, cryptography: Hashing): Promise<Uint8Array> {
  return hashCanonical(document, cryptography, { ...form, digest: digestFor(keyType, cryptography) })
}
