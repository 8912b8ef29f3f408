import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { noQuorum, type Policy } from '../ledger/policy.ts'
import { satisfies, type Cosigner } from '../ledger/satisfies.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'

/** A network whose policy says when a checkpoint is final. */
export interface FinalityRules {
  /** As the verifier calls the network. */
  readonly name: string
  /** The log of its registry: where the policy names no log, only this one counts. */
  readonly origin: string
  readonly policy: Policy
}

/** Whom a verifier believes that something stands in a log; all of it from its own trust material. */
export interface LogTrust {
  /** Verifier key strings of logs. */
  readonly logs: readonly string[]
  readonly networks?: readonly FinalityRules[]
  readonly cryptography: Cryptography
}

/** Why a checkpoint counts: the policy under which it is final, with who cosigned it, or null for a log's key that the verifier holds. */
export interface Believed {
  readonly network: string | null
  readonly cosigners: readonly Cosigner[]
}

/** Why a checkpoint does not count. */
export interface Disbelieved {
  readonly outcome: 'failed' | 'unknown'
  readonly code: string
  readonly reason: string
}

/**
 * Judges whether a checkpoint counts: it is final under the policy of a network, or signed by a log whose key is held.
 * Untrusted: the checkpoint.
 */
export async function judgeCheckpoint(checkpoint: Checkpoint, { logs, networks = [], cryptography }: LogTrust): Promise<Believed | Disbelieved> {
  const refusals: Disbelieved[] = []
  for (const rules of networks) {
    if (!isOfNetwork(checkpoint, rules)) continue
    const { isFinal, log, cosigners, forged } = await satisfies(rules.policy, checkpoint, cryptography)
    if (isFinal) return { network: rules.name, cosigners }
    if (rules.policy.logs.length > 0 && log === undefined) refusals.push(failed('trust/checkpoint-signature-invalid', 'the checkpoint is not signed by the log it names'))
    else if (forged.length > 0) refusals.push(failed('trust/cosignature-invalid', 'the checkpoint carries a cosignature that is wrong'))
    else refusals.push({ outcome: 'unknown', code: 'trust/checkpoint-not-final', reason: 'not enough of the network has cosigned the checkpoint' })
  }
  const held = await judgeByKey(checkpoint, logs, cryptography)
  if (!('outcome' in held) || held.outcome === 'failed') return held
  return refusals.find(({ outcome }) => outcome === 'failed') ?? refusals[0] ?? held
}

/** A policy that asks nobody and names no log would let every checkpoint pass. */
function isOfNetwork({ origin, note }: Checkpoint, { policy, origin: registry }: FinalityRules): boolean {
  if (policy.logs.length === 0) return policy.quorum !== noQuorum && origin === registry
  return policy.logs.some(({ key: { name, keyId } }) => name === origin && note.signatures.some((line) => line.name === name && line.keyId === keyId))
}

async function judgeByKey(checkpoint: Checkpoint, logs: readonly string[], cryptography: Cryptography): Promise<Believed | Disbelieved> {
  const keys = logs.map((text) => parseVerifierKey(text, cryptography.sha256)).filter(({ name }) => name === checkpoint.origin)
  const signedBy = keys.filter(({ keyId }) => checkpoint.note.signatures.some((line) => line.name === checkpoint.origin && line.keyId === keyId))
  if (signedBy.length === 0) return { outcome: 'unknown', code: 'trust/log-not-trusted', reason: 'the log is not among those this verifier trusts' }
  for (const key of signedBy) if (await verifyCheckpoint(checkpoint, key, cryptography)) return { network: null, cosigners: [] }
  return failed('trust/checkpoint-signature-invalid', 'the checkpoint is not signed by the log it names')
}

function failed(code: string, reason: string): Disbelieved {
  return { outcome: 'failed', code, reason }
}
