import type { Sha256 } from '../ledger/merkle-hash.ts'
import { parsePolicy, type Policy } from '../ledger/policy.ts'
import type { FinalityRules, KnownLogKeys, LogTrust } from '../trust/judge-checkpoint.ts'
import { logKeysAt } from '../trust/log-keys.ts'
import type { Registry } from '../trust/registry.ts'
import type { RegistryView } from '../trust/registry-view.ts'
import type { VerifyContext } from './verify-context.ts'

/** A network that the verifier trusts: when its checkpoints are final, and who stands in its registry. */
export interface TrustedNetwork {
  /** As the verifier calls it. */
  readonly name: string
  /** C2SP tlog-policy. */
  readonly policy: string
  readonly registry: RegistryView
  /** Logs that follow the registry, replayed: they tell as of which entry of the registry theirs were judged. */
  readonly followers?: readonly Registry[]
}

/** The registry of a network and the logs that follow it: what issuers archive and state stands in either. */
export function recordsOf(network: TrustedNetwork): readonly Registry[] {
  return [network.registry.registry, ...followersOf(network)]
}

/** Those of another registry say nothing here. */
function followersOf({ registry: { registry }, followers = [] }: TrustedNetwork): readonly Registry[] {
  return followers.filter(({ origin, syncs }) => origin !== registry.origin && syncs.at(-1)?.origin === registry.origin)
}

/** Somewhere in a log that counts. */
export interface LogPlace {
  readonly origin: string
  readonly index: number
}

const parsed = new WeakMap<TrustedNetwork, Policy>()

function policyOf(network: TrustedNetwork, sha256: Sha256): Policy {
  const policy = parsed.get(network) ?? parsePolicy(network.policy, sha256)
  parsed.set(network, policy)
  return policy
}

/** Whom a verifier believes that something stands in a log. */
export function logTrustOf({ trust, cryptography }: Pick<VerifyContext, 'trust' | 'cryptography'>): LogTrust {
  const networks = (trust.networks ?? []).map((network): FinalityRules => {
    const { registry, isSnapshot } = network.registry
    const keysOf = (log: Registry): KnownLogKeys => ({ size: log.size, at: (size) => logKeysAt(log, size, cryptography.sha256) })
    const followers = followersOf(network).map((log) => ({ origin: log.origin, logKeys: keysOf(log) }))
    // One state without its past says nothing of the keys that were.
    const isKnown = isSnapshot !== true && registry.policies.length > 0
    return { name: network.name, origin: registry.origin, policy: policyOf(network, cryptography.sha256), followers, ...(isKnown ? { logKeys: keysOf(registry) } : {}) }
  })
  return { logs: trust.logs, networks, cryptography }
}

/** As of which entry of the registry something in a log was judged; undefined when the verifier cannot tell. */
export function registryIndexOf({ registry: { registry }, followers = [] }: TrustedNetwork, place: LogPlace | undefined): number | undefined {
  if (place === undefined) return undefined
  if (place.origin === registry.origin) return place.index
  return followers.find(({ origin }) => origin === place.origin)?.syncs.findLast(({ from, origin }) => from < place.index && origin === registry.origin)?.size
}
