import type { Json, JsonObject } from 'everlearned/encoding'
import {
  formatCredentialResponse, formatDeferral, Oid4vciRefusal, parseCredentialRequest, parseDeferredRequest, parseNotification, type CredentialRequest,
} from 'everlearned/exchange/oid4vci'
import type { NodeContext } from '../../context.ts'
import { IssuingError } from '../../issuing/issuing-error.ts'
import { hashSecret, makeSecret } from '../../secrets.ts'
import { ExchangeRefusal } from '../exchange-refusal.ts'
import { findExchange, findOpenExchange, type spendExchange } from '../exchange-session.ts'
import type { HandOver } from '../hand-over.ts'
import { checkKeyProofs } from './check-key-proofs.ts'
import { configurationForms, isConfiguration, type ConfigurationId } from './configurations.ts'
import { batchSize, issuerUrlOf } from './describe-issuer.ts'
import { findGrant, type Grant } from './grants.ts'
import { handOverForms } from './hand-over-forms.ts'

/** What a wallet sends to an endpoint that takes a token. Untrusted: all of it. */
export interface BearerRequest {
  readonly sessionId: string
  readonly authorization: string | undefined
  readonly body: unknown
}

/** What came of it; deferred answers are of another status. */
export interface CredentialResult {
  readonly isDeferred: boolean
  readonly answer: JsonObject
}

/** How long credentials are kept ready that come later, and how often a wallet asks. */
const [deferralLifeSeconds, deferralInterval] = [7 * 86_400, 60]

/**
 * Answers a credential request (OpenID4VCI 1.0, "Credential Endpoint"): the keys are proven, the credentials handed over, once.
 *
 * While its issuer has suspended the claim, the credentials come later.
 *
 * @throws Oid4vciRefusal; ExchangeRefusal and IssuingError of the exchange and its claim
 */
export async function answerCredentialRequest({ sessionId, authorization, body }: BearerRequest, context: NodeContext): Promise<CredentialResult> {
  const grant = await findGrant(await findExchange(sessionId, 'issue', context), authorization, context)
  const exchange = await findOpenExchange(sessionId, 'issue', context)
  const request = parseCredentialRequest(body, { maxProofs: batchSize })
  const configurationId = configurationOf(request, grant)
  const holders = await checkKeyProofs(exchange, request.proofs, issuerUrlOf(sessionId, context.config), context)
  if (configurationId === 'OpenBadgeCredentialSdJwt' && holders.some(({ holder }) => holder.startsWith('did:web:'))) throw new Oid4vciRefusal('invalid_proof', 'Cannot hand over: this form needs a key that stands in its own DID')
  try {
    return await give(grant, await handOverForms(exchange, { holders, form: configurationForms[configurationId] }, context), context)
  } catch (error) {
    if (error instanceof IssuingError && error.code === 'claim/suspended') return defer(grant, { holders, configurationId }, context)
    throw error
  }
}

/** Authorization details name what may be asked for, and then it goes by that name alone. */
function configurationOf({ configurationId, credentialIdentifier }: CredentialRequest, { identified }: Grant): ConfigurationId {
  const names = identified ?? []
  if (credentialIdentifier !== undefined && !names.includes(credentialIdentifier)) throw new Oid4vciRefusal('unknown_credential_identifier', 'Cannot hand over: the token names no such credential')
  const asked = configurationId ?? credentialIdentifier ?? ''
  if (!isConfiguration(asked)) throw new Oid4vciRefusal('unknown_credential_configuration', 'Cannot hand over: there is no such configuration')
  return asked
}

async function give({ id }: Grant, credentials: readonly Json[], { database }: NodeContext): Promise<CredentialResult> {
  const notificationId = makeSecret()
  await database.updateTable('exchange_grant').set({ transaction_hash: null, deferral: null, notification_hash: hashSecret(notificationId) }).where('id', '=', id).execute()
  return { isDeferred: false, answer: formatCredentialResponse(credentials, notificationId) }
}

/** The token lives on for as long as its wallet may ask; for everybody else who has its address, the exchange is over. */
async function defer({ id, exchange_id: exchangeId }: Grant, { holders, configurationId }: { readonly holders: readonly HandOver[]; readonly configurationId: ConfigurationId }, { database, now }: NodeContext): Promise<CredentialResult> {
  const transactionId = makeSecret()
  const until = new Date(now().getTime() + deferralLifeSeconds * 1_000)
  await database.updateTable('exchange').set({ state: 'closed', expires_at: until }).where('id', '=', exchangeId).where('state', '=', 'open').execute()
  await database.updateTable('exchange_grant').set({ transaction_hash: hashSecret(transactionId), deferral: JSON.stringify({ holders, configurationId }), token_expires_at: until }).where('id', '=', id).execute()
  return { isDeferred: true, answer: formatDeferral(transactionId, deferralInterval) }
}

/** Uses up an exchange whose credentials came later, once. @throws ExchangeRefusal `exchange/complete` */
const spendDeferred: typeof spendExchange = async ({ id }, transaction, { now }) => {
  const { numUpdatedRows } = await transaction.updateTable('exchange').set({ state: 'complete', finished_at: now() })
    .where('id', '=', id).where('state', '=', 'closed').where('expires_at', '>', now()).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new ExchangeRefusal('exchange/complete', 'Cannot go on: this exchange has been used')
}

/** Answers who asks after credentials that come later (OpenID4VCI 1.0, "Deferred Credential Endpoint"). @throws as {@link answerCredentialRequest} does */
export async function answerDeferredRequest({ sessionId, authorization, body }: BearerRequest, context: NodeContext): Promise<CredentialResult> {
  const exchange = await findExchange(sessionId, 'issue', context)
  const grant = await findGrant(exchange, authorization, context)
  const transactionId = parseDeferredRequest(body)
  const { deferral, transaction_hash: hash } = grant
  if (deferral === null || hash?.equals(hashSecret(transactionId)) !== true || !isConfiguration(deferral.configurationId)) throw new Oid4vciRefusal('invalid_transaction_id', 'Cannot look after transaction: there is none, or it was answered')
  try {
    return await give(grant, await handOverForms(exchange, { holders: deferral.holders, form: configurationForms[deferral.configurationId], spend: spendDeferred }, context), context)
  } catch (error) {
    if (error instanceof IssuingError && error.code === 'claim/suspended') return { isDeferred: true, answer: formatDeferral(transactionId, deferralInterval) }
    throw error
  }
}

/** Keeps what a wallet says became of the credential (OpenID4VCI 1.0, "Notification Endpoint"); saying it again changes nothing. */
export async function takeNotification({ sessionId, authorization, body }: BearerRequest, context: NodeContext): Promise<void> {
  const exchange = await findExchange(sessionId, 'issue', context)
  const { notification_hash: hash } = await findGrant(exchange, authorization, context)
  const { notificationId, event } = parseNotification(body)
  if (hash?.equals(hashSecret(notificationId)) !== true) throw new Oid4vciRefusal('invalid_notification_id', 'Cannot take notification: nothing was handed over under this id')
  await context.database.updateTable('exchange').set({ notified: event }).where('id', '=', exchange.id).execute()
}
