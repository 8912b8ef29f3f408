import { equalBytes } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { EverlearnedError } from '../../error.ts'
import { parseCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts'
import { parsePolicy } from '../../ledger/policy.ts'
import { satisfies } from '../../ledger/satisfies.ts'
import { rootOfMap } from '../epoch-map.ts'
import { policyAt } from '../history.ts'
import type { Registry } from '../registry.ts'
import { putOff, refuse, refuseParticipant, type ReplayContext, type Rule } from '../ruling.ts'

/** The operator states the root of the map of everything in force; every validator computes it again. */
export const judgeEpoch: Rule<'epoch'> = ({ size, root }, scene) => {
  const { registry, index, context } = scene
  if (registry.operator === undefined) return refuse('trust/operator-unknown', 'nobody is known to run this log')
  const refusal = refuseParticipant(registry.operator, scene)
  if (refusal !== undefined) return refusal
  if (size !== index) return refuse('trust/epoch-misplaced', 'it is of another size than the log has here')
  if (root !== encodeHex(rootOfMap(registry.map, context.cryptography.sha256))) return refuse('trust/epoch-wrong', 'the map has another root')
  return () => {
    registry.epochs.push({ index, root })
    return []
  }
}

/**
 * From here on entries are judged against a registry of another log, as it was at a checkpoint. Whether that checkpoint is final
 * follows from the policy that the registry itself had then.
 */
export const judgeSync: Rule<'regsync'> = async ({ operator, origin, checkpoint: text }, { registry, index, signers, context }) => {
  const checkpoint = readCheckpoint(text)
  if (checkpoint === undefined || checkpoint.origin !== origin || origin === registry.origin) return refuse('trust/checkpoint-malformed', 'it holds no checkpoint of that log')
  const last = registry.syncs.at(-1)
  if (last !== undefined && (last.origin !== origin || checkpoint.size < last.size)) return refuse('trust/registry-smaller', 'it goes back behind the registry that is followed')
  if (registry.operator !== undefined && registry.operator !== operator) return refuse('trust/not-entitled', 'another runs this log')
  const known = await context.registryAt?.(origin, checkpoint.size)
  if (known === undefined || known.registry.size < checkpoint.size) return putOff('trust/registry-unknown', 'the registry is not known here to that size')
  if (!equalBytes(known.root, checkpoint.root)) return refuse('trust/registry-forked', 'the registry is known here with another history')
  if (!(await isFinal(checkpoint, known.registry, context))) return refuse('trust/checkpoint-not-final', 'the quorum of that registry has not cosigned the checkpoint')
  const refusal = refuseParticipant(operator, { signers, judge: { registry: known.registry, at: checkpoint.size } })
  return refusal ?? (() => {
    registry.operator = operator
    registry.syncs.push({ from: index, origin, size: checkpoint.size })
    return []
  })
}

async function isFinal(checkpoint: Checkpoint, registry: Registry, { cryptography }: ReplayContext): Promise<boolean> {
  const current = policyAt(registry, checkpoint.size)
  return current !== undefined && (await satisfies(parsePolicy(current.policy, cryptography.sha256), checkpoint, cryptography)).isFinal
}

function readCheckpoint(text: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(text)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
