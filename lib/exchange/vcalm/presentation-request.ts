import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { holderCryptosuites } from '../holder-proof.ts'

/** Untrusted: a request with more queries, examples, methods or suites than this is refused. */
const maxItems = 16

/** Untrusted: how long the words of the other side may be. */
const maxText = 2_000

/** What kind of key the other side takes; empty is any. */
export interface DidAuthentication {
  /** Names of DID methods, without `did:`. */
  readonly acceptedMethods: readonly string[]
  readonly acceptedCryptosuites: readonly string[]
}

/** A credential that the other side wants to see (VCALM 1.0, "Query By Example"). */
export interface CredentialQuery {
  /** Its own words. Untrusted: show them as theirs. */
  readonly reason: string | undefined
  /** All of these types. */
  readonly types: readonly string[]
  /** Whatever else stands in it is wanted too. */
  readonly example: JsonObject
  /** Of the credential's own proof; empty is any. */
  readonly acceptedCryptosuites: readonly string[]
  /** Queries of one group belong together, groups are alternatives. */
  readonly group: string | undefined
}

/** What an exchange asks of a wallet (VCALM 1.0, "Verifiable Presentation Request"). */
export interface PresentationRequest {
  readonly challenge: string
  readonly domain: string | undefined
  readonly didAuthentication: DidAuthentication | undefined
  /** Any one of them will do, unless they are of one group. */
  readonly credentialQueries: readonly CredentialQuery[]
  /** Kinds of query that are not understood here; whoever shows the request says so. */
  readonly unsupported: readonly string[]
}

/**
 * Reads a request as it is met in the field: `query` and `credentialQuery` as one object or as a list, methods as `key` or `did:key`,
 * methods and suites as text or as objects.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`
 */
export function parsePresentationRequest(value: unknown): PresentationRequest {
  if (!isJsonObject(value)) throw malformed('it is no object')
  const { challenge, domain } = value
  if (typeof challenge !== 'string' || challenge === '' || challenge.length > 1_024) throw malformed('it has no challenge')
  if (domain !== undefined && (typeof domain !== 'string' || domain.length > 2_048)) throw malformed('its domain is no text')
  const queries = itemsOf(value['query'], 'queries')
  if (queries.length === 0 || !queries.every(isJsonObject)) throw malformed('it asks nothing')
  const ofType = (name: string): readonly JsonObject[] => queries.filter(({ type }) => type === name)
  const [authentication] = ofType('DIDAuthentication')
  return {
    challenge, domain,
    didAuthentication: authentication === undefined ? undefined : { acceptedMethods: namesOf(authentication['acceptedMethods'], 'method').map((name) => name.replace(/^did:/, '')), acceptedCryptosuites: namesOf(authentication['acceptedCryptosuites'], 'cryptosuite') },
    credentialQueries: ofType('QueryByExample').flatMap(readCredentialQueries),
    unsupported: queries.map(({ type }) => (typeof type === 'string' ? type.slice(0, 100) : '')).filter((type) => type !== 'DIDAuthentication' && type !== 'QueryByExample'),
  }
}

function readCredentialQueries(query: JsonObject): readonly CredentialQuery[] {
  const asked = itemsOf(query['credentialQuery'], 'credential queries')
  return asked.map((each) => {
    const example = isJsonObject(each) ? each['example'] : undefined
    if (!isJsonObject(each) || !isJsonObject(example)) throw malformed('a credential query shows no example')
    const { type, '@context': _, ...more } = example
    const types = itemsOf(type, 'types').filter((name) => typeof name === 'string')
    return { reason: textOf(each['reason']), types, example: more, acceptedCryptosuites: namesOf(each['acceptedCryptosuites'], 'cryptosuite'), group: textOf(query['group']) }
  })
}

/** Texts, or objects that hold one each. */
function namesOf(value: Json | undefined, member: string): readonly string[] {
  return itemsOf(value, `${member}s`).map((item) => (isJsonObject(item) ? item[member] : item)).filter((name) => typeof name === 'string')
}

function itemsOf(value: Json | undefined, what: string): readonly Json[] {
  const items = listOf(value)
  if (items.length > maxItems) throw malformed(`it has more than ${maxItems} ${what}`)
  return items
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxText) : undefined
}

function malformed(state: string): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read presentation request: ${state}`)
}

/** Where a request is answered and for what occasion. */
export interface RequestOccasion {
  readonly challenge: string
  /** The address of the exchange: what the holder's proof must name. */
  readonly exchangeUrl: string
}

/** What a verifier asks for. */
export interface CredentialsWanted {
  readonly types: readonly string[]
  readonly reason: string
  readonly contexts: readonly string[]
}

const acceptedCryptosuites = holderCryptosuites.map((cryptosuite) => ({ cryptosuite }))

/** What credentials may be signed with: those two, and the suites of copies that show a part. */
const credentialCryptosuites = [...acceptedCryptosuites, { cryptosuite: 'ecdsa-sd-2023' }, { cryptosuite: 'bbs-2023' }]

const didAuthenticationQuery = { type: 'DIDAuthentication', acceptedMethods: [{ method: 'key' }, { method: 'web' }, { method: 'jwk' }], acceptedCryptosuites }

/** What an issuer asks before it hands something over: that the holder prove a key (VCALM 1.0, "DID Authentication"). */
export function formatIssuerRequest(occasion: RequestOccasion): JsonObject {
  return requestOf([didAuthenticationQuery], occasion)
}

/** What a verifier asks: a credential of these types, shown by whoever proves a key. */
export function formatVerifierRequest({ types, reason, contexts }: CredentialsWanted, occasion: RequestOccasion): JsonObject {
  const credentialQuery = { reason, example: { '@context': contexts, type: types }, acceptedCryptosuites: credentialCryptosuites }
  return requestOf([{ type: 'QueryByExample', credentialQuery }, didAuthenticationQuery], occasion)
}

function requestOf(query: readonly JsonObject[], { challenge, exchangeUrl }: RequestOccasion): JsonObject {
  const service = [{ type: 'VerifiableCredentialApiExchangeService', serviceEndpoint: exchangeUrl }]
  return { verifiablePresentationRequest: { query, challenge, domain: exchangeUrl, interact: { service } } }
}
