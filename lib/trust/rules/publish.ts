import { accreditationsAt, ruleAt, typeAt } from '../history.ts'
import { domainGround, type Dispute, type Recommend, type Subject } from '../payloads.ts'
import { refuse, refuseParticipant, type Change, type Refusal, type Rule, type Scene } from '../ruling.ts'
import { judgeSighting } from './see-domain.ts'

/** A credential type is published by who is accredited for its scope; whoever published it first keeps its name. */
export const judgeType: Rule<'type'> = ({ by, id, scope, attestedBy }, scene) => {
  const { registry, index } = scene
  const refusal = refuseParticipant(by, scene) ?? refuseTaken(typeAt(registry, id, index), by) ?? refuseUnaccredited(by, scope, scene)
  return refusal ?? (() => {
    published(registry.types, id).push({ by, scope, attestedBy, from: index })
    return [`type ${id}`]
  })
}

/** An award rule is published by who is accredited for what it awards. */
export const judgeRule: Rule<'rule'> = ({ by, id, awards, rule }, scene) => {
  const { registry, index } = scene
  const type = typeAt(registry, awards, index)
  if (type === undefined) return refuse('trust/type-unknown', 'nobody published the type that it awards')
  const refusal = refuseParticipant(by, scene) ?? refuseTaken(ruleAt(registry, id, index), by) ?? refuseUnaccredited(by, type.scope, scene)
  return refusal ?? (() => {
    published(registry.rules, id).push({ by, awards, rule, from: index })
    return [`rule ${id}`]
  })
}

/** For another, a rule, a type or an entry; or that the domain of another was looked at. */
export const judgeEndorse: Rule<'endorse'> = (payload, scene) => (payload.ground === domainGround ? judgeSighting(payload, scene) : judgeOpinion(payload, scene))

/** Against one of these. */
export const judgeDispute: Rule<'dispute'> = (payload, scene) => judgeOpinion(payload, scene)

/** A participant's opinion; it changes nothing that was recorded. */
function judgeOpinion({ by, subject, ground }: Recommend | Dispute, scene: Scene): Refusal | Change {
  const { registry, index } = scene
  const refusal = refuseParticipant(by, scene)
  if (refusal !== undefined) return refusal
  if (!isThere(subject, scene)) return refuse('trust/target-unknown', 'there is nothing of that name')
  if ('did' in subject && subject.did === by) return refuse('trust/not-entitled', 'nobody speaks for or against itself')
  return () => {
    registry.opinions.push({ index, by, subject, ground })
    return []
  }
}

/** An award under a rule in force, by who owns the rule, once. */
export const judgeAward: Rule<'award'> = ({ by, rule, commitment }, scene) => {
  const { registry, judge } = scene
  const refusal = refuseParticipant(by, scene)
  if (refusal !== undefined) return refusal
  const inForce = ruleAt(judge.registry, rule, judge.at)
  if (inForce === undefined) return refuse('trust/rule-unknown', 'there is no such rule')
  if (inForce.by !== by) return refuse('trust/not-entitled', 'the rule belongs to another')
  if (registry.recorded.has(commitment)) return refuse('trust/award-again', 'the award is recorded already')
  return () => {
    registry.recorded.add(commitment)
    return []
  }
}

function refuseTaken(current: { readonly by: string } | undefined, by: string): Refusal | undefined {
  return current === undefined || current.by === by ? undefined : refuse('trust/name-taken', 'another participant published under this name')
}

function refuseUnaccredited(did: string, scope: string, { registry, index }: Scene): Refusal | undefined {
  return accreditationsAt(registry, { did, scope }, index).length > 0 ? undefined : refuse('trust/not-accredited', 'its owner is not accredited for the scope')
}

function isThere(subject: Subject, { registry, index }: Scene): boolean {
  if ('did' in subject) return registry.participants.has(subject.did)
  if ('entry' in subject) return subject.entry < index
  return 'rule' in subject ? registry.rules.has(subject.rule) : registry.types.has(subject.type)
}

function published<T>(versions: Map<string, T[]>, id: string): T[] {
  const list = versions.get(id) ?? []
  versions.set(id, list)
  return list
}
