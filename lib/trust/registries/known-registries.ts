import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import type { CredentialRegistrySource } from './credential-registry.ts'
import type { FederationSource } from './federation.ts'
import type { IssuerListSource } from './issuer-list.ts'
import { readName } from './issuer-standing.ts'
import { refusedAnswer } from './registry-error.ts'
import { isEntityId } from './trust-path.ts'

/** A registry that a verifier chose to believe. */
export type RegistrySource = IssuerListSource | FederationSource | CredentialRegistrySource

/** What a list of registries names. */
export interface KnownRegistries {
  readonly sources: readonly RegistrySource[]
  /** Names of entries of a kind that is not read here: to be shown, so that nobody takes silence for an answer. */
  readonly unread: readonly string[]
}

/** Untrusted: a longer list is refused. */
export const maxRegistries = 64

/**
 * Reads a list of registries in the form of the Digital Credentials Consortium: `{ type: 'oidf', name, trustAnchorEC }` and
 * `{ type: 'dcc-legacy', name, url }`. The list has no keys in it: a trust anchor's are then those that its address serves,
 * unless `pinned` holds them by its entity identifier. Whoever takes such a list over trusts each of its registries.
 *
 * @throws RegistryError `registry/list-malformed`
 */
export function parseKnownRegistries(list: Json, pinned: Readonly<Record<string, readonly JsonObject[]>> = {}): KnownRegistries {
  if (!Array.isArray(list) || list.length > maxRegistries) throw refusedAnswer('list-malformed', 'the list of registries has another form')
  const sources: RegistrySource[] = []
  const unread: string[] = []
  for (const entry of list as readonly Json[]) {
    const name = isJsonObject(entry) ? readName(entry['name']) : undefined
    if (!isJsonObject(entry) || name === undefined) throw refusedAnswer('list-malformed', 'a registry in the list has no name')
    const source = readSource(entry, name, pinned)
    if (source === undefined) unread.push(name)
    else sources.push(source)
  }
  return { sources, unread }
}

function readSource({ type, url, trustAnchorEC: anchor }: JsonObject, name: string, pinned: Readonly<Record<string, readonly JsonObject[]>>): RegistrySource | undefined {
  if (type === 'dcc-legacy' && typeof url === 'string' && url.startsWith('https://')) return { kind: 'issuer-list', name, url }
  if (type !== 'oidf' || typeof anchor !== 'string') return undefined
  const id = anchor.replace(/\/\.well-known\/openid-federation$/, '')
  if (id === anchor || !isEntityId(id)) return undefined
  const keys = Object.hasOwn(pinned, id) ? pinned[id] : undefined
  return { kind: 'openid-federation', name, anchors: [{ id, ...(keys === undefined ? {} : { keys }) }] }
}
