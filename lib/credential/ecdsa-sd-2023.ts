import { encodeUtf8Each } from '../encoding/bytes.ts'
import { ordersOf, type TextOrder } from './code-point-order.ts'
import type { Cryptosuite, ProofVerdict, VerifyInput } from './cryptosuite.ts'
import { hashBase } from './ecdsa-sd-2023-hash.ts'
import { isBaseProof, parseDerivedProof, statementKey, type DerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { relabelledStatements } from './labelled-document.ts'

/**
 * ECDSA with P-256 over statements one by one, so that the holder chooses which to show (Data Integrity ECDSA Cryptosuites
 * 1.0, "ecdsa-sd-2023"). It is made with {@link signForDisclosure} and shown with {@link deriveCredential}.
 *
 * Commitments are made over the issuer's own signature, which every copy carries: one ledger proof covers them all.
 */
export const ecdsaSd2023: Cryptosuite = {
  name: 'ecdsa-sd-2023',
  keyTypes: ['P-256'],
  isProofOf: ({ type, cryptosuite }) => type === 'DataIntegrityProof' && cryptosuite === 'ecdsa-sd-2023',
  verify: verifyDerived,
}

/** Data Integrity ECDSA Cryptosuites 1.0, "Verify Derived Proof (ecdsa-sd-2023)". */
async function verifyDerived(input: VerifyInput): Promise<ProofVerdict> {
  if (isBaseProof(input.proofValue)) return { outcome: 'failed', code: 'proof/base-proof', reason: 'It is the copy of its holder, from which one to show must be derived' }
  const proof = parseDerivedProof(input.proofValue)
  if (proof === undefined) return { outcome: 'failed', code: 'proof/value-malformed', reason: 'Its proof value is no derived proof' }
  for (const order of ordersOf(input.unsecured.document)) if (await isOfDocument(proof, input, order)) return { outcome: 'passed', proofBytes: proof.baseSignature }
  return { outcome: 'failed', code: 'proof/signature-invalid', reason: 'Its signatures do not match its content' }
}

async function isOfDocument(proof: DerivedProof, input: VerifyInput, order: TextOrder): Promise<boolean> {
  const { cryptography, publicKey } = input
  const statements = await relabelledStatements(input.unsecured.document, proof.labelMap, { cryptography, order })
  const isWithin = (proof.mandatoryIndexes.at(-1) ?? -1) < (statements?.length ?? 0)
  if (statements === undefined || !isWithin) return false
  const isMandatory = new Set(proof.mandatoryIndexes)
  const mandatory = statements.filter((_, index) => isMandatory.has(index))
  const chosen = statements.filter((_, index) => !isMandatory.has(index))
  if (chosen.length !== proof.signatures.length) return false
  // The issuer's signature first: without it the others say nothing, and need not be paid for.
  if (!(await cryptography.verifySignature(publicKey, await hashBase(input, { publicKey: proof.publicKey, mandatory }, order), proof.baseSignature))) return false
  const key = statementKey(proof)
  const messages = encodeUtf8Each(chosen)
  for (const [index, signature] of proof.signatures.entries()) {
    const message = messages[index]
    if (message === undefined || !(await cryptography.verifySignature(key, message, signature))) return false
  }
  return true
}
