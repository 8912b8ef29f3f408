import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import { readKeySet, verifyStatement, type EntityStatement, type FederationKey } from './entity-statement.ts'
import { applyConstraints } from './federation-constraints.ts'
import { applyPolicies } from './metadata-policy.ts'
import { refusedAnswer } from './registry-error.ts'
import type { RegistryContext } from './registry-fetch.ts'
import type { Entity, Federated } from './trust-path.ts'

/** An entity that the verifier trusts to say who else is trusted. */
export interface TrustAnchor {
  /** Its entity identifier, an https address. */
  readonly id: string
  /**
   * Its keys as JSON Web Keys, obtained by the verifier in another way. Without them those that its address serves are taken,
   * which is worth as much as the address, and the answer says so.
   */
  readonly keys?: readonly JsonObject[]
}

/** A chain that was verified from the trust anchor down. */
export interface TrustChain {
  /** From the trust anchor to the subject. */
  readonly entities: readonly { readonly id: string; readonly claims: JsonObject; readonly keys: readonly FederationKey[] }[]
  /** The metadata of the subject after all policies. */
  readonly metadata: JsonObject
  /** Of these metadata what a superior stated or its policy fixed; the rest is the subject's own word. */
  readonly vouched: JsonObject
  /** The configuration of the subject, when it publishes one. */
  readonly configuration: EntityStatement | undefined
  /** The keys that the immediate superior attests for the subject. */
  readonly keys: readonly FederationKey[]
  readonly expires: Date
  readonly isRootPinned: boolean
}

/**
 * Verifies a path, from the trust anchor down to `subject` (OpenID Federation 1.0, "Validating a Trust Chain"): every
 * statement under keys that the one above attests. The subject is the first entity of the path, or a DID that this entity
 * tells of and that publishes no configuration itself, as in the registry of the Digital Credentials Consortium.
 * Undefined when a superior does not know the one below.
 */
export async function verifyPath(path: readonly Entity[], subject: string, anchor: TrustAnchor, federated: Federated, context: RegistryContext): Promise<TrustChain | undefined> {
  const down = [...path].reverse()
  const [root] = down
  if (root === undefined) return undefined
  let keys = readKeySet(anchor.keys === undefined ? root.configuration.claims['jwks'] : { keys: [...anchor.keys] }, root.id)
  await verifyStatement(root.configuration, keys, context)
  const statements: EntityStatement[] = []
  const entities: TrustChain['entities'][number][] = [{ id: root.id, claims: root.configuration.claims, keys }]
  const names = [...down.slice(1).map(({ id }) => id), ...(path[0]?.id === subject ? [] : [subject])]
  for (const [place, id] of names.entries()) {
    const superior = down[place] ?? root
    const statement = await federated.statementAbout(id, superior)
    if (statement === undefined) return undefined
    await verifyStatement(statement, keys, context)
    statements.push(statement)
    keys = readKeySet(statement.claims['jwks'], id)
    const entity = down[place + 1]
    // Its own configuration counts only under the keys that its superior attests.
    if (entity !== undefined) await verifyStatement(entity.configuration, keys, context)
    entities.push({ id, claims: entity?.configuration.claims ?? statement.claims, keys })
  }
  const configuration = path[0]?.id === subject ? path[0].configuration : undefined
  const metadata = resolveMetadata(configuration, statements, names)
  const all = [...down.map((entity) => entity.configuration), ...statements]
  return {
    entities, configuration, keys, metadata, vouched: vouchedOf(metadata, statements), isRootPinned: anchor.keys !== undefined,
    expires: all.reduce((first, { expires }) => (expires < first ? expires : first), new Date(8.64e15)),
  }
}

/** OpenID Federation 1.0, "Metadata Policy", "Applying": what the nearest superior states goes before what the subject says of itself. */
function resolveMetadata(configuration: EntityStatement | undefined, statements: readonly EntityStatement[], names: readonly string[]): JsonObject {
  const own = metadataOf(configuration)
  const stated = metadataOf(statements.at(-1))
  // Without a configuration the superior speaks for the subject; with one it may only change the kinds that the subject declares.
  const types = configuration === undefined ? Object.keys(stated) : Object.keys(own)
  const joined: JsonObject = Object.fromEntries(types.map((type) => [type, { ...parametersOf(own, type), ...parametersOf(stated, type) }]))
  const allowed = statements.reduce((metadata, { claims }, place) => applyConstraints({ claims, below: names.slice(place) }, metadata), joined)
  return applyPolicies(allowed, statements.map(({ claims }) => claims))
}

/** What restricts a parameter to values that the superior knows. */
const vouching = ['value', 'one_of', 'subset_of']

function vouchedOf(metadata: JsonObject, statements: readonly EntityStatement[]): JsonObject {
  const stated = metadataOf(statements.at(-1))
  const policies = statements.map(({ claims }) => claims['metadata_policy']).filter(isJsonObject)
  const isVouched = (type: string, name: string): boolean => Object.hasOwn(parametersOf(stated, type), name)
    || policies.some((policy) => vouching.some((operator) => Object.hasOwn(parametersOf(parametersOf(policy, type), name), operator)))
  return Object.fromEntries(Object.keys(metadata).map((type) => [type, Object.fromEntries(Object.entries(parametersOf(metadata, type)).filter(([name]) => isVouched(type, name)))]))
}

function metadataOf(statement: EntityStatement | undefined): JsonObject {
  const metadata = statement?.claims['metadata']
  if (metadata === undefined) return {}
  if (!isJsonObject(metadata)) throw refusedAnswer('statement-malformed', 'of a statement: its metadata have another form')
  return metadata
}

/** The parameters of one kind of entity; none when it declares none. */
export function parametersOf(metadata: JsonObject, type: string): JsonObject {
  const parameters = Object.hasOwn(metadata, type) ? metadata[type] : undefined
  return isJsonObject(parameters) ? parameters : {}
}
