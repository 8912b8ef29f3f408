import type { Cryptography, Digest, PublicKey, PublicKeyType, SigningKey } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { Finding } from './finding.ts'
import type { UnsecuredDocument } from './unsecured-document.ts'

/** One way to secure a document: which proofs are of it, which keys it takes, and how a proof is made and verified. */
export interface Cryptosuite {
  /** Its name in reports and, for Data Integrity, in the proof. */
  readonly name: string
  readonly keyTypes: readonly PublicKeyType[]
  isProofOf(proof: JsonObject): boolean
  /** What a new proof says besides what every proof says. */
  readonly moreOptions?: (document: JsonObject) => JsonObject
  /** Makes the `proofValue` of a new proof; absent where proofs are verified only. */
  readonly sign?: (input: ProofInput & { readonly signingKey: SigningKey }) => Promise<string>
  /**
   * Holds the `proofValue` of a proof, untrusted, against the document.
   *
   * @throws CredentialError when the document has no canonical form
   */
  verify(input: VerifyInput): Promise<ProofVerdict>
}

/** What a proof is made over. */
export interface ProofInput {
  readonly unsecured: UnsecuredDocument
  /** The proof without its `proofValue`. */
  readonly options: JsonObject
  readonly cryptography: Hashing
}

/** What a proof is verified with. */
export interface VerifyInput extends ProofInput {
  readonly proofValue: string
  /** Of one of the key types of the suite. */
  readonly publicKey: PublicKey
  readonly cryptography: Hashing & Pick<Cryptography, 'verifySignature' | 'findBlsArithmetic'>
}

/** The hash functions of the suites. */
export type Hashing = Pick<Cryptography, 'sha256' | 'sha384'>

/** What became of a proof value; `proofBytes` is what commitments are made over. */
export interface ProofVerdict extends Finding {
  readonly proofBytes?: Uint8Array<ArrayBuffer>
}

/** The hash that goes with a key: SHA-384 with P-384, SHA-256 otherwise (Data Integrity ECDSA Cryptosuites 1.0, "Hashing"). */
export function digestFor(keyType: PublicKeyType, { sha256, sha384 }: Hashing): Digest {
  return keyType === 'P-384' ? sha384 : sha256
}
