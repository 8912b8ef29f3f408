import type { Suspend, Withdraw } from '../payloads.ts'
import { governanceActor } from '../payloads.ts'
import { isWithin, keysInForce, participantAt, recoveryKeyAt, sizeOfLog } from '../history.ts'
import type { Accreditation, Participant } from '../registry.ts'
import { refuse, refuseActor, refuseBefore, refuseSigners, type Change, type Refusal, type Rule, type Scene } from '../ruling.ts'

/** Who gave an accreditation, or the governance, holds it back; only the governance holds back a participant. */
export const judgeSuspend: Rule<'suspend'> = (payload, scene) => {
  const target = targetOf(payload, scene)
  if ('code' in target) return target
  if (spanOf(target, scene.index) !== undefined) return refuse('trust/suspended', 'it is suspended already')
  return () => {
    target.suspensions.push({ from: scene.index })
    return namesOf(payload)
  }
}

/** Whoever may suspend lets in force again. */
export const judgeReinstate: Rule<'reinstate'> = (payload, scene) => {
  const target = targetOf(payload, scene)
  if ('code' in target) return target
  const span = spanOf(target, scene.index)
  if (span === undefined) return refuse('trust/not-suspended', 'it is not suspended')
  return () => {
    span.until = scene.index
    return namesOf(payload)
  }
}

/** An end without return: of an accreditation, a participant, which may also end itself, or a key. */
export const judgeWithdraw: Rule<'withdraw'> = (payload, scene) => {
  if (payload.target === 'key') return judgeKey(payload, scene)
  if (payload.target === 'registration') return judgeRegistration(payload, scene)
  const target = targetOf(payload, scene, payload.target === 'participant' ? payload.did : undefined)
  if ('code' in target) return target
  return () => {
    target.withdrawnAt = scene.index
    return namesOf(payload)
  }
}

/** What is to be changed, when it is there and who asks may. */
function targetOf(payload: Suspend, scene: Scene, endsItself?: string): Accreditation | Participant | Refusal {
  const { registry, index } = scene
  const target = payload.target === 'accreditation' ? registry.accreditations.get(payload.accreditation) : participantAt(registry, payload.did, index)?.participant
  if (target === undefined) return refuse('trust/target-unknown', 'there is no such accreditation or participant')
  if (target.withdrawnAt !== undefined) return refuse('trust/withdrawn', 'it is withdrawn')
  const isEntitled = payload.by === governanceActor || payload.by === ('accreditor' in target ? target.accreditor : endsItself)
  return isEntitled ? refuseActor(payload.by, scene) ?? target : refuse('trust/not-entitled', 'neither the accreditor who gave it nor the governance asks')
}

function spanOf({ suspensions }: Accreditation | Participant, index: number): Participant['suspensions'][number] | undefined {
  return suspensions.find((span) => isWithin(span, index + 1))
}

function namesOf(payload: Suspend): readonly string[] {
  return [payload.target === 'accreditation' ? `accreditation ${payload.accreditation}` : `participant ${payload.did}`]
}

/**
 * All sectors together find that a DID was not his who registered it. It can be registered afresh; what he did stays, under his keys,
 * and what he was accredited for ends with him. A did:key is whose key it is, and whom the charter names nobody took for another.
 */
function judgeRegistration({ by, did }: Extract<Withdraw, { target: 'registration' }>, scene: Scene): Refusal | Change {
  const { registry, index } = scene
  const participant = registry.participants.get(did)
  const older = refuseBefore(2, registry)
  if (older !== undefined) return older
  if (participant === undefined) return refuse('trust/target-unknown', 'there is no such accreditation or participant')
  if (participant.freedAt !== undefined) return refuse('trust/withdrawn', 'it is withdrawn')
  if (by !== governanceActor || participant.sector === undefined || did.startsWith('did:key:')) return refuse('trust/not-entitled', 'only the governance gives a DID back, and only one that somebody could take for himself')
  return refuseActor(by, scene) ?? (() => {
    participant.freedAt = index
    participant.withdrawnAt ??= index
    for (const span of [...participant.keys, ...participant.recoveryKeys]) span.until ??= index
    const given = participant.accreditations.flatMap((id) => registry.accreditations.get(id) ?? [])
    for (const each of given) each.withdrawnAt ??= index
    return [`participant ${did}`, ...given.map(({ id }) => `accreditation ${id}`)]
  })
}

/** A key ends by its owner, with any key in force or the recovery key, or by the governance; also that of a suspended owner, and one that was retired before it was known to be stolen. */
function judgeKey(payload: Extract<Withdraw, { target: 'key' }>, scene: Scene): Refusal | Change {
  const { by, did, key, compromisedSince } = payload
  const { registry, index, signers } = scene
  // A key that gave way to another ends no second time, but that it was in other hands before may come to light later.
  const span = registry.participants.get(did)?.keys.find((one) => one.key === key && (isWithin(one, index) || (compromisedSince !== undefined && one.isWithdrawn !== true && one.from < index)))
  if (span === undefined) return refuse('trust/target-unknown', 'there is no such key in force')
  if (by !== did && by !== governanceActor) return refuse('trust/not-entitled', 'neither the owner of the key nor the governance asks')
  const recovery = recoveryKeyAt(registry, did, index)
  const refusal = by === governanceActor ? refuseActor(by, scene) : refuseSigners(signers, [...keysInForce(registry, did, index), ...(recovery === undefined ? [] : [recovery])])
  if (refusal !== undefined) return refusal
  if (compromisedSince !== undefined && sizeOfLog(compromisedSince, registry.origin) > index) return refuse('trust/compromise-in-future', 'it would be compromised since entries to come')
  return () => {
    span.until ??= index
    span.isWithdrawn = true
    if (compromisedSince !== undefined) span.compromisedSince = compromisedSince
    return [`participant ${did}`]
  }
}
