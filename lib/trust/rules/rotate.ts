import { keysInForce, recoveryKeyAt } from '../history.ts'
import type { Rotate } from '../payloads.ts'
import type { Participant } from '../registry.ts'
import { refuse, refuseBefore, refuseInactive, refuseSigners, type Refusal, type Rule, type Scene } from '../ruling.ts'

/** Keys that a participant may ever have had: enough for a rotation a month for twenty years. */
const maxKeys = 256
/** And names. */
const maxNames = 64

/** A name changes by any key in force. New keys come in signed by themselves and by an old one or the recovery key, another recovery key by the one before; a key that went out never comes back. */
export const judgeRotate: Rule<'rotate'> = (payload, scene) => {
  const { did, add, remove, recoveryKey, name } = payload
  const { registry, index } = scene
  const participant = registry.participants.get(did)
  const refusal = refuseInactive(did, scene.judge)
  if (refusal !== undefined || participant === undefined) return refusal ?? refuse('trust/not-registered', 'a participant is not registered')
  return refuseName(payload, participant, scene) ?? refuseChange(payload, participant, scene) ?? refuseHands(payload, scene) ?? (() => {
    if (name !== undefined) rename(participant, name, index)
    for (const span of participant.keys) if (remove.includes(span.key) && span.until === undefined) span.until = index
    participant.keys.push(...add.map((key) => ({ key, from: index })))
    if (recoveryKey !== undefined) {
      for (const span of participant.recoveryKeys) span.until ??= index
      participant.recoveryKeys.push({ key: recoveryKey, from: index })
    }
    return [`participant ${did}`]
  })
}

function refuseName({ name }: Rotate, participant: Participant, { registry }: Scene): Refusal | undefined {
  if (name === undefined) return undefined
  if ((participant.formerNames?.length ?? 0) + 1 >= maxNames) return refuse('trust/names-too-many', 'the participant has had too many names')
  return refuseBefore(2, registry) ?? (name === participant.name ? refuse('trust/rotation-empty', 'it has that name') : undefined)
}

function rename(participant: Participant, name: string, index: number): void {
  participant.formerNames = [...participant.formerNames ?? [], { name: participant.name, until: index }]
  participant.name = name
}

function refuseChange({ did, add, remove, recoveryKey, name }: Rotate, { keys, recoveryKeys }: Participant, { registry, index }: Scene): Refusal | undefined {
  const current = keysInForce(registry, did, index)
  if (add.length === 0 && remove.length === 0 && recoveryKey === undefined && name === undefined) return refuse('trust/rotation-empty', 'it changes nothing')
  if (!remove.every((key) => current.includes(key))) return refuse('trust/key-not-in-force', 'a key that shall go is not in force')
  if (remove.some((key) => did === `did:key:${key}`)) return refuse('trust/did-key-mismatch', 'a did:key would be left without its own key')
  const used = [...keys, ...recoveryKeys].map(({ key }) => key)
  if ([...add, ...(recoveryKey === undefined ? [] : [recoveryKey])].some((key) => used.includes(key))) return refuse('trust/key-again', 'a key that shall come in was there before')
  if (recoveryKey !== undefined && add.includes(recoveryKey)) return refuse('trust/recovery-key-in-use', 'the recovery key is one of the keys that sign')
  if (used.length + add.length + 1 > maxKeys) return refuse('trust/keys-too-many', 'the participant has had too many keys')
  return current.length - remove.length + add.length > 0 ? undefined : refuse('trust/last-key', 'no key would be left')
}

function refuseHands({ did, add, recoveryKey }: Rotate, { registry, index, signers }: Scene): Refusal | undefined {
  const recovery = recoveryKeyAt(registry, did, index)
  const old = [...keysInForce(registry, did, index), ...(recovery === undefined ? [] : [recovery])]
  const fresh = [...add, ...(recoveryKey === undefined ? [] : [recoveryKey])]
  if (!signers.some((key) => old.includes(key))) return refuse('trust/key-not-in-force', 'no key in force signed')
  // It is there for the day on which the others are stolen.
  if (recoveryKey !== undefined && recovery !== undefined && !signers.includes(recovery)) return refuse('trust/recovery-key-missing', 'the recovery key in force did not sign for the next one')
  if (!fresh.every((key) => signers.includes(key))) return refuse('trust/possession-missing', 'a key that shall come in did not sign')
  return refuseSigners(signers, [...old, ...fresh])
}

/** An owner stands by what was signed in doubtful times, under a key that nobody doubts. */
export const judgeReaffirm: Rule<'reaffirm'> = ({ did, log, from, to }, scene) => {
  const { registry, index, signers } = scene
  const refusal = refuseInactive(did, scene.judge) ?? refuseSigners(signers, keysInForce(registry, did, index))
  if (refusal !== undefined) return refusal
  if (from >= to || (log === registry.origin && to > index)) return refuse('trust/range-wrong', 'there are no such entries')
  return () => {
    registry.reaffirmations.push({ did, key: signers[0] ?? '', log, from, to, index })
    return []
  }
}
