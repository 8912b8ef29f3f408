import type { Cryptography } from 'everlearned/crypto'
import { decodeBase64url, encodeHex } from 'everlearned/encoding'
import { hashLeaf, noQuorum, parsePolicy, parseTlogProof, parseVerifierKey, satisfies, verifyCheckpoint, verifyTlogProof, type TlogProof } from 'everlearned/ledger'
import { parseEntry, verifyEntry, type Entry } from 'everlearned/trust'
import { formatNumber } from '../../locale.ts'
import { ledger as words } from '../../messages/ledger.ts'
import type { EntryPayload, ProvenEntry } from '../../network-api.ts'
import { proofSteps, type ProofStep } from './proof-steps.ts'

/** An answer to one question of the check. */
export interface CheckAnswer {
  readonly question: string
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly sentence: string
}

/** The log that an entry is to be of, and the rules of its network, as this page was told. */
export interface LogRules { readonly origin: string, readonly verifierKey: string, readonly policy: string }

/** An entry read from its own bytes, with its proof when there is one. */
export interface ReadEntry {
  readonly bytes: Uint8Array
  readonly entry: Entry
  readonly proof: TlogProof | undefined
  readonly leafHash: Uint8Array
  readonly steps: readonly ProofStep[]
}

/** Reads what the node sent of an entry. Untrusted: undefined when it cannot be read. */
export function readProvenEntry({ bytes: text, proof: proofText }: Pick<ProvenEntry, 'bytes' | 'proof'>, { sha256 }: Pick<Cryptography, 'sha256'>): ReadEntry | undefined {
  try {
    const bytes = decodeBase64url(text)
    const proof = proofText === null ? undefined : parseTlogProof(proofText)
    const leafHash = hashLeaf(bytes, sha256)
    const steps = proof === undefined ? [] : proofSteps({ index: proof.index, size: proof.checkpoint.size, leafHash, hashes: proof.hashes }, sha256)
    return { bytes, entry: parseEntry(bytes), proof, leafHash, steps }
  } catch {
    return undefined
  }
}

/** The payload of an entry as the node's JSON has it: bytes in hexadecimal. */
export const payloadOf = (entry: Entry): EntryPayload =>
  Object.fromEntries(Object.entries(entry.payload).map(([member, value]) => [member, value instanceof Uint8Array ? encodeHex(value) : value]))

/** Verifies an entry in this browser, one answer for each question that people ask. */
export async function checkEntry(shown: ProvenEntry, rules: LogRules, cryptography: Cryptography): Promise<readonly CheckAnswer[]> {
  const read = readProvenEntry(shown, cryptography)
  const { rows, answers } = words
  if (read === undefined) return [{ question: rows.same, answer: 'no', sentence: answers.same.no }]
  const isSame = read.entry.type === shown.type && (read.proof === undefined || read.proof.index === shown.index)
  const isSigned = await verifyEntry(read.entry, { origin: rules.origin, cryptography })
  return [
    { question: rows.same, answer: isSame ? 'yes' : 'no', sentence: isSame ? answers.same.yes : answers.same.no },
    { question: rows.signed, answer: isSigned ? 'yes' : 'no', sentence: isSigned ? answers.signed.yes(read.entry.signatures.length) : answers.signed.no },
    isIncluded(read, cryptography),
    await isOfLog(read, rules, cryptography),
    await isFinal(read, rules, cryptography),
  ]
}

function isIncluded({ bytes, proof }: ReadEntry, { sha256 }: Cryptography): CheckAnswer {
  const question = words.rows.included
  const { yes, no, unknown } = words.answers.included
  if (proof === undefined) return { question, answer: 'unknown', sentence: unknown }
  return verifyTlogProof(bytes, proof, sha256)
    ? { question, answer: 'yes', sentence: yes(formatNumber(proof.index), formatNumber(proof.checkpoint.size)) }
    : { question, answer: 'no', sentence: no }
}

async function isOfLog({ proof }: ReadEntry, { origin, verifierKey }: LogRules, cryptography: Cryptography): Promise<CheckAnswer> {
  const question = words.rows.log
  const { yes, no, unknown } = words.answers.log
  if (proof === undefined) return { question, answer: 'unknown', sentence: unknown }
  const key = parseVerifierKey(verifierKey, cryptography.sha256)
  return proof.checkpoint.origin === origin && (await verifyCheckpoint(proof.checkpoint, key, cryptography))
    ? { question, answer: 'yes', sentence: yes }
    : { question, answer: 'no', sentence: no }
}

async function isFinal({ proof }: ReadEntry, rules: LogRules, cryptography: Cryptography): Promise<CheckAnswer> {
  const question = words.rows.final
  const { alone, yes, no, unknown } = words.answers.final
  if (proof === undefined) return { question, answer: 'unknown', sentence: words.answers.log.unknown }
  try {
    const policy = parsePolicy(rules.policy, cryptography.sha256)
    // The policy of a network names the log of its registry; that this log signed is asked above.
    const isNamed = policy.logs.some(({ key: { name } }) => name === proof.checkpoint.origin)
    const finality = await satisfies(isNamed ? policy : { ...policy, logs: [] }, proof.checkpoint, cryptography)
    if (!finality.isFinal) return { question, answer: finality.forged.length > 0 ? 'no' : 'unknown', sentence: no([...finality.forged, ...finality.missing].join(', ')) }
    return { question, answer: 'yes', sentence: policy.quorum === noQuorum ? alone : yes(finality.cosigners.map(({ name }) => name).join(', ')) }
  } catch {
    return { question, answer: 'unknown', sentence: unknown }
  }
}
