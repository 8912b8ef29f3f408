import { entryNumbers, parseEntry, typeOffset, verifyEntry, type Entry } from './entry.ts'
import { policyAt } from './history.ts'
import { governanceActor } from './payloads.ts'
import { newRegistry, type Registry } from './registry.ts'
import { actOf } from './replay.ts'
import { judgeCharter, judgePolicy } from './rules/charter.ts'
import { refuse, refuseGovernance, type Change, type Refusal, type ReplayContext, type Scene } from './ruling.ts'
import { TrustError } from './trust-error.ts'

/** What those who govern a log have said in its first entries: enough to know its policy and its keys without judging anybody else's entries. */
export interface GovernanceRecord {
  readonly origin: string
  /** Of so many entries. */
  readonly size: number
  readonly policies: readonly Registry['policies'][number][]
  /** The number of what the governance says next; undefined once the log follows a registry, which is governed elsewhere. */
  readonly sequence: number | undefined
}

/** The record before the first entry. */
export function newGovernanceRecord(origin: string): GovernanceRecord {
  return { origin, size: 0, policies: [], sequence: 0 }
}

/**
 * The record after the next entry. What the governance has not signed as the rules demand changes nothing, and neither does what
 * others say: a log with an entry that the rules refuse is for validators to find. Untrusted: the entry.
 */
export async function hearGovernance(record: GovernanceRecord, bytes: Uint8Array, context: Pick<ReplayContext, 'cryptography'>): Promise<GovernanceRecord> {
  const heard = { ...record, size: record.size + 1 }
  // Most of a log, and never of the governance.
  if (bytes[typeOffset] === entryNumbers.batch) return heard
  const entry = read(bytes)
  const act = entry === undefined ? undefined : actOf(entry)
  if (entry?.type === 'regsync') return { ...heard, sequence: undefined }
  if (entry === undefined || record.sequence === undefined || (entry.type !== 'charter' && act?.actor !== governanceActor)) return heard
  if (act !== undefined && act.sequence !== record.sequence) return heard
  const registry: Registry = { ...newRegistry(record.origin), size: record.size, policies: [...record.policies] }
  const scene: Scene = { registry, index: record.size, signers: entry.signatures.map(({ key }) => key), judge: { registry, at: record.size }, context }
  const change = await judge(entry, scene)
  if (typeof change !== 'function' || !(await verifyEntry(entry, { origin: record.origin, cryptography: context.cryptography }))) return heard
  change()
  return { ...heard, policies: registry.policies, sequence: record.sequence + (act === undefined ? 0 : 1) }
}

/** Of what else the governance says only the number matters here. */
async function judge(entry: Entry, scene: Scene): Promise<Refusal | Change> {
  if (entry.type === 'charter') return judgeCharter(entry.payload, scene)
  if (scene.index === 0) return refuse('trust/charter-missing', 'a log begins with a charter')
  if (entry.type === 'policy') return judgePolicy(entry.payload, scene)
  return refuseGovernance(policyAt(scene.registry, scene.index)?.governance ?? {}, scene.signers) ?? (() => [])
}

function read(bytes: Uint8Array): Entry | undefined {
  try {
    return parseEntry(bytes)
  } catch (cause) {
    if (cause instanceof TrustError) return undefined
    throw cause
  }
}
