import type { PublicKeyType } from '../crypto/cryptography.ts'
import { concatBytes } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { hashCanonical, type DocumentForm } from './canonicalize.ts'
import type { TextOrder } from './code-point-order.ts'
import { digestFor, type Hashing, type ProofInput } from './cryptosuite.ts'
import { KnownProofOptions } from './known-proof-options.ts'
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
  return concatBytes(knownHash(input, form) ?? await hashProofOptions(input, form), documentHash)
}

/** The hash of the proof's own options alone. */
export async function hashProofOptions(input: ProofInput, form: HashForm): Promise<Uint8Array> {
  const known = knownHash(input, form)
  if (known !== undefined) return known
  const contexts = input.unsecured.document['@context']
  const own = without(input.options, '@context')
  const hashed = await hash(contexts === undefined ? own : { ...own, '@context': contexts }, form, input.cryptography)
  knownOptions.add({ options: own, contexts, name: nameOf(form), hashed })
  return hashed
}

const knownOptions = new KnownProofOptions()

function knownHash({ unsecured, options }: ProofInput, form: HashForm): Uint8Array | undefined {
  return knownOptions.find(options, unsecured.document['@context'], nameOf(form))
}

function nameOf({ keyType, order }: HashForm): string {
  return `${keyType} ${order}`
}

function hash(document: JsonObject, { keyType, order, isToSign = false }: HashForm, cryptography: Hashing): Promise<Uint8Array> {
  return hashCanonical(document, cryptography, { order, isToSign, digest: digestFor(keyType, cryptography) })
}
