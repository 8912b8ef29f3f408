import { decodeMultibase } from '../encoding/multibase.ts'
import { isBaseProof, parseBaseProof, parseDerivedProof } from './ecdsa-sd-2023-proof-value.ts'

/**
 * What the ledger's commitment to a credential is made over: the decoded `proofValue`; of a credential shown in part, the
 * issuer's signature in it, which is the same in every copy.
 *
 * Untrusted: any text; undefined when it is no proof value.
 */
export function proofBytesOf(proofValue: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const parts = isBaseProof(proofValue) ? parseBaseProof(proofValue) : parseDerivedProof(proofValue)
    return parts?.baseSignature ?? decodeMultibase(proofValue)
  } catch {
    return undefined
  }
}
