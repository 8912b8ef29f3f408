import { isJsonObject, listOf, maxCredentialBytes } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { malformed, readMembers } from './_read-members.ts'
import { maxOfferedCredentials } from './credential-offer.ts'
import { proofTypes, type ProofType } from './issuer-metadata.ts'
import { Oid4vciRefusal } from './oid4vci-refusal.ts'

/** What a wallet posts for credentials: which, and proofs of one kind for as many keys. */
export interface CredentialRequest {
  /** Exactly one of the two is there. */
  readonly configurationId: string | undefined
  readonly credentialIdentifier: string | undefined
  readonly proofs: { readonly type: ProofType; readonly values: readonly Json[] }
}

/** Reads what a wallet posts for credentials (OpenID4VCI 1.0, "Credential Request"). Untrusted: all of it. @throws Oid4vciRefusal */
export function parseCredentialRequest(value: unknown, { maxProofs }: { readonly maxProofs: number }): CredentialRequest {
  if (!isJsonObject(value)) throw new Oid4vciRefusal('invalid_credential_request', 'Cannot hand over: the request is no object')
  const { credential_configuration_id: configurationId, credential_identifier: credentialIdentifier, proofs, credential_response_encryption: encryption } = value
  if ((configurationId === undefined) === (credentialIdentifier === undefined)) throw new Oid4vciRefusal('invalid_credential_request', 'Cannot hand over: one of configuration and identifier must be named')
  if (encryption !== undefined) throw new Oid4vciRefusal('invalid_encryption_parameters', 'Cannot hand over: answers are not encrypted beyond https')
  if (!isTextOrAbsent(configurationId) || !isTextOrAbsent(credentialIdentifier)) throw new Oid4vciRefusal('invalid_credential_request', 'Cannot hand over: what is asked for is named by no text')
  if (!isJsonObject(proofs)) throw new Oid4vciRefusal('invalid_proof', 'Cannot hand over: no key is proven')
  const [[name = '', values] = [], ...surplus] = Object.entries(proofs)
  const type = proofTypes.find((known) => known === name)
  if (type === undefined || surplus.length > 0) throw new Oid4vciRefusal('invalid_proof', 'Cannot hand over: the proofs are not all of one kind that is offered')
  if (!Array.isArray(values) || values.length === 0 || values.length > maxProofs) throw new Oid4vciRefusal('invalid_proof', `Cannot hand over: there must be one to ${maxProofs} proofs`)
  return { configurationId, credentialIdentifier, proofs: { type, values: values as readonly Json[] } }
}

function isTextOrAbsent(value: Json | undefined): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value.length <= 500)
}

/** Writes the credentials that a wallet gets: documents as objects, tokens as texts. */
export function formatCredentialResponse(credentials: readonly Json[], notificationId: string): JsonObject {
  return { credentials: credentials.map((credential) => ({ credential })), notification_id: notificationId }
}

/** Writes that the credentials come later (OpenID4VCI 1.0, "Credential Response", "Deferred Credential Response"). */
export function formatDeferral(transactionId: string, intervalSeconds: number): JsonObject {
  return { transaction_id: transactionId, interval: intervalSeconds }
}

/** What a wallet gets: credentials, exactly as they are to be kept, or where to ask for them later. */
export type CredentialAnswer =
  | { readonly kind: 'given'; readonly credentials: readonly string[]; readonly notificationId: string | undefined }
  | { readonly kind: 'deferred'; readonly transactionId: string; readonly intervalSeconds: number }

/** Untrusted: nobody waits longer than a day between two questions. */
const [defaultInterval, maxInterval] = [5, 86_400]

/** Reads what an issuer answers, in the shape of drafts as well. Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseCredentialResponse(value: unknown): CredentialAnswer {
  const answer = readMembers(value, 'credential response')
  const transactionId = answer.optionalText('transaction_id')
  const listed = listOf(answer.object['credentials'])
  const credentials = listed.length > 0 ? listed.map((item) => (isJsonObject(item) ? item['credential'] : undefined)) : listOf(answer.object['credential'])
  if (transactionId !== undefined) {
    if (credentials.length > 0) throw malformed('credential response', 'it both gives and defers')
    return { kind: 'deferred', transactionId, intervalSeconds: Math.min(answer.count('interval') ?? defaultInterval, maxInterval) }
  }
  if (credentials.length === 0 || credentials.length > maxOfferedCredentials) throw malformed('credential response', `it holds another number of credentials than 1 to ${maxOfferedCredentials}`)
  return { kind: 'given', credentials: credentials.map(textOf), notificationId: answer.optionalText('notification_id') }
}

function textOf(credential: Json | undefined): string {
  if (typeof credential === 'string' && credential !== '' && credential.length <= maxCredentialBytes) return credential
  if (isJsonObject(credential)) return JSON.stringify(credential, null, 2)
  throw malformed('credential response', 'a credential is neither an object nor a text')
}

/** What a holder did with what they got (OpenID4VCI 1.0, "Notification Request"). */
export const notificationEvents = ['credential_accepted', 'credential_failure', 'credential_deleted'] as const

/** See {@link notificationEvents}. */
export type NotificationEvent = (typeof notificationEvents)[number]

/** Reads a notification; what a wallet describes in words is not read. Untrusted: all of it. @throws Oid4vciRefusal `invalid_notification_request` */
export function parseNotification(value: unknown): { readonly notificationId: string; readonly event: NotificationEvent } {
  const { notification_id: notificationId, event } = isJsonObject(value) ? value : {}
  const known = notificationEvents.find((name) => name === event)
  if (typeof notificationId !== 'string' || notificationId.length > 500 || known === undefined) throw new Oid4vciRefusal('invalid_notification_request', 'Cannot take notification: it names no event that is known')
  return { notificationId, event: known }
}

/** The transaction that a wallet asks after. Untrusted. @throws Oid4vciRefusal `invalid_transaction_id` */
export function parseDeferredRequest(value: unknown): string {
  const transactionId = isJsonObject(value) ? value['transaction_id'] : undefined
  if (typeof transactionId !== 'string' || transactionId === '' || transactionId.length > 500) throw new Oid4vciRefusal('invalid_transaction_id', 'Cannot look after transaction: none is named')
  return transactionId
}
