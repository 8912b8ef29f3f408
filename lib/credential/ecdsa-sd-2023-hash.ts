import type { Cryptography } from '../crypto/cryptography.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { TextOrder } from './code-point-order.ts'
import type { ProofInput } from './cryptosuite.ts'
import { hashProofOptions } from './hash-rdfc.ts'

/** What the issuer's signature is over, besides the options of the proof. */
export interface BaseContent {
  readonly publicKey: Uint8Array
  /** The statements that every copy must show, in their order. */
  readonly mandatory: readonly string[]
}

/**
 * The bytes that the issuer's key signs: the hash of the proof's options, the key made for this proof, and the hash of what is
 * mandatory (Data Integrity ECDSA Cryptosuites 1.0, "serializeSignData").
 */
export async function hashBase(input: ProofInput, { publicKey, mandatory }: BaseContent, order: TextOrder): Promise<Uint8Array<ArrayBuffer>> {
  return concatBytes(await hashProofOptions(input, { keyType: 'P-256', order }), publicKey, hashMandatory(mandatory, input.cryptography))
}

/** Data Integrity ECDSA Cryptosuites 1.0, "hashMandatoryNQuads". */
export function hashMandatory(mandatory: readonly string[], { sha256 }: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> {
  return sha256(encodeUtf8(mandatory.join('')))
}
