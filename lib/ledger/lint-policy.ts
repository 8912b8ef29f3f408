import { encodeHex } from '../encoding/hex.ts'
import { noQuorum, type Policy, type PolicyGroup } from './policy.ts'
import { quorumWitnesses } from './satisfies.ts'

/** What a policy withstands, counted in members or in sectors. */
export interface PolicyStrength {
  readonly total: number
  /** What any two quorums have in common, at least. */
  readonly overlap: number
  /** So many may lie, together with the log's operator, and there are still no two histories with a quorum each. */
  readonly mayLie: number
  /** So many, whichever they are, may be out of reach and there is still a quorum. */
  readonly mayBeDown: number
}

/** One thing that is doubtful about a policy, or refused. */
export interface PolicyFinding {
  readonly code: string
  readonly severity: 'refused' | 'warning'
  readonly reason: string
}

/** What a policy amounts to. Whoever starts under it, or votes for it, demands `isAccepted`. */
export interface PolicyLint {
  readonly isAccepted: boolean
  readonly members: PolicyStrength
  /**
   * A sector is a group of witnesses only, within the quorum; a witness beside such groups is a sector of its own, and so is
   * every member when the quorum is one flat group.
   */
  readonly sectors: PolicyStrength
  readonly findings: readonly PolicyFinding[]
}

interface Part {
  readonly total: number
  readonly overlap: number
  /** The fewest whose absence leaves no quorum. */
  readonly blocking: number
}

/** A part counted in members and in sectors. */
interface Strength {
  readonly members: Part
  readonly sectors: Part
}

const nothing: Part = { total: 0, overlap: 0, blocking: 0 }
const one: Part = { total: 1, overlap: 1, blocking: 1 }

/**
 * Judges a policy by what two of its quorums have in common. Two histories can both become final exactly when all that two
 * quorums share lie, so `liars` (by default 1 from four members on) must be fewer than that.
 *
 * Validators refuse policy entries by `isAccepted`: what it says of any policy is part of the rules and changes with their version
 * alone (docs/decisions/0009-validating-cosigners.md).
 */
export function lintPolicy(policy: Policy, { liars }: { readonly liars?: number } = {}): PolicyLint {
  const groups = new Map(policy.groups.map((group) => [group.name, group]))
  const { members, sectors } = policy.quorum === noQuorum ? { members: nothing, sectors: nothing } : measure(policy.quorum, groups, true)
  const expected = liars ?? (members.total >= 4 ? 1 : 0)
  const findings = [...quorumFindings(policy, members, expected), ...keyFindings(policy), ...slackFindings(policy, members)]
  return {
    isAccepted: findings.every(({ severity }) => severity !== 'refused'),
    members: strengthOf(members), sectors: strengthOf(sectors), findings,
  }
}

function measure(name: string, groups: ReadonlyMap<string, PolicyGroup>, isQuorum: boolean): Strength {
  const group = groups.get(name)
  if (group === undefined) return { members: one, sectors: one }
  const parts = group.members.map((member) => measure(member, groups, false))
  const members = combine(group, parts.map((part) => part.members))
  const isSector = !isQuorum && group.members.every((member) => !groups.has(member))
  // Two quorums meet in a sector only when they share a member of it.
  return { members, sectors: isSector ? { ...one, overlap: Math.min(1, members.overlap) } : combine(group, parts.map((part) => part.sectors)) }
}

/** Two choices of k parts out of n share 2k − n at least; the worst case shares those with the smallest overlap. */
function combine({ threshold, members }: PolicyGroup, parts: readonly Part[]): Part {
  const count = members.length
  return {
    total: parts.reduce((sum, { total }) => sum + total, 0),
    overlap: sumOfSmallest(parts.map(({ overlap }) => overlap), Math.max(0, 2 * threshold - count)),
    blocking: sumOfSmallest(parts.map(({ blocking }) => blocking), count - threshold + 1),
  }
}

function sumOfSmallest(values: readonly number[], count: number): number {
  return values.toSorted((left, right) => left - right).slice(0, count).reduce((sum, value) => sum + value, 0)
}

function strengthOf({ total, overlap, blocking }: Part): PolicyStrength {
  return { total, overlap, mayLie: Math.max(0, overlap - 1), mayBeDown: Math.max(0, blocking - 1) }
}

function quorumFindings({ quorum, witnesses }: Policy, members: Part, liars: number): readonly PolicyFinding[] {
  if (quorum === noQuorum) {
    return witnesses.length === 0 ? [] : [refused('ledger/policy-without-quorum', 'there are witnesses, but none of them is needed')]
  }
  if (members.overlap > liars) return []
  return [refused('ledger/policy-overlap-too-small', `two quorums may have only ${members.overlap} members in common, and ${liars + 1} are needed`)]
}

function keyFindings({ logs, witnesses }: Policy): readonly PolicyFinding[] {
  const logKeys = new Set(logs.map(({ key }) => encodeHex(key.publicKey.bytes)))
  const shared = witnesses.filter(({ key }) => logKeys.has(encodeHex(key.publicKey.bytes)))
  return shared.map(({ name }) => refused('ledger/policy-key-shared', `witness ${name} signs with the key of a log: one key for two statements`))
}

function slackFindings(policy: Policy, members: Part): readonly PolicyFinding[] {
  const counted = new Set(quorumWitnesses(policy))
  const unused = policy.quorum === noQuorum ? [] : policy.witnesses.filter((witness) => !counted.has(witness))
  return [
    ...unused.map(({ name }) => warning('ledger/policy-witness-unused', `witness ${name} does not count towards the quorum`)),
    ...(members.total > 1 && members.blocking === 1 ? [warning('ledger/policy-without-slack', 'one member out of reach may stop everything')] : []),
  ]
}

function refused(code: string, reason: string): PolicyFinding {
  return { code, severity: 'refused', reason }
}

function warning(code: string, reason: string): PolicyFinding {
  return { code, severity: 'warning', reason }
}
