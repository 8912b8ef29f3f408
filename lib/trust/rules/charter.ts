import { EverlearnedError } from '../../error.ts'
import { lintPolicy } from '../../ledger/lint-policy.ts'
import { noQuorum, parsePolicy } from '../../ledger/policy.ts'
import type { Sha256 } from '../../ledger/merkle-hash.ts'
import { sectors, type Charter, type CharterParty, type Governance, type PolicyChange } from '../payloads.ts'
import { policyAt } from '../history.ts'
import { supportedRules, type Participant, type Registry } from '../registry.ts'
import { putOff, refuse, refuseGovernance, refuseHandover, type Change, type Refusal, type Rule } from '../ruling.ts'

/** A network begins with its charter, once, signed by every sector that it gives a voice: one alone, or all five. */
export const judgeCharter: Rule<'charter'> = (charter, { registry, index, signers, context }) => {
  if (index !== 0) return refuse('trust/charter-again', 'a network has one charter, at its beginning')
  const count = Object.keys(charter.governance).length
  if (count !== 1 && count !== sectors.length) return refuse('trust/sectors-missing', 'a network has one sector or all five')
  if (charter.rules < 1 || charter.rules > supportedRules) return putOff('trust/rules-unknown', `rules of version ${charter.rules} are not known here`)
  const refusal = refuseGovernanceShape(charter.governance) ?? refusePolicy(charter, context.cryptography.sha256) ?? refuseParties(charter) ?? refuseGovernance(charter.governance, signers)
  return refusal ?? (() => begin(charter, registry))
}

/** Finality and who decides are changed by every sector of the governance in force, that of the workers included, and with those who are to decide. */
export const judgePolicy: Rule<'policy'> = (change: PolicyChange, { registry, index, signers, context }) => {
  const current = policyAt(registry, index)
  if (current === undefined || (change.policy === undefined && change.governance === undefined)) return refuse('trust/policy-empty', 'it changes nothing')
  const { policy, governance } = { ...current, ...change }
  const refusal = refuseGrowth(current.governance, governance) ?? refuseGovernanceShape(governance) ?? refusePolicy({ policy, governance }, context.cryptography.sha256) ?? refuseHandover({ from: current.governance, to: governance }, signers)
  return refusal ?? (() => {
    registry.policies.push({ from: index, policy, governance })
    return ['network']
  })
}

/** New rules begin at one entry for everybody. Who does not know them yet must wait there. */
export const judgeRules: Rule<'rules'> = ({ version }, { registry, index, signers }) => {
  const refusal = refuseGovernance(policyAt(registry, index)?.governance ?? {}, signers)
  if (refusal !== undefined) return refusal
  if (version <= registry.rulesVersion) return refuse('trust/rules-not-newer', 'the rules in force are as new')
  if (version > supportedRules) return putOff('trust/rules-unknown', `rules of version ${version} are not known here`)
  return () => {
    registry.rulesVersion = version
    registry.rulesChanges.push({ from: index, version })
    return ['network']
  }
}

/** Fees, privacy, the matcher and releases: the digest of what all sectors agreed on. */
export const judgeConstitution: Rule<'constitution'> = ({ kind, digest }, { registry, index, signers }) => (
  refuseGovernance(policyAt(registry, index)?.governance ?? {}, signers) ?? (() => {
    registry.constitution.push({ kind, digest, from: index })
    return ['network']
  })
)

/** Sectors that have a voice may give it up. Of those that never had one, none is left out when one sector makes room for others. */
function refuseGrowth(from: Governance, to: Governance): Refusal | undefined {
  const [before, after] = [Object.keys(from).length, Object.keys(to).length]
  return before === 1 && after > 1 && after < sectors.length ? refuse('trust/sectors-missing', 'a network has one sector or all five') : undefined
}

/** More than half of a sector speaks for it, and no key has two seats. */
function refuseGovernanceShape(governance: Governance): Refusal | undefined {
  const groups = Object.values(governance)
  if (groups.length === 0) return refuse('trust/sectors-missing', 'nobody would govern')
  if (groups.some(({ threshold, seats }) => threshold > seats.length || threshold * 2 <= seats.length)) return refuse('trust/threshold-wrong', 'a threshold is not a majority of its seats')
  const keys = groups.flatMap(({ seats }) => seats.map(({ key }) => key))
  return new Set(keys).size < keys.length ? refuse('trust/seat-twice', 'a key has two seats') : undefined
}

/** Two quorums of a policy have more in common than may lie; none at all is for a network of one sector. */
function refusePolicy({ policy: text, governance }: Pick<Charter, 'policy' | 'governance'>, sha256: Sha256): Refusal | undefined {
  try {
    const policy = parsePolicy(text, sha256)
    const isUnsafe = !lintPolicy(policy).isAccepted || (policy.quorum === noQuorum && Object.keys(governance).length > 1)
    return isUnsafe ? refuse('trust/policy-unsafe', 'two quorums of the policy could part ways') : undefined
  } catch (cause) {
    if (cause instanceof EverlearnedError) return refuse('trust/policy-malformed', 'the policy cannot be read')
    throw cause
  }
}

function refuseParties({ accreditors, operator }: Charter): Refusal | undefined {
  const dids = [operator, ...accreditors].map(({ did }) => did)
  return new Set(dids).size < dids.length ? refuse('trust/did-taken', 'the charter names a DID twice') : undefined
}

function begin(charter: Charter, registry: Registry): ReturnType<Change> {
  const { name, policy, governance, accreditors, operator, rules } = charter
  registry.name = name
  registry.rulesVersion = rules
  registry.rulesChanges.push({ from: 0, version: rules })
  registry.operator = operator.did
  registry.policies.push({ from: 0, policy, governance })
  registry.participants.set(operator.did, named(operator))
  for (const [position, { scopes, ...party }] of accreditors.entries()) {
    const id = -1 - position
    registry.participants.set(party.did, { ...named(party), accreditations: [id] })
    registry.accreditations.set(id, { id, did: party.did, accreditor: party.did, scopes, mayAccredit: true, from: '0000-01-01', depth: 0, givenAt: 0, suspensions: [] })
  }
  return ['network', ...[operator, ...accreditors].map(({ did }) => `participant ${did}`), ...accreditors.map((_, position) => `accreditation ${-1 - position}`)]
}

function named({ did, name, keys }: CharterParty): Participant {
  return { did, name, registeredAt: 0, keys: keys.map((key) => ({ key, from: 0 })), recoveryKeys: [], suspensions: [], accreditations: [] }
}
