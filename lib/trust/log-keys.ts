import type { Sha256 } from '../ledger/merkle-hash.ts'
import { parsePolicy } from '../ledger/policy.ts'
import type { VerifierKey } from '../ledger/verifier-key.ts'
import type { Registry } from './registry.ts'

/** The policies that a log had, of a registry or of as much of it as somebody knows. */
export interface PolicyHistory {
  readonly origin: string
  readonly policies: readonly Registry['policies'][number][]
}

const parsed = new WeakMap<Registry['policies'][number], readonly VerifierKey[]>()

/**
 * The keys under which a log signs a checkpoint of `size` entries: those that the last policy among these entries names for its
 * origin. Empty when none has named any: then the key counts that somebody learnt otherwise.
 */
export function logKeysAt({ origin, policies }: PolicyHistory, size: number, sha256: Sha256): readonly VerifierKey[] {
  for (const policy of policies.toReversed()) {
    if (policy.from >= size) continue
    const keys = logKeysNamed(policy, sha256).filter(({ name }) => name === origin)
    if (keys.length > 0) return keys
  }
  return []
}

/** The entry that put the keys in force which a log signs under at `size`; undefined when no policy among its entries names any. */
export function logKeysSince(history: PolicyHistory, size: number, sha256: Sha256): number | undefined {
  const current = idsOf(logKeysAt(history, size, sha256))
  if (current === '') return undefined
  let since: number | undefined
  for (const { from } of history.policies.toReversed()) {
    if (from >= size) continue
    if (idsOf(logKeysAt(history, from + 1, sha256)) !== current) break
    since = from
  }
  return since
}

function idsOf(keys: readonly VerifierKey[]): string {
  return keys.map(({ keyId }) => keyId).join(' ')
}

function logKeysNamed(policy: Registry['policies'][number], sha256: Sha256): readonly VerifierKey[] {
  const keys = parsed.get(policy) ?? parsePolicy(policy.policy, sha256).logs.map(({ key }) => key)
  parsed.set(policy, keys)
  return keys
}
