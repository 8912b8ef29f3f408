import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import { maxStatementBytes, readKeySet, readStatement, verifyStatement, type EntityStatement } from './entity-statement.ts'
import { missingAnswer, refusedAnswer, RegistryError } from './registry-error.ts'
import type { AskRegistry, RegistryContext } from './registry-fetch.ts'

/** An entity with what it says of itself, which proves no more than that it holds its keys. */
export interface Entity {
  readonly id: string
  readonly configuration: EntityStatement
}

/** Asks entities of one federation, each at most once. */
export interface Federated {
  /** Undefined where an entity publishes no configuration. */
  configurationOf(id: string): Promise<Entity | undefined>
  /** What a superior says of a subject; undefined when it does not know it. */
  statementAbout(subject: string, superior: Entity): Promise<EntityStatement | undefined>
}

/** Untrusted: no more statements than this may lie between a trust anchor and an issuer. */
export const maxChainDepth = 5

/** Untrusted: of a longer list of superiors only so many are followed. */
const maxHints = 4

const mediaType = 'application/entity-statement+jwt'

/** Starts to ask within the fetches of one look-up. */
export function startFederated(ask: AskRegistry, context: RegistryContext): Federated {
  const known = new Map<string, Promise<Entity | undefined>>()
  return {
    configurationOf: (id) => {
      const entity = known.get(id) ?? askConfiguration(id, ask, context)
      known.set(id, entity)
      return entity
    },
    statementAbout: async (subject, superior) => {
      const url = new URL(fetchEndpointOf(superior))
      url.searchParams.set('sub', subject)
      const text = await ask(url.href, maxStatementBytes, mediaType)
      return text === undefined ? undefined : readStatement(text, superior.id, subject)
    },
  }
}

/** OpenID Federation 1.0, "Obtaining Federation Entity Configuration Information". */
async function askConfiguration(id: string, ask: AskRegistry, context: RegistryContext): Promise<Entity | undefined> {
  if (!isEntityId(id)) throw refusedAnswer('entity-malformed', 'an entity is named by what is no https address')
  const text = await ask(`${id.replace(/\/$/, '')}/.well-known/openid-federation`, maxStatementBytes, mediaType)
  if (text === undefined) return undefined
  const configuration = readStatement(text, id, id)
  await verifyStatement(configuration, readKeySet(configuration.claims['jwks'], id), context)
  return { id, configuration }
}

/** OpenID Federation 1.0, "Entity Identifier". */
export function isEntityId(id: string): boolean {
  if (id.length > 2_048 || !URL.canParse(id)) return false
  const { protocol, username, password, search, hash, href } = new URL(id)
  return protocol === 'https:' && username === '' && password === '' && search === '' && hash === '' && (href === id || href === `${id}/`)
}

function fetchEndpointOf({ configuration }: Entity): string {
  const metadata = configuration.claims['metadata']
  const entity = isJsonObject(metadata) ? metadata['federation_entity'] : undefined
  const endpoint = isJsonObject(entity) ? entity['federation_fetch_endpoint'] : undefined
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) throw refusedAnswer('endpoint-missing', 'a superior names no address at which it tells of its subordinates')
  return endpoint
}

/** What the ways up from an entity came to. */
export interface Paths {
  /** From the entity itself to a trust anchor, the shortest first. */
  readonly paths: readonly (readonly Entity[])[]
  /** Why a way could not be followed to its end. */
  readonly errors: readonly RegistryError[]
}

/**
 * Finds the ways from an entity up to the trust anchors, along the superiors that each names. Nothing on the way is believed yet.
 *
 * Untrusted: at most {@link maxChainDepth} entities long counting from `depth`, no entity twice.
 */
export async function findPaths(start: Entity, anchors: ReadonlySet<string>, depth: number, federated: Federated): Promise<Paths> {
  const paths: (readonly Entity[])[] = []
  const errors: RegistryError[] = []
  let front: readonly (readonly Entity[])[] = [[start]]
  for (let steps = depth; front.length > 0; steps += 1) {
    const next: (readonly Entity[])[] = []
    for (const path of front) {
      const last = path.at(-1) ?? start
      if (anchors.has(last.id)) paths.push(path)
      else if (steps >= maxChainDepth) errors.push(refusedAnswer('chain-too-deep', `more than ${maxChainDepth} statements lie between it and a trust anchor`))
      else next.push(...await stepsUp(path, last, federated, errors))
    }
    front = next
  }
  return { paths, errors }
}

async function stepsUp(path: readonly Entity[], last: Entity, federated: Federated, errors: RegistryError[]): Promise<readonly (readonly Entity[])[]> {
  const longer: (readonly Entity[])[] = []
  for (const id of hintsOf(last.configuration.claims).filter((hint) => path.every((entity) => entity.id !== hint))) {
    try {
      const superior = await federated.configurationOf(id)
      if (superior === undefined) throw missingAnswer('superior-missing', 'a superior publishes no configuration')
      longer.push([...path, superior])
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      errors.push(error)
    }
  }
  return longer
}

function hintsOf({ authority_hints: hints }: JsonObject): readonly string[] {
  return Array.isArray(hints) ? [...new Set(hints.filter((hint) => typeof hint === 'string'))].slice(0, maxHints) : []
}
