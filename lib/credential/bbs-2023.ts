import { verifyBbsProof } from '../crypto/bbs.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { hasOptionalFeature, isBbsBaseProof, messageCount, parseBbsDerivedProof, type BbsDerivedProof } from './bbs-2023-proof-value.ts'
import { ordersOf, type TextOrder } from './code-point-order.ts'
import type { Cryptosuite, ProofInput, ProofVerdict, VerifyInput } from './cryptosuite.ts'
import { hashMandatory } from './ecdsa-sd-2023-hash.ts'
import { hashProofOptions } from './hash-rdfc.ts'
import { relabelledStatements } from './labelled-document.ts'

/** Untrusted: each message costs some milliseconds, so past this many nothing is signed, derived or verified. */
export const maxBbsMessages = 128

/**
 * BBS over statements one by one, so that the holder chooses which to show and no two copies can be told to be of one credential,
 * as far as what they show does not tell (Data Integrity BBS Cryptosuites 1.0, "bbs-2023", its features `baseline` alone).
 *
 * There are no bytes that a copy shares with the issuer's signature, and so no ledger proof covers it.
 */
export const bbs2023: Cryptosuite = {
  name: 'bbs-2023',
  keyTypes: ['BLS12-381'],
  isProofOf: ({ type, cryptosuite }) => type === 'DataIntegrityProof' && cryptosuite === 'bbs-2023',
  verify: verifyDerived,
}

/** What the signature is over besides the messages (Data Integrity BBS Cryptosuites 1.0, "Base Proof Hashing (bbs-2023)"). */
export async function bbsHeader(input: ProofInput, mandatory: readonly string[], order: TextOrder): Promise<Uint8Array<ArrayBuffer>> {
  return concatBytes(await hashProofOptions(input, { keyType: 'BLS12-381', order }), hashMandatory(mandatory, input.cryptography))
}

/** Data Integrity BBS Cryptosuites 1.0, "Verify Derived Proof (bbs-2023)". */
async function verifyDerived(input: VerifyInput): Promise<ProofVerdict> {
  const { proofValue, unsecured: { document } } = input
  if (isBbsBaseProof(proofValue)) return { outcome: 'failed', code: 'proof/base-proof', reason: 'It is the copy of its holder, from which one to show must be derived' }
  if (hasOptionalFeature(proofValue)) return { outcome: 'unknown', code: 'proof/not-supported', reason: 'It is bound to a secret or a pseudonym of its holder, which is not supported' }
  const proof = parseBbsDerivedProof(proofValue)
  if (proof === undefined) return { outcome: 'failed', code: 'proof/value-malformed', reason: 'Its proof value is no derived proof' }
  if (messageCount(proof) > maxBbsMessages) return { outcome: 'unknown', code: 'proof/too-complex', reason: `It was signed over more than ${maxBbsMessages} statements` }
  for (const order of ordersOf(document)) if (await isOfDocument(proof, input, order)) return { outcome: 'passed' }
  return { outcome: 'failed', code: 'proof/signature-invalid', reason: 'Its proof does not match its content' }
}

async function isOfDocument(derived: BbsDerivedProof, input: VerifyInput, order: TextOrder): Promise<boolean> {
  const { cryptography, publicKey: { type, bytes } } = input
  const { proof, labelMap, mandatoryIndexes, selectiveIndexes: indexes, presentationHeader } = derived
  const statements = await relabelledStatements(input.unsecured.document, labelMap, { cryptography, order })
  if (type !== 'BLS12-381' || statements === undefined || (mandatoryIndexes.at(-1) ?? -1) >= statements.length) return false
  const isMandatory = new Set(mandatoryIndexes)
  const messages = statements.filter((_, index) => !isMandatory.has(index)).map(encodeUtf8)
  if (messages.length !== indexes.length) return false
  const header = await bbsHeader(input, statements.filter((_, index) => isMandatory.has(index)), order)
  return verifyBbsProof({ publicKey: { type, bytes }, header, proof, presentationHeader, messages, indexes }, cryptography)
}
