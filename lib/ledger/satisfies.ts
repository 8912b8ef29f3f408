import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { verifyCosignature } from './cosignature.ts'
import { noQuorum, type Policy, type PolicyWitness } from './policy.ts'
import type { VerifierKey } from './verifier-key.ts'

/** A witness of the policy that cosigned, by its name there, and when by its own clock, in seconds since 1970. */
export interface Cosigner {
  readonly name: string
  readonly at: number
}

/** Whether a checkpoint counts under a policy, by whom and when. */
export interface Finality {
  readonly isFinal: boolean
  /** The log of the policy that signed it; undefined when none did, or when the policy lists none. */
  readonly log: VerifierKey | undefined
  readonly cosigners: readonly Cosigner[]
  /** Witnesses of the quorum that did not cosign. */
  readonly missing: readonly string[]
  /** Witnesses in whose name a wrong signature is there: then the whole note is rejected (C2SP signed-note, "Signatures"). */
  readonly forged: readonly string[]
}

/**
 * Judges a checkpoint under a policy: signed by one of its logs and cosigned by its quorum. When the policy lists no log, the
 * caller knows it otherwise and still has to verify the log's signature.
 */
export async function satisfies(policy: Policy, checkpoint: Checkpoint, cryptography: Cryptography): Promise<Finality> {
  const log = await findLog(policy, checkpoint, cryptography)
  const cosigners: Cosigner[] = []
  const forged: string[] = []
  for (const { name, key } of policy.witnesses) {
    const verdict = await verifyCosignature(checkpoint, key, cryptography)
    if (verdict.isValid) cosigners.push({ name, at: verdict.at })
    else if (verdict.isPresent) forged.push(name)
  }
  const names = new Set(cosigners.map(({ name }) => name))
  const isSigned = policy.logs.length === 0 || log !== undefined
  return {
    isFinal: isSigned && forged.length === 0 && hasQuorum(policy, names),
    log, cosigners, forged,
    missing: quorumWitnesses(policy).flatMap(({ name }) => (names.has(name) ? [] : [name])),
  }
}

/** Tells whether these witnesses, by their names in the policy, are a quorum. */
export function hasQuorum(policy: Policy, cosigners: ReadonlySet<string>): boolean {
  const witnessed = new Set(cosigners)
  // Groups stand after their members.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name)
  }
  return policy.quorum === noQuorum || witnessed.has(policy.quorum)
}

/** The witnesses whose cosignatures count towards the quorum. */
export function quorumWitnesses({ witnesses, groups, quorum }: Policy): readonly PolicyWitness[] {
  const counted = new Set([quorum])
  for (const { name, members } of groups.toReversed()) if (counted.has(name)) members.forEach((member) => counted.add(member))
  return witnesses.filter(({ name }) => counted.has(name))
}

async function findLog({ logs }: Policy, checkpoint: Checkpoint, cryptography: Cryptography): Promise<VerifierKey | undefined> {
  for (const { key } of logs) if (await verifyCheckpoint(checkpoint, key, cryptography)) return key
  return undefined
}
