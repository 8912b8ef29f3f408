import type { Cryptography } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { askPeer, parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { authorizationGrantType } from './credential-offer.ts'
import type { CredentialConfiguration } from './issuer-metadata.ts'
import type { OfferConsent, ResolvedOffer } from './resolve-offer.ts'
import { codeChallengeOf, parseTokenResponse } from './token-message.ts'
import type { GrantedToken } from './wallet.ts'

/** A visit to the issuer's page that has begun. Plain data, to be kept while the person is away; `codeVerifier` is secret. */
export interface PendingAuthorization {
  /** Where the person goes. */
  readonly url: string
  readonly offer: ResolvedOffer
  readonly configuration: CredentialConfiguration
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
}

/** As whom a wallet asks, and where the person comes back. */
export interface WalletClient {
  readonly clientId: string
  readonly redirectUri: string
}

/**
 * Begins a visit to the issuer's page (OpenID4VCI 1.0, "Authorization Code Flow"), with PKCE by S256.
 *
 * @throws ExchangeError `exchange/consent-spent`, `exchange/not-supported` when the issuer has no such page
 */
export function beginAuthorization(consent: OfferConsent, { clientId, redirectUri }: WalletClient, { cryptography, ...network }: Pick<ExchangeNetwork, 'loopbackOrigins'> & { readonly cryptography: Pick<Cryptography, 'randomBytes' | 'sha256'> }): PendingAuthorization {
  const { offer, configuration } = consent
  const { authorizationEndpoint } = offer.server
  if (authorizationEndpoint === undefined || (offer.offer.authorization === undefined && offer.offer.preAuthorized !== undefined)) throw new ExchangeError('exchange/not-supported', 'Cannot go on: the issuer has no page for this offer')
  const url = parsePeerUrl(authorizationEndpoint, network)
  consent.spend()
  const [state, codeVerifier] = [encodeBase64url(cryptography.randomBytes(16)), encodeBase64url(cryptography.randomBytes(32))]
  const { issuerState } = offer.offer.authorization ?? {}
  const parameters = {
    response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state, code_challenge: codeChallengeOf(codeVerifier, cryptography), code_challenge_method: 'S256',
    authorization_details: JSON.stringify([{ type: 'openid_credential', credential_configuration_id: configuration.id, locations: [offer.issuer.issuer] }]),
    ...(issuerState === undefined ? {} : { issuer_state: issuerState }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, offer, configuration, clientId, redirectUri, state, codeVerifier }
}

/**
 * Redeems the code with which the person came back.
 *
 * Untrusted: the address. @throws ExchangeError `exchange/answer-foreign` when it answers another visit or is of another server,
 *   `exchange/declined` when the page gave no code; PeerRefusal
 */
export async function finishAuthorization(pending: PendingAuthorization, cameBackTo: string, network: ExchangeNetwork): Promise<GrantedToken> {
  const { offer: { server, issuer }, configuration, clientId, redirectUri, state, codeVerifier } = pending
  const answer = URL.canParse(cameBackTo) ? new URL(cameBackTo).searchParams : new URLSearchParams()
  const names = answer.get('iss')
  const isOfServer = names === null ? !server.namesItself : names === server.issuer
  if (answer.get('state') !== state || !isOfServer) throw new ExchangeError('exchange/answer-foreign', 'Cannot go on: this answers another question')
  const code = answer.get('code')
  if (code === null || answer.has('error')) throw new ExchangeError('exchange/declined', 'Cannot go on: the page of the issuer gave no code')
  const form = { grant_type: authorizationGrantType, code, redirect_uri: redirectUri, client_id: clientId, code_verifier: codeVerifier }
  return { ...parseTokenResponse(await askPeer(server.tokenEndpoint, { method: 'POST', form }, network)), issuer, configuration }
}
