import type { BbsSigningKey, Cryptography } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { bbsHeader, maxBbsMessages } from './bbs-2023.ts'
import { formatBbsBaseProof } from './bbs-2023-proof-value.ts'
import { CredentialError } from './credential-error.ts'
import type { Hashing, ProofInput } from './cryptosuite.ts'
import { labelDocument } from './labelled-document.ts'
import { shuffledLabels } from './shuffled-labels.ts'

/** Who signs, and what every copy must show. */
export interface BbsSigningInput extends ProofInput {
  readonly signingKey: BbsSigningKey
  readonly mandatoryPointers: readonly string[]
  readonly cryptography: Hashing & Pick<Cryptography, 'randomBytes'>
}

/**
 * The proof value that an issuer hands the holder (Data Integrity BBS Cryptosuites 1.0, "Create Base Proof (bbs-2023)").
 *
 * @throws CredentialError `credential/too-complex`, or as {@link labelDocument} does
 */
export async function createBbsBaseProof(input: BbsSigningInput): Promise<string> {
  const { signingKey, mandatoryPointers, cryptography } = input
  const hmacKey = cryptography.randomBytes(32)
  const labelling = { relabel: shuffledLabels(hmacKey, cryptography), parts: { mandatory: mandatoryPointers } }
  const { statements, parts } = await labelDocument(input.unsecured.document, labelling, { cryptography })
  const isMandatory = new Set(parts.mandatory.indexes)
  const messages = statements.filter((_, index) => !isMandatory.has(index)).map(encodeUtf8)
  if (messages.length > maxBbsMessages) throw new CredentialError('credential/too-complex', `Cannot sign document: more than ${maxBbsMessages} statements to choose from`)
  const header = await bbsHeader(input, statements.filter((_, index) => isMandatory.has(index)), 'code-point')
  return formatBbsBaseProof({ signature: await signingKey.signMessages(header, messages), header, publicKey: signingKey.publicKey, hmacKey, mandatoryPointers })
}
