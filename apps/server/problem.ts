/**
 * The only place that knows HTTP status codes of refusals: every error leaves the node as problem
 * details (RFC 9457), with the status and title of its code and nothing of what went wrong inside.
 */
import { EverlearnedError } from 'everlearned/error'
import { Oid4vciRefusal, type Oid4vciError } from 'everlearned/exchange/oid4vci'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { RuleRefusal, ServerError, type FieldError } from './server-error.ts'

/** The schema of problem details, for the API description. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
}).meta({ id: 'Problem', description: 'Problem details (RFC 9457)' })

/** Problem details as they are sent. */
export type Problem = z.infer<typeof problemSchema>

type Row = readonly [status: number, title: string]

/** Status and title of each code that a caller may see. A code that is not listed is a fault of ours. */
const problems: Readonly<Record<string, Row>> = {
  'request/invalid': [400, 'The request is not as described'],
  'request/malformed': [400, 'The request cannot be read'],
  'request/not-found': [404, 'There is nothing at this address'],
  'request/method-not-allowed': [405, 'This address does not take this method'],
  'request/too-large': [413, 'The request is too large'],
  'request/media-type-unsupported': [415, 'This address does not take this content type'],
  'request/header-too-large': [431, 'The headers are too large'],
  'request/timeout': [408, 'The request took too long'],
  'rate/exceeded': [429, 'Too many requests'],
  'access/login-required': [401, 'Log in first'],
  'access/credentials-wrong': [401, 'The credentials are not right'],
  'access/origin-refused': [403, 'This request must come from the node\'s own pages'],
  'access/session-required': [403, 'This needs a person who is logged in, not an API key'],
  'access/operator-required': [403, 'This is for who set the node up'],
  'access/local-only': [403, 'This is for callers on the node\'s own machine'],
  'access/metrics-refused': [403, 'Metrics are for this machine or the holder of the metrics token'],
  'setup/token-invalid': [403, 'The set-up link is not valid'],
  'setup/done': [409, 'This node is set up already'],
  'setup/unlock-missing': [400, 'Give a passphrase or a passkey'],
  'account/login-name-taken': [409, 'This login name is taken'],
  'account/passphrase-weak': [400, 'The passphrase is too easy to guess'],
  'account/passkey-refused': [400, 'The passkey cannot be taken'],
  'account/proof-missing': [403, 'Prove first that it is you'],
  'account/proof-wrong': [403, 'The passphrase or passkey is not right'],
  'passkey/not-found': [404, 'There is no such passkey'],
  'passkey/last': [409, 'Nothing else opens this account'],
  'invitation/token-invalid': [403, 'The invitation is not valid'],
  'invitation/not-found': [404, 'There is no such invitation'],
  'invitation/too-many': [409, 'Too many invitations are open'],
  'member/not-found': [404, 'There is no such member'],
  'member/last': [409, 'The last member cannot be removed'],
  'organisation/not-found': [404, 'There is no such organisation'],
  'approval/not-found': [404, 'No organisation of this id waits for approval'],
  'organisation/key-is-identity': [409, 'The key of this organisation is its identity'],
  'api-key/not-found': [404, 'There is no such API key'],
  'achievement/not-found': [404, 'There is no such achievement'],
  'upload/not-found': [404, 'There is no such upload'],
  'job/not-found': [404, 'There is no such job'],
  'job/date-order-needed': [422, 'Say whether the day or the month comes first'],
  'issuer/mapping-incomplete': [422, 'No column holds the e-mail address'],
  'issuer/mapping-out-of-range': [422, 'A column was chosen that the file does not have'],
  'encoding/csv-too-large': [413, 'The file is too large'],
  'encoding/csv-empty': [422, 'The file holds nothing'],
  'encoding/csv-quote-open': [422, 'A quotation mark in the file is never closed'],
  'encoding/csv-malformed': [422, 'The file is not CSV'],
  'encoding/base64url': [400, 'A value is not base64url'],
  'claim/not-found': [404, 'There is no such claim'],
  'claim/malformed': [400, 'The claim request is not as described'],
  'claim/voided': [410, 'The issuer took this claim back'],
  'claim/suspended': [409, 'The issuer has suspended this claim for now'],
  'claim/not-suspendable': [409, 'This claim cannot be suspended, only voided'],
  'claim/selection-changed': [409, 'The search does not mean the same claims any more'],
  'claim/not-open': [409, 'The claim is not open any more'],
  'claim/without-code': [409, 'The claim asks for no code'],
  'claim/reissued': [409, 'The claim was issued anew before'],
  'claim/erased': [410, 'The person of this claim was erased'],
  'claim/job-under-way': [409, 'The file of this claim is still being issued from'],
  'claim/already-bound': [409, 'Somebody has claimed this already'],
  'claim/presentation-refused': [403, 'The presentation proves no key for this claim'],
  'claim/code-missing': [403, 'A code is needed'],
  'claim/code-wrong': [403, 'The code is not right'],
  'claim/code-locked': [403, 'Too many wrong codes'],
  'claim/address-wrong': [403, 'This is not the address that the record was sent to'],
  'claim/guardian-missing': [409, 'A guardian has not agreed to this'],
  'claim/guardian-over': [409, 'A guardian has no say in this any more'],
  'claim/guardian-none': [409, 'This claim has no guardian'],
  'claim/guardian-wallet': [409, 'While a guardian has a say the record goes into this node\'s own wallet'],
  'claim/guardian-is-recipient': [422, 'The guardian cannot have the address of the person'],
  'copy/not-found': [404, 'There is no such credential to copy'],
  'claim/too-many-challenges': [429, 'Too many challenges are open'],
  'exchange/not-found': [404, 'There is no such exchange'],
  'exchange/complete': [409, 'The exchange has been used'],
  'exchange/closed': [429, 'Too many wrong proofs'],
  'exchange/unreadable': [400, 'The message cannot be read'],
  'exchange/malformed': [400, 'The message is not as described'],
  'exchange/proof-refused': [400, 'Proof not accepted'],
  'ticket/not-found': [404, 'There is no such ticket'],
  'mail/under-way': [409, 'The mail is being sent at this moment'],
  'mail/address-refused': [422, 'The mail server does not take this address'],
  'mail/refused': [502, 'The mail server does not take this message'],
  'mail/server-busy': [503, 'The mail server asks to come back later'],
  'mail/server-unreachable': [502, 'The mail server does not answer'],
  'mail/login-refused': [502, 'The mail server does not let this node in'],
  'mail/outbox-unwritable': [500, 'The outbox cannot be written'],
  'mail/interrupted': [504, 'Nobody knows whether the mail went out'],
  'commitment/not-found': [404, 'There is no such commitment'],
  'status-list/not-found': [404, 'There is no such status list'],
  'ledger/not-found': [404, 'The log has nothing at this address'],
  'ledger/not-final': [404, 'Nothing of the log is final yet'],
  'ledger/entry-type-refused': [422, 'An entry of this type is for the operator of the log'],
  'ledger/statement-refused': [422, 'The rules of the ledger do not allow this'],
  'network/log-unreachable': [502, 'The log does not answer'],
  'network/followed-already': [409, 'This log is followed already'],
  'network/log-unproven': [502, 'The log does not prove its key'],
  'network/origin-taken': [409, 'Another log of this name is followed'],
  'network/not-followed': [404, 'This log is not followed'],
  'network/registry-in-force': [409, 'The registry in force cannot be left'],
  'network/registry-unknown': [503, 'The registry is not known here yet'],
  'network/issuer-unknown': [404, 'The registry knows no such issuer'],
  'network/statement-invalid': [422, 'The statement is not as the ledger wants it'],
  'share/ended': [410, 'This share has ended'],
  'share/expiry-invalid': [400, 'The share would end in the past or too late'],
  'share/too-large': [413, 'The share is too large'],
  'share/token-wrong': [403, 'This is not the end token of the share'],
  'public-page/ended': [410, 'This page has been taken down, or its time is over'],
  'public-page/expiry-invalid': [400, 'The page would end in the past or too late'],
  'public-page/too-large': [413, 'The page is too large'],
  'public-page/token-wrong': [403, 'This is not the edit token of the page'],
  'public-page/malformed': [422, 'The page cannot be read'],
  'public-page/private': [422, 'Something on the page is not for everybody'],
  'public-page/holder-unproven': [403, 'The keys of the records were not proven'],
  'public-page/minor': [403, 'While a guardian has a say there is no public page'],
  'attestation/ended': [410, 'This request has ended'],
  'attestation/not-open': [409, 'This request is over'],
  'attestation/expiry-invalid': [400, 'The request would end in the past or too late'],
  'attestation/token-wrong': [403, 'This is not the token of the request'],
  'attestation/too-many-codes': [429, 'Enough codes were sent for this request'],
  'attestation/code-wrong': [403, 'The code is not right'],
  'attestation/not-confirmed': [403, 'No address answered a code yet'],
  'attestation/lists-malformed': [400, 'The lists are not for this address'],
  'endorsement-status/not-found': [404, 'There is no such list'],
  'sync/not-found': [404, 'There is no such channel'],
  'sync/ended': [410, 'This channel was closed for good'],
  'sync/token-wrong': [403, 'This is not the token of the channel'],
  'sync/changed': [409, 'Another device wrote this entry in between'],
  'sync/full': [413, 'The channel is full'],
  'verifier/unreadable': [422, 'The document cannot be read at all'],
  'verifier/too-large': [413, 'The document is too large'],
  'vc-api/profile-unknown': [404, 'There is no such profile'],
  'vc-api/credential-refused': [400, 'The credential cannot be issued'],
  'vc-api/not-verified': [400, 'It is not verified'],
  'vc-api/not-derivable': [400, 'No copy can be derived'],
  'vc-api/status-unsupported': [400, 'Only the revocation of a bitstring status list can be changed'],
  'vc-api/credential-unknown': [404, 'No credential with a status was issued under this id'],
  'page/not-built': [404, 'The pages are not built'],
  'node/fault': [500, 'Something went wrong here'],
  'node/stopping': [503, 'The node is stopping'],
}

/** Codes of the web framework that callers cause, as codes of ours. */
const frameworkCodes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request/media-type-unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request/too-large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request/malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request/malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request/malformed',
  FST_ERR_BAD_URL: 'request/malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'request/not-found',
}

/** The problem details of any error. */
export function problemOf(error: unknown): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, keyword, message }) => ({ field: instancePath.replace(/^\//, '').replaceAll('/', '.'), code: keyword, message: message ?? '' }))
    return problem('request/invalid', 'Cannot take request: see the fields in "errors"', errors)
  }
  if (error instanceof RuleRefusal) return { ...problem(error.code, error.message), status: error.isFinal ? 422 : 503, title: error.isFinal ? 'The rules of the ledger do not allow this entry' : 'This log cannot take the entry now' }
  if (error instanceof EverlearnedError && Object.hasOwn(problems, error.code)) {
    return problem(error.code, error.message, error instanceof ServerError ? error.errors : undefined)
  }
  const name = (error as { readonly code?: string }).code ?? ''
  const code = Object.hasOwn(frameworkCodes, name) ? frameworkCodes[name] : undefined
  if (code !== undefined) return problem(code, 'Cannot take request: see the title')
  return problem('node/fault', 'Cannot answer: the node has logged the fault')
}

function problem(code: string, detail: string, errors?: readonly FieldError[]): Problem {
  const [status, title] = problems[code] ?? [500, 'Something went wrong here']
  return { type: `/api-guide#${code}`, title, status, detail, code, ...(errors === undefined ? {} : { errors: [...errors] }) }
}

const dataModel = 'https://www.w3.org/TR/vc-data-model#'

/** What exchanges call a refusal (Verifiable Credentials Data Model 2.0, "Problem Details"); what is not listed has an address of ours. */
const exchangeTypes: Readonly<Record<string, string>> = {
  'request/malformed': `${dataModel}PARSING_ERROR`,
  'exchange/unreadable': `${dataModel}PARSING_ERROR`,
  'exchange/malformed': `${dataModel}MALFORMED_VALUE_ERROR`,
  'exchange/proof-refused': `${dataModel}CRYPTOGRAPHIC_SECURITY_ERROR`,
}

/** The addresses of ours that exchanges know by other names than their codes. */
const exchangeNames: Readonly<Record<string, string>> = { 'exchange/closed': 'too-many-requests', 'rate/exceeded': 'too-many-requests' }

/** A refusal as exchanges send it. */
interface ExchangeProblem extends Omit<Problem, 'errors'> {
  readonly errors: readonly Pick<Problem, 'type' | 'title' | 'status' | 'detail'>[]
}

/** Sends a refusal so that both readings of VCALM find it: as problem details (RFC 9457), and in a list of them named `errors`. */
export function sendExchangeProblem(error: unknown, { publicBaseUrl }: { readonly publicBaseUrl: string }, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { title, status, detail, code } = problemOf(error)
  const type = exchangeTypes[code] ?? `${publicBaseUrl}/problems/${exchangeNames[code] ?? code.replace('/', '-')}`
  const details = { type, title, status, detail }
  return sendDetails({ ...details, code, errors: [details] }, error, request, reply)
}

/** Refusals of an exchange by the errors of OpenID4VCI, as an endpoint of tokens and as one of credentials tells them. */
const oid4vciErrors: Readonly<Record<'token' | 'credential', Readonly<Record<string, Oid4vciError>>>> = {
  token: {
    'exchange/not-found': 'invalid_grant', 'exchange/complete': 'invalid_grant', 'exchange/closed': 'invalid_grant',
    'claim/code-wrong': 'invalid_grant', 'claim/code-locked': 'invalid_grant', 'claim/code-missing': 'invalid_request',
  },
  credential: {
    'exchange/not-found': 'invalid_token', 'exchange/unreadable': 'invalid_credential_request', 'exchange/complete': 'credential_request_denied', 'exchange/closed': 'credential_request_denied',
    'exchange/proof-refused': 'invalid_proof', 'exchange/malformed': 'invalid_proof',
    'claim/voided': 'credential_request_denied', 'claim/already-bound': 'credential_request_denied', 'claim/code-missing': 'credential_request_denied',
  },
}

/** A refusal as OAuth has it. */
export interface OauthProblem {
  readonly status: number
  readonly error: string
  readonly description: string
}

/** The refusal of an error, as an endpoint of OpenID4VCI tells it (RFC 6749, "Error Response"; OpenID4VCI 1.0, "Credential Error Response"). */
export function oid4vciProblemOf(error: unknown, endpoint: keyof typeof oid4vciErrors): OauthProblem {
  const { status, detail, code } = problemOf(error)
  const named = error instanceof Oid4vciRefusal ? error.error : oid4vciErrors[endpoint][code]
  if (named !== undefined) return { status: named === 'invalid_token' ? 401 : 400, error: named, description: error instanceof Oid4vciRefusal ? error.message : detail }
  return { status, error: status >= 500 ? 'server_error' : status === 429 ? 'temporarily_unavailable' : 'invalid_request', description: detail }
}

/** Sends such a refusal. */
export function sendOid4vciProblem(error: unknown, endpoint: keyof typeof oid4vciErrors, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, error: name, description } = oid4vciProblemOf(error, endpoint)
  prepareRefusal(status, error, request, reply)
  if (status === 401) reply.header('www-authenticate', request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
  return reply.type('application/json').serializer(JSON.stringify).send({ error: name, error_description: description })
}

/** Sends a refusal as a verifier of OpenID4VP does: whatever a wallet did wrong is an invalid request (RFC 6749, "Error Response"). */
export function sendOid4vpProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, detail, code } = problemOf(error)
  const isOfExchange = code.startsWith('exchange/')
  prepareRefusal(isOfExchange ? 400 : status, error, request, reply)
  const name = status >= 500 ? 'server_error' : code === 'rate/exceeded' ? 'temporarily_unavailable' : 'invalid_request'
  return reply.type('application/json').serializer(JSON.stringify).send({ error: name, error_description: detail })
}

/** The status that a DID resolver answers its errors with (DID Resolution 0.3, "Bindings: HTTP(S)"). */
export function statusOfResolution(error: string | undefined): number {
  if (error === undefined) return 200
  return error === 'notFound' ? 404 : 400
}

/** Sends problem details for `error`; a fault of ours is logged without its message, which may hold personal data. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendDetails(problemOf(error), error, request, reply)
}

function sendDetails(details: Problem | ExchangeProblem, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  prepareRefusal(details.status, error, request, reply)
  if (details.status === 401) reply.header('www-authenticate', 'Bearer realm="everlearned"')
  return reply.type('application/problem+json').serializer(JSON.stringify).send(details)
}

function prepareRefusal(status: number, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  // A caller who hangs up in the middle of sending is no fault of ours, and there is nobody to answer.
  if (status >= 500 && request.raw.errored !== error) request.log.error({ err: error }, 'fault')
  if (error instanceof ServerError) {
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
    if (error.allow !== undefined) reply.header('allow', error.allow.join(', '))
  }
  reply.code(status).header('cache-control', 'no-store')
}

/** What may be logged of an error: its class, its code and where it happened, through all its causes. */
export function faultOf(error: unknown): { readonly error: string; readonly code?: string; readonly at: readonly string[]; readonly cause?: unknown } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] }
  const { code } = error as { readonly code?: unknown }
  // The stack begins with the message, whose lines may be anybody's.
  const at = (error.stack ?? '').replace(error.message, () => '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 8).map((line) => line.trim())
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}), at, ...(error.cause === undefined ? {} : { cause: faultOf(error.cause) }) }
}
