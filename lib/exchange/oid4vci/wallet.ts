import { CredentialError } from '../../credential/credential-error.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { askPeer, PeerRefusal, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import type { HolderKey } from '../holder-proof.ts'
import { readMembers } from './_read-members.ts'
import { preAuthorizedGrantType } from './credential-offer.ts'
import { formatDeferral, parseCredentialResponse, type CredentialAnswer, type NotificationEvent } from './credential-message.ts'
import type { CredentialConfiguration, IssuerMetadata } from './issuer-metadata.ts'
import { chooseProof, makeKeyProof } from './key-proof.ts'
import type { OfferConsent } from './resolve-offer.ts'
import { parseTokenResponse, type AccessToken } from './token-message.ts'

/** A token, and what it is for. Secret: whoever has it can take the credential. */
export interface GrantedToken extends AccessToken {
  readonly issuer: IssuerMetadata
  readonly configuration: CredentialConfiguration
}

/**
 * Redeems the code of an offer. A wrong transaction code is told as PeerRefusal with the reason `invalid_grant`; the person may try again.
 *
 * @throws ExchangeError `exchange/consent-spent`, `exchange/code-missing`, `exchange/not-supported` when only a page of the issuer gives a code; PeerRefusal
 */
export async function requestToken(consent: OfferConsent, transactionCode: string | undefined, network: ExchangeNetwork): Promise<GrantedToken> {
  const { offer: { offer, server, issuer }, configuration } = consent
  consent.requireUnspent()
  if (offer.preAuthorized === undefined) throw new ExchangeError('exchange/not-supported', 'Cannot go on: this offer begins at a page of its issuer')
  if (offer.preAuthorized.transactionCode !== undefined && transactionCode === undefined) throw new ExchangeError('exchange/code-missing', 'Cannot go on: the issuer asks for a code')
  const code = offer.preAuthorized.transactionCode === undefined ? undefined : transactionCode
  const form = { 'grant_type': preAuthorizedGrantType, 'pre-authorized_code': offer.preAuthorized.code, ...(code === undefined ? {} : { tx_code: code }) }
  const token = parseTokenResponse(await askPeer(server.tokenEndpoint, { method: 'POST', form }, network))
  consent.spend()
  return { ...token, issuer, configuration }
}

/** What asking for a credential takes. */
export interface ReceiveContext extends ExchangeNetwork {
  readonly cryptography: Cryptography
  readonly now: Date
}

/** What came, and the DIDs that it should be about: one for each key that was proven. */
export type ReceivedAnswer = CredentialAnswer & { readonly holders: readonly string[] }

/**
 * Proves keys and takes the credentials for them, which the caller must still verify. Several keys get a credential each, where the issuer
 * hands out that many; `keys` are lists of alternatives, of each the first that the issuer takes is proven.
 *
 * @throws ExchangeError `exchange/key-unsuited` when the issuer takes none of the keys, `exchange/too-many-keys`; PeerRefusal
 */
export async function requestCredentials(token: GrantedToken, keys: readonly (readonly HolderKey[])[], context: ReceiveContext): Promise<ReceivedAnswer> {
  if (keys.length > token.issuer.batchSize) throw new ExchangeError('exchange/too-many-keys', 'Cannot go on: the issuer does not take so many keys at once')
  try {
    return await askForCredentials(token, keys, token.nonce, context)
  } catch (error) {
    // A nonce may run out between two steps: another one is asked for, once.
    if (!(error instanceof PeerRefusal) || error.reason !== 'invalid_nonce') throw error
    return askForCredentials(token, keys, undefined, context)
  }
}

async function askForCredentials(token: GrantedToken, keys: readonly (readonly HolderKey[])[], givenNonce: string | undefined, { cryptography, now, ...network }: ReceiveContext): Promise<ReceivedAnswer> {
  const { issuer, configuration, credentialIdentifiers } = token
  const nonce = issuer.nonceEndpoint === undefined ? givenNonce : await requestNonce(issuer.nonceEndpoint, network)
  const proven = configuration.isBound ? await proveKeys(token, keys, { nonce, now, cryptography }) : undefined
  const [identifier] = credentialIdentifiers[configuration.id] ?? []
  const body = { ...(identifier === undefined ? { credential_configuration_id: configuration.id } : { credential_identifier: identifier }), ...(proven === undefined ? {} : { proofs: { [proven.type]: proven.proofs } }) }
  const answer = parseCredentialResponse(await askPeer(issuer.credentialEndpoint, { method: 'POST', body, bearer: token.accessToken }, network))
  return { ...answer, holders: proven?.holders ?? [] }
}

async function requestNonce(endpoint: string, network: ExchangeNetwork): Promise<string> {
  return readMembers(await askPeer(endpoint, { method: 'POST' }, network), 'nonce response').text('c_nonce', 1_024)
}

async function proveKeys({ issuer, configuration }: GrantedToken, keys: readonly (readonly HolderKey[])[], { nonce, now, cryptography }: { readonly nonce: string | undefined; readonly now: Date; readonly cryptography: Cryptography }) {
  if (nonce === undefined) throw new ExchangeError('exchange/not-supported', 'Cannot go on: the issuer gives out no nonce to prove a key for')
  const choices = await Promise.all(keys.map((alternatives) => chooseProof(configuration, alternatives, cryptography)))
  const [first] = choices
  const fitting = choices.filter((choice) => choice !== undefined && choice.type === first?.type)
  if (first === undefined || fitting.length !== keys.length) throw new ExchangeError('exchange/key-unsuited', 'Cannot go on: the issuer takes no proof that these keys can make')
  const made = await Promise.all(fitting.map((choice) => makeKeyProof(choice ?? first, { issuer: issuer.issuer, nonce, created: now }, cryptography)))
  return { type: first.type, proofs: made.map(({ proof }) => proof), holders: made.map(({ holder }) => holder) }
}

/** Asks after credentials that come later; what is still not there is deferred again. @throws ExchangeError; PeerRefusal `invalid_transaction_id` */
export async function fetchDeferred({ issuer, accessToken }: GrantedToken, { transactionId, holders, intervalSeconds }: Extract<ReceivedAnswer, { readonly kind: 'deferred' }>, network: ExchangeNetwork): Promise<ReceivedAnswer> {
  if (issuer.deferredEndpoint === undefined) throw new ExchangeError('exchange/not-supported', 'Cannot go on: the issuer does not say where to ask again')
  const answer = await askPeer(issuer.deferredEndpoint, { method: 'POST', body: { transaction_id: transactionId }, bearer: accessToken }, network).catch((error: unknown) => {
    // What drafts answered while the credential is not there.
    if (error instanceof PeerRefusal && error.reason === 'issuance_pending') return formatDeferral(transactionId, intervalSeconds)
    throw error
  })
  return { ...parseCredentialResponse(answer), holders }
}

/** Tells the issuer what the holder did with the credential, where it wants to know. Whether that arrives changes nothing for the holder. */
export async function notifyIssuer({ issuer, accessToken }: GrantedToken, notificationId: string | undefined, event: NotificationEvent, network: ExchangeNetwork): Promise<boolean> {
  if (issuer.notificationEndpoint === undefined || notificationId === undefined) return false
  return askPeer(issuer.notificationEndpoint, { method: 'POST', body: { notification_id: notificationId, event }, bearer: accessToken }, network).then(() => true, (error: unknown) => {
    if (error instanceof ExchangeError || error instanceof CredentialError) return false
    throw error
  })
}
