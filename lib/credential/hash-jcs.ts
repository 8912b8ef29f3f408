import type { PublicKeyType } from '../crypto/cryptography.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type JsonObject } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { CredentialError } from './credential-error.ts'
import { digestFor, type ProofInput } from './cryptosuite.ts'
import { listOf } from './parse-json.ts'
import { refuseInexact, refuseUnsignable } from './refuse-unsignable.ts'

/**
 * The bytes that the suites over canonical JSON sign: the hash of the proof's own options, then the hash of the document
 * (Data Integrity EdDSA Cryptosuites 1.0, "Hashing (eddsa-jcs-2022)").
 *
 * A proof that names contexts was made under them: the document may have gained others since, behind those, and they are
 * not part of what was signed ("Verify Proof (eddsa-jcs-2022)", step 4).
 *
 * @throws CredentialError `credential/context-mismatch` when the document's contexts do not begin with those of the proof,
 *   `credential/not-json`, or what {@link refuseUnsignable} throws
 */
export function hashJcs({ unsecured: { document }, options, cryptography }: ProofInput, keyType: PublicKeyType): Uint8Array<ArrayBuffer> {
  const digest = digestFor(keyType, cryptography)
  const hash = (value: JsonObject): Uint8Array => digest(encodeUtf8(canonical(value)))
  return concatBytes(hash(options), hash(asSigned(document, options)))
}

function asSigned(document: JsonObject, options: JsonObject): JsonObject {
  const contexts = options['@context']
  if (contexts === undefined) return document
  const present = listOf(document['@context'])
  const isBeginning = listOf(contexts).every((context, index) => present[index] !== undefined && canonicalJson(context) === canonicalJson(present[index]))
  if (!isBeginning) throw new CredentialError('credential/context-mismatch', 'Cannot canonicalise document: its contexts do not begin with those of its proof')
  return { ...document, '@context': contexts }
}

function canonical(value: JsonObject): string {
  refuseUnsignable(value, refuseInexact)
  try {
    return canonicalJson(value)
  } catch (cause) {
    if (cause instanceof EncodingError) throw new CredentialError('credential/not-json', 'Cannot canonicalise document: it holds what JSON does not have', { cause })
    throw cause
  }
}
