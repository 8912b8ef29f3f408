import type { Cryptography } from '../crypto/cryptography.ts'
import { keysInForce, participantAt, policyAt, rulesAt } from './history.ts'
import { governanceActor, type EntryType, type Governance, type Payloads } from './payloads.ts'
import type { Registry } from './registry.ts'

/** What the rules need beside the entries. */
export interface ReplayContext {
  readonly cryptography: Cryptography
  /**
   * The registry of another log, replayed at least to `size`, and the root that log had then; undefined while it is not known.
   * It is the caller's own replay: what comes from here is believed.
   */
  readonly registryAt?: (origin: string, size: number) => Promise<KnownRegistry | undefined>
}

/** A registry that the caller replayed, and what its log hashed to at the size that was asked for. */
export interface KnownRegistry {
  readonly registry: Registry
  readonly root: Uint8Array
}

/** Why an entry is not taken: refused for ever, or not to be judged yet. */
export interface Refusal {
  readonly ok: false | 'later'
  readonly code: string
  readonly reason: string
}

/** What an entry changes: nothing happens before all of it was found right. Answers the records it changed, by name. */
export type Change = () => readonly string[]

/** An entry in its place. */
export interface Scene {
  readonly registry: Registry
  readonly index: number
  /** The keys that signed; their signatures are verified after the rule has agreed. */
  readonly signers: readonly string[]
  /** Where participants are looked up: in this log, or in the registry it follows. */
  readonly judge: { readonly registry: Registry; readonly at: number }
  readonly context: ReplayContext
}

/** The rule of one type of entry. */
export type Rule<Type extends EntryType> = (payload: Payloads[Type], scene: Scene) => Promise<Refusal | Change> | Refusal | Change

/** Refuses an entry. */
export function refuse(code: string, reason: string): Refusal {
  return { ok: false, code, reason }
}

/** Puts an entry off: another state of the same validator would judge it. */
export function putOff(code: string, reason: string): Refusal {
  return { ok: 'later', code, reason }
}

/** Refuses what only a newer version of the rules has a meaning for: whoever knows that version judges older logs as before. */
export function refuseBefore(version: number, registry: Registry, at: number = registry.size): Refusal | undefined {
  return rulesAt(registry, at) < version ? refuse('trust/rules-too-old', `the rules in force are older than version ${version}`) : undefined
}

/** Refuses a participant that is not registered, suspended or withdrawn, and signers that are not its keys in force. */
export function refuseParticipant(did: string, { judge, signers }: Pick<Scene, 'judge' | 'signers'>): Refusal | undefined {
  return refuseInactive(did, judge) ?? refuseSigners(signers, keysInForce(judge.registry, did, judge.at))
}

/** Refuses who is not an active participant. */
export function refuseInactive(did: string, { registry, at }: Scene['judge']): Refusal | undefined {
  const standing = participantAt(registry, did, at)
  if (standing === undefined) return refuse('trust/not-registered', 'a participant is not registered')
  if (standing.state === 'suspended') return refuse('trust/suspended', 'a participant is suspended')
  return standing.state === 'withdrawn' ? refuse('trust/withdrawn', 'a participant is withdrawn') : undefined
}

/** Every signer must be one of these: nobody puts a signature on the entry of another. */
export function refuseSigners(signers: readonly string[], allowed: readonly string[]): Refusal | undefined {
  return signers.every((key) => allowed.includes(key)) ? undefined : refuse('trust/key-not-in-force', 'a signature is by a key that is not in force here')
}

/** Refuses what not every sector of a governance has signed with its threshold. */
export function refuseGovernance(governance: Governance, signers: readonly string[]): Refusal | undefined {
  return refuseThresholds(governance, signers) ?? refuseSigners(signers, seatKeys(governance))
}

/** Refuses a change of who governs: those who do have to agree, and those who are to. */
export function refuseHandover({ from, to }: { readonly from: Governance; readonly to: Governance }, signers: readonly string[]): Refusal | undefined {
  return refuseThresholds(from, signers) ?? refuseThresholds(to, signers) ?? refuseSigners(signers, [...seatKeys(from), ...seatKeys(to)])
}

function refuseThresholds(governance: Governance, signers: readonly string[]): Refusal | undefined {
  const sectors = Object.values(governance)
  const missing = sectors.some(({ threshold, seats }) => seats.filter(({ key }) => signers.includes(key)).length < threshold)
  return sectors.length === 0 || missing ? refuse('trust/quorum-missing', 'a sector has not signed with its threshold') : undefined
}

function seatKeys(governance: Governance): readonly string[] {
  return Object.values(governance).flatMap(({ seats }) => seats.map(({ key }) => key))
}

/** Refuses an act that neither the governance in force nor this participant signed. */
export function refuseActor(by: string, scene: Scene): Refusal | undefined {
  if (by !== governanceActor) return refuseParticipant(by, scene)
  return refuseGovernance(policyAt(scene.registry, scene.index)?.governance ?? {}, scene.signers)
}
