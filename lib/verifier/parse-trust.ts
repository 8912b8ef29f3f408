import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { noQuorum, parsePolicy } from '../ledger/policy.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import { isSigningMultikey } from '../trust/entry-text.ts'
import { policyAt } from '../trust/history.ts'
import type { Accreditor } from '../trust/registries/endorsement.ts'
import type { RegistrySource } from '../trust/registries/known-registries.ts'
import { openRegistryProof } from '../trust/registry-proof.ts'
import { parseRegistry } from '../trust/registry-text.ts'
import type { RegistryView } from '../trust/registry-view.ts'
import { isPolicyName, policyNames, type KnownIssuer, type Trust } from './policy.ts'
import type { TrustedNetwork } from './trusted-network.ts'
import { VerifierError } from './verifier-error.ts'

/** Untrusted: a trust file of more entries than this is refused. */
export const maxTrustEntries = 100_000

/** Untrusted: one of more networks. */
const maxNetworks = 64

type Members = Readonly<Record<string, unknown>>

/**
 * Reads a trust file: `{ "policy": "known-issuer", "issuers": [{ "did", "name", "keys" }], "logs": ["<verifier key>"], "networks": [{ "name",
 * "policy": "<tlog-policy>", "registry" }], "accreditors": [{ "id", "name", "scopes" }], "registries": [{ "kind", "name", … }] }`.
 *
 * The registry of a network is the text of a whole one, as a mirror saves it, `{ "extract": text, "covers": [names] }`, or a
 * `RegistryProof`, which must be under the policy that stands beside it. A whole registry may bring its policy along.
 *
 * @throws VerifierError `verifier/trust-malformed` naming the member that is wrong
 */
export async function parseTrust(text: string, cryptography: Cryptography): Promise<Trust> {
  const file = parseObject(text)
  const foreign = Object.keys(file).find((key) => !['issuers', 'logs', 'policy', 'networks', 'accreditors', 'registries'].includes(key))
  if (foreign !== undefined) throw malformed(`it has a member "${foreign.slice(0, 40)}" that means nothing here`)
  const policy = file['policy'] ?? 'known-issuer'
  if (typeof policy !== 'string' || !isPolicyName(policy)) throw malformed(`policy must be one of ${policyNames.join(', ')}`)
  const networks: TrustedNetwork[] = []
  for (const [index, network] of listOf(file, 'networks', maxNetworks).entries()) networks.push(await parseNetwork(network, `networks[${index}]`, cryptography))
  const [accreditors, registries] = [listOf(file, 'accreditors').map(parseAccreditor), listOf(file, 'registries', maxNetworks).map(parseSource)]
  return {
    policy,
    issuers: listOf(file, 'issuers').map(parseIssuer),
    logs: listOf(file, 'logs').map((key, index) => parseLog(key, `logs[${index}]`, cryptography)),
    ...(networks.length === 0 ? {} : { networks }),
    ...(accreditors.length === 0 ? {} : { accreditors }),
    ...(registries.length === 0 ? {} : { registries }),
  }
}

async function parseNetwork(value: unknown, where: string, cryptography: Cryptography): Promise<TrustedNetwork> {
  const network = membersOf(value)
  const name = nonEmpty(network['name'], `${where}.name`)
  try {
    const given = network['policy']
    if (given !== undefined) checkPolicy(given, `${where}.policy`, cryptography)
    const registry = await parseView(network, where, cryptography)
    const policy = given ?? policyAt(registry.registry, registry.registry.size)?.policy
    const followers = listOf(network, 'followers', maxNetworks).map((text, at) => parseRegistry(nonEmpty(text, `${where}.followers[${at}]`), cryptography))
    return { name, policy: checkPolicy(policy, `${where}.policy`, cryptography), registry, ...(followers.length === 0 ? {} : { followers }) }
  } catch (error) {
    if (error instanceof VerifierError || !(error instanceof EverlearnedError)) throw error
    throw malformed(`${where} cannot be read (${error.code})`, error)
  }
}

/** A policy under which anything would be final is none. */
function checkPolicy(value: unknown, where: string, { sha256 }: Cryptography): string {
  const text = nonEmpty(value, where)
  const { logs, quorum } = parsePolicy(text, sha256)
  if (logs.length === 0 && quorum === noQuorum) throw malformed(`${where} names neither a log nor a quorum`)
  return text
}

async function parseView({ name, registry, policy }: Members, where: string, cryptography: Cryptography): Promise<RegistryView> {
  if (typeof registry === 'string') return { registry: parseRegistry(registry, cryptography) }
  const { type, extract, covers } = membersOf(registry)
  if (typeof extract === 'string' && Array.isArray(covers)) return { registry: parseRegistry(extract, cryptography), covers: new Set(covers.map(String)) }
  if (type !== 'RegistryProof') throw malformed(`${where}.registry is neither the text of a registry nor a proof of records`)
  const rules = parsePolicy(nonEmpty(policy, `${where}.policy`), cryptography.sha256)
  const [only, ...others] = rules.logs
  if (only === undefined || others.length > 0) throw malformed(`${where}.policy must name the one log of the registry`)
  const { believed: _, ...view } = await openRegistryProof(registry, { logs: [], networks: [{ name: String(name), origin: only.key.name, policy: rules }], cryptography })
  return view
}

function parseObject(text: string): Members {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new VerifierError('verifier/trust-malformed', 'Cannot read trust file: it is not JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('it must be a JSON object')
  return value as Members
}

function listOf(file: Members, name: string, max = maxTrustEntries): readonly unknown[] {
  const list = file[name] ?? []
  if (!Array.isArray(list)) throw malformed(`${name} must be a list`)
  if (list.length > max) throw malformed(`${name} has more than ${max} entries`)
  return list
}

function parseIssuer(value: unknown, index: number): KnownIssuer {
  const issuer = membersOf(value)
  const keys = listOf(issuer, 'keys', maxNetworks).map((key, at) => nonEmpty(key, `issuers[${index}].keys[${at}]`))
  if (!keys.every(isSigningMultikey)) throw malformed(`issuers[${index}].keys holds what is no key in Multikey form`)
  return { did: nonEmpty(issuer['did'], `issuers[${index}].did`), name: nonEmpty(issuer['name'], `issuers[${index}].name`), ...(keys.length === 0 ? {} : { keys }) }
}

function parseAccreditor(value: unknown, index: number): Accreditor {
  const { id, name, scopes } = membersOf(value)
  const where = `accreditors[${index}]`
  if (!Array.isArray(scopes) || scopes.length === 0) throw malformed(`${where}.scopes must be a list`)
  return { id: nonEmpty(id, `${where}.id`), name: nonEmpty(name, `${where}.name`), scopes: scopes.map((scope, at) => nonEmpty(scope, `${where}.scopes[${at}]`)) }
}

function parseSource(value: unknown, index: number): RegistrySource {
  const where = `registries[${index}]`
  const { kind, name, url, anchors } = membersOf(value)
  const named = { name: nonEmpty(name, `${where}.name`) }
  if (kind === 'issuer-list') return { kind, ...named, url: nonEmpty(url, `${where}.url`) }
  if (kind !== 'openid-federation' || !Array.isArray(anchors)) throw malformed(`${where}.kind must be issuer-list, or openid-federation with anchors`)
  return { kind, ...named, anchors: anchors.map((anchor, at) => {
    const { id, keys } = membersOf(anchor)
    return { id: nonEmpty(id, `${where}.anchors[${at}].id`), ...(Array.isArray(keys) ? { keys } : {}) }
  }) }
}

function parseLog(value: unknown, where: string, { sha256 }: Cryptography): string {
  const key = nonEmpty(value, where)
  try {
    parseVerifierKey(key, sha256)
    return key
  } catch (error) {
    if (!(error instanceof EverlearnedError)) throw error
    throw malformed(`${where} is no verifier key`)
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

function nonEmpty(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`${where} must be a text`)
  return value
}

function malformed(state: string, cause?: unknown): VerifierError {
  return new VerifierError('verifier/trust-malformed', `Cannot read trust file: ${state}`, cause === undefined ? undefined : { cause })
}
