import { extractRegistry, formatRegistry, policyAt, wholeRegistry } from 'everlearned/trust'
import type { Trust } from 'everlearned/verifier'
import { listIssuers } from '../accounts/organisation-keys.ts'
import type { NodeContext } from '../context.ts'
import { rulesInForce } from '../network/rules-in-force.ts'

/** What this node trusts: its own organisations, its own log, and the network whose rules are in force here. */
export async function nodeTrust(context: NodeContext): Promise<Trust> {
  const { ledger, judgedLog, followedLogs } = context
  const trust = { policy: 'known-issuer', issuers: await listIssuers(context), logs: [ledger.verifierKey] } as const
  const registry = rulesInForce(context)?.registry
  const policy = registry === undefined ? undefined : policyAt(registry, registry.size)?.policy
  if (registry === undefined || policy === undefined) return trust
  const followers = [judgedLog.registry, ...followedLogs.all.flatMap(({ log }) => log.registry ?? [])].filter(({ origin, syncs }) => origin !== registry.origin && syncs.length > 0)
  return { ...trust, networks: [{ name: registry.name ?? registry.origin, policy, registry: wholeRegistry(registry), followers }] }
}

/** A trust file of this node, as far as it is about these issuers and credential types: for its pages, which hold no registry. */
export async function nodeTrustFile(names: readonly string[], context: NodeContext): Promise<Record<string, unknown>> {
  const { networks = [], ...trust } = await nodeTrust(context)
  const wanted = new Set(names)
  return {
    ...trust,
    networks: networks.map(({ name, policy, registry: { registry }, followers = [] }) => ({
      name, policy, registry: { extract: formatRegistry(extractRegistry(registry, wanted)), covers: names }, followers: followers.map((each) => formatRegistry(extractRegistry(each, wanted, registry))),
    })),
  }
}
