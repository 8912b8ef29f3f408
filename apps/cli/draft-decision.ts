import { governanceActor, supportedRules } from 'everlearned/trust'
import { UsageError } from './command.ts'
import type { Decision } from './policy-draft.ts'

/** A DID that somebody took is given back: whoever it belongs to can register it afresh. */
export function draftFreeing(did: string): (sequence: number) => Decision {
  return (sequence) => ({ statement: 'withdraw', payload: { by: governanceActor, sequence, target: 'registration', did } })
}

/** Newer rules, from the entry on that says so. */
export function draftRules(version: string): (sequence: number) => Decision {
  if (!/^\d{1,3}$/.test(version) || Number(version) > supportedRules) throw new UsageError(`--rules is a version up to ${supportedRules}`)
  return (sequence) => ({ statement: 'rules', payload: { sequence, version: Number(version) } })
}
