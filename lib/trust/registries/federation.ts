import type { JsonObject } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { didWebUrl } from '../../did/did-web.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import { readKeySet, type FederationKey } from './entity-statement.ts'
import { answerOf, nameKey, readAddress, readName, type AccreditedScope, type IssuerStanding, type RegistryAnswer } from './issuer-standing.ts'
import { missingAnswer, RegistryError } from './registry-error.ts'
import { startFetches, type RegistryContext } from './registry-fetch.ts'
import { parametersOf, verifyPath, type TrustAnchor, type TrustChain } from './trust-chain.ts'
import { readTrustMarks } from './trust-mark.ts'
import { findPaths, startFederated, type Entity, type Federated } from './trust-path.ts'

/** A federation (OpenID Federation 1.0) that the verifier chose by its trust anchors. */
export interface FederationSource {
  readonly kind: 'openid-federation'
  /** The name that the verifier gives it. */
  readonly name: string
  readonly anchors: readonly TrustAnchor[]
  /** Members that tell of issuers by their DID, as the registry of the Digital Credentials Consortium does; the trust anchors themselves unless named. */
  readonly registries?: readonly string[]
}

/**
 * Looks an issuer up in a federation: by its DID at the registries of the federation, and, when its DID is a did:web, as the
 * entity at the same https address.
 *
 * Untrusted: everything but the trust anchors. Limits: `maxChainDepth`, `maxStatementBytes`, `maxRegistryFetches`.
 */
export async function lookUpInFederation(did: string, source: FederationSource, context: RegistryContext): Promise<RegistryAnswer> {
  const federated = startFederated(startFetches(context.fetch), context)
  const errors: RegistryError[] = []
  const starts = [...(source.registries ?? source.anchors.map(({ id }) => id)).map((id) => ({ id, isRegistry: true })), ...entityOf(did)]
  for (const { id, isRegistry } of starts) {
    try {
      const chain = await findChain(id, isRegistry ? did : id, source, federated, context, errors)
      if (chain === undefined) continue
      const keysOf = async (giver: string): Promise<readonly FederationKey[]> => (await findChain(giver, giver, source, federated, context, []))?.keys ?? []
      const accreditedFor = await readTrustMarks(chain, keysOf, context)
      return { state: 'listed', registry: source.name, standing: standingOf(did, chain, accreditedFor, source, context.now) }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      errors.push(error)
    }
  }
  const worst = errors.find(({ isOpen }) => !isOpen) ?? errors[0]
  return worst === undefined ? { state: 'absent', registry: source.name } : answerOf(worst, source.name)
}

/** A did:web and the entity at the same address are in the same hands (did:web Method Specification, "Read"). */
function entityOf(did: string): readonly { readonly id: string; readonly isRegistry: false }[] {
  if (!did.startsWith('did:web:')) return []
  try {
    return [{ id: didWebUrl(did).replace(/(\/\.well-known)?\/did\.json$/, ''), isRegistry: false }]
  } catch (error) {
    if (error instanceof EverlearnedError) return []
    throw error
  }
}

/** Untrusted: of more ways up only so many are tried. */
const maxPaths = 8

/** The first way from a trust anchor that can be verified; what went wrong on others is kept. */
async function findChain(id: string, subject: string, source: FederationSource, federated: Federated, context: RegistryContext, errors: RegistryError[]): Promise<TrustChain | undefined> {
  const start = await federated.configurationOf(id)
  if (start === undefined) {
    if (subject !== id) throw missingAnswer('registry-missing', 'a registry publishes no configuration')
    return undefined
  }
  const anchors = new Map(source.anchors.map((anchor) => [anchor.id, anchor]))
  const { paths, errors: unfollowed } = await findPaths(start, new Set(anchors.keys()), subject === id ? 0 : 1, federated)
  for (const path of paths.slice(0, maxPaths)) {
    const chain = await tryPath(path, subject, anchors, federated, context, errors)
    if (chain !== undefined) return chain
  }
  errors.push(...unfollowed)
  return undefined
}

async function tryPath(
  path: readonly Entity[], subject: string, anchors: ReadonlyMap<string, TrustAnchor>, federated: Federated, context: RegistryContext, errors: RegistryError[],
): Promise<TrustChain | undefined> {
  const anchor = anchors.get(path.at(-1)?.id ?? '')
  try {
    return anchor === undefined ? undefined : await verifyPath(path, subject, anchor, federated, context)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    errors.push(error)
    return undefined
  }
}

function standingOf(did: string, chain: TrustChain, accreditedFor: readonly AccreditedScope[], { name: registry }: FederationSource, now: Date): IssuerStanding {
  const entity = parametersOf(chain.vouched, 'federation_entity')
  const name = readName(entity['organization_name']) ?? readName(entity['display_name']) ?? null
  const legalName = readName(parametersOf(chain.vouched, 'institution_additional_information')['legal_name'])
  const url = readAddress(entity['homepage_uri']) ?? readAddress(entity['organization_uri'])
  const identifiers = identifiersOf(chain.vouched)
  const keys = boundKeys(did, chain)
  return {
    source: 'openid-federation', registry, did, name, accreditedFor, isRootPinned: chain.isRootPinned, state: 'in-force', checkedAt: now, freshUntil: chain.expires,
    ...(legalName === undefined ? {} : { legalName }), ...(url === undefined ? {} : { url }),
    ...(identifiers === undefined ? {} : { identifiers }), ...(keys.length === 0 ? {} : { keys }),
    chain: chain.entities.map(({ id, claims }, place) => ({ id: place === chain.entities.length - 1 ? did : id, name: place === chain.entities.length - 1 ? name : nameOf(claims) })),
  }
}

/**
 * The keys that the issuer signs credentials with: those of its metadata as an issuer. The federation keys of an entity sign
 * statements only; where the subject is a DID there are no others to mean.
 */
function boundKeys(did: string, { keys, configuration, metadata }: TrustChain): readonly string[] {
  const own = ['vc_issuer', 'openid_credential_issuer'].flatMap((type) => readKeySet(parametersOf(metadata, type)['jwks'], did))
  const bound = own.length > 0 || configuration !== undefined ? own : keys
  return [...new Set(bound.map(({ publicKey }) => nameKey(publicKey)))]
}

function identifiersOf(metadata: JsonObject): Readonly<Record<string, string>> | undefined {
  const ctid = parametersOf(metadata, 'credential_registry_entity')['ctid']
  const ror = parametersOf(metadata, 'ror_entity')['rorid']
  const found = {
    ...(typeof ctid === 'string' && /^ce-[\da-f-]{36}$/.test(ctid) ? { ctid } : {}),
    ...(typeof ror === 'string' && /^0[\da-hj-km-np-tv-z]{6}\d{2}$/.test(ror) ? { ror } : {}),
  }
  return Object.keys(found).length === 0 ? undefined : found
}

function nameOf({ metadata }: JsonObject): string | null {
  const entity = isJsonObject(metadata) ? metadata['federation_entity'] : undefined
  return isJsonObject(entity) ? readName(entity['organization_name']) ?? null : null
}
