import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { noQuorum, type Policy } from '../ledger/policy.ts'
import { satisfies, type Cosigner } from '../ledger/satisfies.ts'
import { parseVerifierKey, type VerifierKey } from '../ledger/verifier-key.ts'

/** A network whose policy says when a checkpoint is final. */
export interface FinalityRules {
  /** As the verifier calls the network. */
  readonly name: string
  /** The log of its registry: where the policy names no log, only this one counts. */
  readonly origin: string
  readonly policy: Policy
  /** Under which keys that log signs: see {@link KnownLogKeys}. */
  readonly logKeys?: KnownLogKeys
  /** Logs that the verifier knows to follow that registry: the same members cosign them. Others that they cosign are no part of the network. */
  readonly followers?: readonly { readonly origin: string; readonly logKeys: KnownLogKeys }[]
}

/** What a verifier's registry says of the keys of its own log (docs/decisions/0010-rotating-a-log-key.md). */
export interface KnownLogKeys {
  /** The registry is of so many entries: which key comes later it cannot say. */
  readonly size: number
  /** The keys in force for a checkpoint of a size up to there; none while no policy had named any. */
  readonly at: (size: number) => readonly VerifierKey[]
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
  for (const given of networks) {
    const keys = keysFor(checkpoint, given)
    if (keys !== undefined && keys.length > 0 && !isSignedBy(checkpoint, keys)) return refuseKey(checkpoint, given)
    const rules = keys === undefined ? given : { ...given, policy: { ...given.policy, logs: keys.map((key) => ({ key })) } }
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

/** What a log of the network signs under at this size; undefined where nothing that is held says so. */
function keysFor(checkpoint: Checkpoint, rules: FinalityRules): readonly VerifierKey[] | undefined {
  const known = knownKeys(checkpoint, rules)
  return known?.at(Math.min(checkpoint.size, known.size))
}

function knownKeys({ origin }: Checkpoint, { origin: registry, logKeys, followers = [] }: FinalityRules): KnownLogKeys | undefined {
  return origin === registry ? logKeys : followers.find((follower) => follower.origin === origin)?.logKeys
}

/** Whatever keys the verifier holds besides: a thief of one that was replaced signs well. */
function refuseKey(checkpoint: Checkpoint, rules: FinalityRules): Disbelieved {
  if (checkpoint.size <= (knownKeys(checkpoint, rules)?.size ?? 0)) return failed('trust/log-key-not-in-force', 'the checkpoint is signed under a key that is not that of its log at this size')
  return { outcome: 'unknown', code: 'trust/log-key-unknown', reason: 'the checkpoint is signed under a key of which the registry held here says nothing' }
}

function isSignedBy({ note }: Checkpoint, keys: readonly VerifierKey[]): boolean {
  return keys.some(({ name, keyId }) => note.signatures.some((line) => line.name === name && line.keyId === keyId))
}

/** A policy that asks nobody and names no log would let every checkpoint pass. */
function isOfNetwork(checkpoint: Checkpoint, { policy, origin: registry, followers = [] }: FinalityRules): boolean {
  if (policy.logs.length === 0) return policy.quorum !== noQuorum && [registry, ...followers.map(({ origin }) => origin)].includes(checkpoint.origin)
  return isSignedBy(checkpoint, policy.logs.flatMap(({ key }) => (key.name === checkpoint.origin ? [key] : [])))
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
