import { CredentialError } from '../../credential/credential-error.ts'
import { parseJson } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { malformed, maxTextLength, readMembers } from './_read-members.ts'

/** The grant type of a code that comes with the offer (OpenID4VCI 1.0, "Pre-Authorized Code Flow"). */
export const preAuthorizedGrantType = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/** The grant type of a code that its person fetches from the issuer's page (RFC 6749, "Authorization Code Grant"). */
export const authorizationGrantType = 'authorization_code'

/** The names under which this protocol stands among those of an interaction: the one of 1.0 and the one that older wallets look for. */
export const oid4vciProtocols = ['oid4vci-1.0', 'OID4VCI'] as const

/** Untrusted: an offer of more credentials than this is refused. */
export const maxOfferedCredentials = 32

/** Untrusted: the longest offer within a link. */
const maxOfferLength = 16_384

/** A code that reached the person by another way than the offer; `description` are the issuer's own words. */
export interface TransactionCode {
  readonly inputMode: 'numeric' | 'text'
  readonly length: number | undefined
  readonly description: string | undefined
}

/** That the issuer has settled with the person already who they are. */
export interface PreAuthorizedGrant {
  readonly code: string
  readonly transactionCode: TransactionCode | undefined
  readonly authorizationServer: string | undefined
}

/** That the person first goes to a page of the issuer. */
export interface AuthorizationGrant {
  readonly issuerState: string | undefined
  readonly authorizationServer: string | undefined
}

/** What an issuer offers (OpenID4VCI 1.0, "Credential Offer Parameters"). */
export interface CredentialOffer {
  /** The Credential Issuer Identifier. */
  readonly issuer: string
  readonly configurationIds: readonly string[]
  readonly preAuthorized: PreAuthorizedGrant | undefined
  readonly authorization: AuthorizationGrant | undefined
}

/** An offer as a link carries it: itself, or where it lies. */
export type OfferLink = { readonly kind: 'value'; readonly offer: CredentialOffer } | { readonly kind: 'reference'; readonly url: string }

/** The link of an offer that lies at an address: short enough for a QR code. */
export function formatOfferLink(offerUrl: string): string {
  return `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(offerUrl)}`
}

/** Tells whether a text is meant as the link of an offer. */
export function isOfferLink(text: string): boolean {
  return /^openid-credential-offer:/i.test(text.trim()) || /^https?:[^#]*[?&]credential_offer(?:_uri)?=/i.test(text.trim())
}

/** Reads the link of an offer. Untrusted: the text. @throws ExchangeError `exchange/not-an-offer`, `exchange/malformed` */
export function parseOfferLink(text: string): OfferLink {
  const link = text.trim()
  if (link.length > 2 * maxOfferLength || !isOfferLink(link) || !URL.canParse(link)) throw new ExchangeError('exchange/not-an-offer', 'Cannot begin exchange: the address is no credential offer')
  const { searchParams } = new URL(link)
  const [values, urls] = [searchParams.getAll('credential_offer'), searchParams.getAll('credential_offer_uri')]
  if (values.length + urls.length !== 1) throw malformed('credential offer', 'the link holds another number of offers than one')
  const [[value = ''], [url]] = [values, urls]
  if (url === undefined) return { kind: 'value', offer: parseCredentialOffer(readJson(value)) }
  if (url.length > maxTextLength) throw malformed('credential offer', 'its address is too long')
  return { kind: 'reference', url }
}

function readJson(text: string): unknown {
  if (text.length > maxOfferLength) throw malformed('credential offer', `it has more than ${maxOfferLength} characters`)
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof CredentialError) throw malformed('credential offer', 'it is not JSON')
    throw cause
  }
}

/** Reads an offer. Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseCredentialOffer(value: unknown): CredentialOffer {
  const offer = readMembers(value, 'credential offer')
  const configurationIds = offer.texts('credential_configuration_ids', maxOfferedCredentials)
  if (configurationIds.length === 0) throw malformed('credential offer', 'it offers nothing')
  const grants = offer.optionalObject('grants') ?? {}
  const [preAuthorized, authorization] = [grants[preAuthorizedGrantType], grants[authorizationGrantType]]
  return {
    issuer: offer.text('credential_issuer'), configurationIds,
    preAuthorized: preAuthorized === undefined ? undefined : parsePreAuthorized(preAuthorized),
    authorization: authorization === undefined ? undefined : parseAuthorization(authorization),
  }
}

function parsePreAuthorized(value: unknown): PreAuthorizedGrant {
  const grant = readMembers(value, 'credential offer')
  const asked = grant.optionalObject('tx_code')
  const code = asked === undefined ? undefined : readMembers(asked, 'credential offer')
  return {
    code: grant.text('pre-authorized_code'), authorizationServer: grant.optionalText('authorization_server'),
    transactionCode: code === undefined ? undefined : { inputMode: code.object['input_mode'] === 'text' ? 'text' : 'numeric', length: code.count('length'), description: code.optionalText('description', 300) },
  }
}

function parseAuthorization(value: unknown): AuthorizationGrant {
  const grant = readMembers(value, 'credential offer')
  return { issuerState: grant.optionalText('issuer_state'), authorizationServer: grant.optionalText('authorization_server') }
}

/** Writes an offer. */
export function formatCredentialOffer({ issuer, configurationIds, preAuthorized, authorization }: CredentialOffer): JsonObject {
  const { inputMode, length, description } = preAuthorized?.transactionCode ?? {}
  const grants = {
    ...(preAuthorized === undefined ? {} : { [preAuthorizedGrantType]: {
      'pre-authorized_code': preAuthorized.code,
      ...(inputMode === undefined ? {} : { tx_code: { input_mode: inputMode, ...(length === undefined ? {} : { length }), ...(description === undefined ? {} : { description }) } }),
    } }),
    ...(authorization === undefined ? {} : { [authorizationGrantType]: authorization.issuerState === undefined ? {} : { issuer_state: authorization.issuerState } }),
  }
  return { credential_issuer: issuer, credential_configuration_ids: configurationIds, grants }
}
