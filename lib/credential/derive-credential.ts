import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { bbs2023 } from './bbs-2023.ts'
import { makeBbsCopy } from './bbs-2023-copy.ts'
import { parseBbsBaseProof, type BbsBaseProof } from './bbs-2023-proof-value.ts'
import { ordersOf } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { ecdsaSd2023 } from './ecdsa-sd-2023.ts'
import { formatDerivedProof, parseBaseProof, statementKey, type BaseProof, type DerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { hmacLabels } from './hmac-labels.ts'
import { labelDocument, type LabelContext } from './labelled-document.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { without } from './unsecured-document.ts'

/**
 * Makes a copy of a credential that shows what its issuer made mandatory and what `pointers` lead to, and nothing else (Data
 * Integrity ECDSA Cryptosuites 1.0, "Add Derived Proof (ecdsa-sd-2023)"; Data Integrity BBS Cryptosuites 1.0, "Add Derived Proof
 * (bbs-2023)").
 *
 * Untrusted: the credential. Whether its signatures are any good is for {@link verifyProofs} to tell about the copy.
 * A copy of ecdsa-sd-2023 carries the issuer's signature: whoever gets two copies of one credential can tell that they are. With
 * bbs-2023 only what they show can tell.
 *
 * @throws CredentialError `credential/not-derivable` when it has no base proof, `credential/nothing-selected`,
 *   `credential/pointer-unmatched`, `credential/indivisible`, or when it has no canonical form
 */
export async function deriveCredential(
  credential: JsonObject,
  pointers: readonly string[],
  { cryptography }: { readonly cryptography: Pick<Cryptography, 'sha256' | 'verifySignature' | 'randomBytes' | 'findBlsArithmetic'> },
): Promise<JsonObject> {
  const { proof, base } = baseProofOf(credential)
  const combined = [...base.mandatoryPointers, ...pointers]
  if (combined.length === 0) throw new CredentialError('credential/nothing-selected', 'Cannot derive credential: nothing is selected')
  const document = without(credential, 'proof')
  if ('header' in base) {
    const copy = await makeBbsCopy(document, base, pointers, { cryptography })
    return { ...copy.document, proof: { ...proof, proofValue: copy.proofValue } }
  }
  const orders = [...ordersOf(document)]
  for (const [index, order] of orders.entries()) {
    const made = await disclose(document, base, combined, { cryptography, order })
    const isLast = index === orders.length - 1
    if (isLast || (await isInOrder(made, base, cryptography))) return { ...made.document, proof: { ...proof, proofValue: formatDerivedProof(made.proof) } }
  }
  throw new RangeError('a document has at least one order')
}

/** A copy without its proof, and what goes into the proof. */
interface Copy {
  readonly document: JsonObject
  readonly proof: DerivedProof
  /** The first of all statements that has a signature of its own. */
  readonly firstSigned: string | undefined
}

/** Data Integrity ECDSA Cryptosuites 1.0, "createDisclosureData". */
async function disclose(document: JsonObject, base: BaseProof, combined: readonly string[], context: LabelContext): Promise<Copy> {
  const labelling = { relabel: hmacLabels(base.hmacKey, context.cryptography), parts: { mandatory: base.mandatoryPointers, combined } }
  const { statements, parts } = await labelDocument(document, labelling, context)
  const isMandatory = new Set(parts.mandatory.indexes)
  const { document: shown, indexes, labels } = parts.combined
  const signed = [...statements.keys()].filter((index) => !isMandatory.has(index))
  if (signed.length !== base.signatures.length) throw new CredentialError('credential/not-derivable', 'Cannot derive credential: it has not as many signatures as statements')
  const signatureOf = new Map(signed.map((index, place) => [index, base.signatures[place]]))
  const proof = {
    baseSignature: base.baseSignature,
    publicKey: base.publicKey,
    signatures: indexes.map((index) => signatureOf.get(index)).filter((signature) => signature !== undefined),
    labelMap: labels,
    mandatoryIndexes: [...indexes.keys()].filter((place) => isMandatory.has(indexes[place] ?? -1)),
  }
  return { document: shown, proof, firstSigned: statements[signed[0] ?? -1] }
}

/** Tells whether the signer sorted texts in the same order, by the first signature. */
async function isInOrder({ firstSigned }: Copy, base: BaseProof, { verifySignature }: Pick<Cryptography, 'verifySignature'>): Promise<boolean> {
  const [signature] = base.signatures
  return firstSigned === undefined || signature === undefined || verifySignature(statementKey(base), encodeUtf8(firstSigned), signature)
}

function baseProofOf(credential: JsonObject): { readonly proof: JsonObject; readonly base: BaseProof | BbsBaseProof } {
  const found = listOf(credential['proof']).flatMap((proof: Json) => {
    const value = isJsonObject(proof) ? proof['proofValue'] : undefined
    if (!isJsonObject(proof) || typeof value !== 'string') return []
    const base = ecdsaSd2023.isProofOf(proof) ? parseBaseProof(value) : bbs2023.isProofOf(proof) ? parseBbsBaseProof(value) : undefined
    return base === undefined ? [] : [{ proof, base }]
  })
  const [only, ...more] = found
  if (only === undefined || more.length > 0) throw new CredentialError('credential/not-derivable', 'Cannot derive credential: it has not exactly one base proof of ecdsa-sd-2023 or bbs-2023')
  return only
}
