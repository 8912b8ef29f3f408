import { isJsonObject } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'

/** A step of a path into a credential: a member, a position in a list, or every element of a list. */
export type PathStep = string | number | null

/** A claim that is asked for. */
export interface ClaimQuery {
  /** By which `claimSets` name it. */
  readonly id: string | undefined
  readonly path: readonly PathStep[]
  /** When given, one of these values and no other. */
  readonly values: readonly (string | number | boolean)[] | undefined
}

/** Whom the issuer must belong to, by one of several means. */
export interface TrustedAuthorities {
  /** `aki`, `etsi_tl`, `openid_federation`, or something newer. */
  readonly type: string
  readonly values: readonly string[]
}

/** A credential that is asked for. */
export interface CredentialQuery {
  readonly id: string
  /** For example `ldp_vc` or `dc+sd-jwt`. */
  readonly format: string
  /** Whether several credentials may answer. */
  readonly isMultiple: boolean
  /** Sets of types, of which a credential must have all of one; undefined asks for none in particular. */
  readonly typeValues: readonly (readonly string[])[] | undefined
  readonly vctValues: readonly string[] | undefined
  /** Empty asks for no authority in particular. */
  readonly authorities: readonly TrustedAuthorities[]
  readonly needsHolderBinding: boolean
  /** Empty asks for no claim that its holder could withhold. */
  readonly claims: readonly ClaimQuery[]
  /** Sets of claims by id, best first; undefined asks for all of them. */
  readonly claimSets: readonly (readonly string[])[] | undefined
}

/** A part of what is asked for: any one option answers it. */
export interface CredentialSet {
  readonly isRequired: boolean
  /** Each the ids of credential queries that must be answered together, best first. */
  readonly options: readonly (readonly string[])[]
}

/** What is asked for. */
export interface DcqlQuery {
  readonly credentials: readonly CredentialQuery[]
  /** Undefined asks for all credentials. */
  readonly sets: readonly CredentialSet[] | undefined
}

/** Untrusted: a longer list in a query is refused. */
export const maxQueryItems = 64

/** Untrusted: a longer text in a query is refused. */
const maxQueryText = 2_048

/**
 * Reads a query in the Digital Credentials Query Language (OpenID for Verifiable Presentations 1.0, "Digital Credentials Query
 * Language (DCQL)"). Members that are not known are ignored, as it says.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`
 */
export function parseDcqlQuery(value: unknown): DcqlQuery {
  if (!isJsonObject(value)) throw malformed('it is no object')
  const credentials = itemsOf(value['credentials'], 'credentials').map(parseCredentialQuery)
  const ids = new Set(credentials.map(({ id }) => id))
  if (ids.size < credentials.length) throw malformed('two credentials have the same id')
  const sets = value['credential_sets'] === undefined ? undefined : itemsOf(value['credential_sets'], 'credential sets').map((set) => parseSet(set, ids))
  return { credentials, sets }
}

function parseCredentialQuery(value: Json): CredentialQuery {
  if (!isJsonObject(value)) throw malformed('a credential is no object')
  const { id, format, multiple = false, meta = {}, require_cryptographic_holder_binding: binding = true } = value
  if (typeof multiple !== 'boolean' || typeof binding !== 'boolean' || !isJsonObject(meta)) throw malformed('what it says of a credential is of the wrong kind')
  const claims = value['claims'] === undefined ? [] : itemsOf(value['claims'], 'claims').map(parseClaim)
  const claimIds = claims.flatMap((claim) => claim.id ?? [])
  if (new Set(claimIds).size < claimIds.length) throw malformed('two claims have the same id')
  const { type_values: types, vct_values: vcts } = meta
  return {
    id: idOf(id), format: textOf(format, 'format'), isMultiple: multiple, needsHolderBinding: binding, claims,
    typeValues: types === undefined ? undefined : itemsOf(types, 'types').map((set) => itemsOf(set, 'types').map((type) => textOf(type, 'type'))),
    vctValues: vcts === undefined ? undefined : itemsOf(vcts, 'types').map((vct) => textOf(vct, 'type')),
    authorities: value['trusted_authorities'] === undefined ? [] : itemsOf(value['trusted_authorities'], 'authorities').map(parseAuthorities),
    claimSets: parseClaimSets(value, new Set(claimIds)),
  }
}

function parseClaim(value: Json): ClaimQuery {
  if (!isJsonObject(value)) throw malformed('a claim is no object')
  const { id, path, values } = value
  const steps = itemsOf(path, 'steps of a path')
  if (!steps.every(isPathStep)) throw malformed('a path has a step of the wrong kind')
  const wanted = values === undefined ? undefined : itemsOf(values, 'values')
  if (wanted !== undefined && !wanted.every(isPlainValue)) throw malformed('a value is neither text nor number nor truth')
  return { id: id === undefined ? undefined : idOf(id), path: steps, values: wanted }
}

function parseClaimSets({ claims, claim_sets: sets }: JsonObject, ids: ReadonlySet<string>): CredentialQuery['claimSets'] {
  if (sets === undefined) return undefined
  if (claims === undefined) throw malformed('it has sets of claims, but no claims')
  return itemsOf(sets, 'sets of claims').map((set) => itemsOf(set, 'claims').map((id) => knownId(id, ids)))
}

function parseAuthorities(value: Json): TrustedAuthorities {
  if (!isJsonObject(value)) throw malformed('an authority is no object')
  return { type: textOf(value['type'], 'kind of authority'), values: itemsOf(value['values'], 'authorities').map((each) => textOf(each, 'authority')) }
}

function parseSet(value: Json, ids: ReadonlySet<string>): CredentialSet {
  if (!isJsonObject(value)) throw malformed('a credential set is no object')
  const { required = true, options } = value
  if (typeof required !== 'boolean') throw malformed('whether a credential set is required is not said')
  return { isRequired: required, options: itemsOf(options, 'options').map((option) => itemsOf(option, 'credentials').map((id) => knownId(id, ids))) }
}

function isPathStep(step: Json): step is PathStep {
  return step === null || (typeof step === 'string' && step.length <= maxQueryText) || (typeof step === 'number' && Number.isSafeInteger(step) && step >= 0)
}

function isPlainValue(value: Json): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function knownId(value: Json, ids: ReadonlySet<string>): string {
  const id = idOf(value)
  if (!ids.has(id)) throw malformed('it names something that it does not ask for')
  return id
}

function idOf(value: Json | undefined): string {
  if (typeof value !== 'string' || !/^[\w-]{1,100}$/.test(value)) throw malformed('an id is not one')
  return value
}

function textOf(value: Json | undefined, what: string): string {
  if (typeof value !== 'string' || value === '' || value.length > maxQueryText) throw malformed(`a ${what} is no text`)
  return value
}

/** A list that is not empty, as all lists of the language. */
function itemsOf(value: Json | undefined, what: string): readonly Json[] {
  if (!Array.isArray(value) || value.length === 0) throw malformed(`it has no ${what}`)
  if (value.length > maxQueryItems) throw malformed(`it has more than ${maxQueryItems} ${what}`)
  return value as readonly Json[]
}

function malformed(state: string): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read query: ${state}`)
}

/** Writes a query as it goes into a request. */
export function formatDcqlQuery({ credentials, sets }: DcqlQuery): JsonObject {
  return {
    credentials: credentials.map(({ id, format, isMultiple, typeValues, vctValues, authorities, needsHolderBinding, claims, claimSets }) => ({
      id, format, ...(isMultiple ? { multiple: true } : {}),
      meta: { ...(typeValues === undefined ? {} : { type_values: typeValues }), ...(vctValues === undefined ? {} : { vct_values: vctValues }) },
      ...(authorities.length === 0 ? {} : { trusted_authorities: authorities.map(({ type, values }) => ({ type, values })) }),
      ...(needsHolderBinding ? {} : { require_cryptographic_holder_binding: false }),
      ...(claims.length === 0 ? {} : { claims: claims.map((claim) => ({ ...(claim.id === undefined ? {} : { id: claim.id }), path: claim.path, ...(claim.values === undefined ? {} : { values: claim.values }) })) }),
      ...(claimSets === undefined ? {} : { claim_sets: claimSets }),
    })),
    ...(sets === undefined ? {} : { credential_sets: sets.map(({ isRequired, options }) => ({ ...(isRequired ? {} : { required: false }), options })) }),
  }
}
