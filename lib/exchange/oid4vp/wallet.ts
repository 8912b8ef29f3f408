import { isJsonObject, parseJsonObject } from '../../credential/parse-json.ts'
import type { Cryptography, SigningKey } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { isSdJwt } from '../../credential/sd-jwt/derive-sd-jwt.ts'
import { askPeer, parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { proveHolder, type HolderKey } from '../holder-proof.ts'
import { checkChoice, type Choice } from './choice.ts'
import { encryptResponse } from './encrypted-response.ts'
import { discloseHeld, readShown, type HeldCredential } from './held-credential.ts'
import { matchDcql, type Candidate, type RequestMatch } from './match-dcql.ts'
import { formatSubmission, matchDefinition } from './presentation-definition.ts'
import type { PresentationRequest } from './presentation-request.ts'
import { transactionHashes } from './transaction-data.ts'

/** What a wallet has for a request, whichever language it is in. Nothing is sent. */
export function matchRequest({ question, formats }: PresentationRequest, held: readonly HeldCredential[], cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): Promise<RequestMatch> {
  return question.kind === 'dcql' ? matchDcql(question.query, held, { cryptography, formats }) : matchDefinition(question.definition, held, { cryptography })
}

/**
 * Exactly what the other side would see of a candidate, its proof included.
 *
 * @throws CredentialError when no copy of it can be made
 */
export async function previewCandidate({ pointers }: Pick<Candidate, 'pointers'>, held: HeldCredential, cryptography: Cryptography): Promise<JsonObject> {
  return readShown(await discloseHeld(held, pointers, { cryptography }), cryptography)
}

/**
 * That the holder agreed to answer one request in one way, having seen who asks, for what, and what each credential would show. Only
 * whoever asked the person makes one; it serves for one answer.
 */
export class PresentationConsent {
  readonly request: PresentationRequest
  readonly candidates: readonly Candidate[]
  #isSpent = false

  /** @throws ExchangeError `exchange/choice-unknown`, `exchange/choice-surplus`, `exchange/choice-incomplete` */
  constructor(request: PresentationRequest, match: RequestMatch, choice: Choice) {
    this.request = request
    this.candidates = checkChoice(match, choice)
  }

  /** @throws ExchangeError `exchange/consent-spent` the second time */
  spend(): void {
    if (this.#isSpent) throw new ExchangeError('exchange/consent-spent', 'Cannot answer: this consent has been used')
    this.#isSpent = true
  }
}

/** What answering takes. */
export interface AnswerRequestContext extends ExchangeNetwork {
  readonly cryptography: Cryptography
  readonly now: Date
  /** The credentials, by the names under which they were matched. */
  readonly held: readonly HeldCredential[]
  /** The key that the credential is about; each credential is presented by its own, so that they need not be known for one person's. */
  readonly keyFor: (credentialId: string) => HolderKey | Promise<HolderKey>
  /** A copy made now in place of one that would tell when it was made; its parts must stand in the same places. */
  readonly renew?: ((held: HeldCredential, pointers: readonly string[]) => Promise<HeldCredential>) | undefined
}

/** What the other side answered. */
export interface Delivered {
  /** Where the person may go on, after a tap of theirs. */
  readonly redirectUri: string | undefined
}

/** A presentation and the query that it answers. */
interface Presented {
  readonly queryId: string
  readonly presentation: JsonObject | string
}

/**
 * Answers a request as the holder agreed: one presentation a credential, each bound to the request's nonce and client identifier.
 *
 * @throws ExchangeError `exchange/consent-spent`, `exchange/key-unsuited`, `exchange/unreachable`; PeerRefusal; CredentialError
 */
export async function answerRequest(consent: PresentationConsent, context: AnswerRequestContext): Promise<Delivered> {
  const { request, candidates } = consent
  consent.spend()
  const presented: Presented[] = []
  for (const candidate of candidates) presented.push({ queryId: candidate.queryId, presentation: await present(candidate, request, context) })
  return send(request, formatAnswer(request, presented, context), context)
}

/** Why a wallet does not answer (OpenID for Verifiable Presentations 1.0, "Error Response"). */
export type DeclineReason = 'access_denied' | 'vp_formats_not_supported' | 'invalid_transaction_data'

/**
 * Tells the other side that there will be no answer; that is an ordinary end. It does not learn whether the wallet had anything.
 *
 * @throws ExchangeError `exchange/unreachable`; PeerRefusal
 */
export async function declineRequest(request: PresentationRequest, context: ExchangeNetwork & { readonly cryptography: Pick<Cryptography, 'randomBytes'> }, reason: DeclineReason = 'access_denied'): Promise<Delivered> {
  return send(request, { error: reason }, context)
}

async function present({ id, queryId, pointers }: Candidate, { nonce, clientId, transactions }: PresentationRequest, { held, keyFor, renew, cryptography, now }: AnswerRequestContext): Promise<JsonObject | string> {
  const kept = held.find((each) => each.id === id)
  if (kept === undefined) throw new ExchangeError('exchange/choice-unknown', 'Cannot answer with this choice: the credential is not held any more')
  const key = await keyFor(id)
  const source = renew === undefined ? kept : await renew(kept, pointers)
  const hashes = transactionHashes(transactions, queryId, cryptography)
  if (isSdJwt(source.credential)) {
    const signingKey = await openKey(key, cryptography)
    return discloseHeld(source, pointers, { cryptography, keyBinding: { signingKey, nonce, audience: clientId, now, ...(hashes.length === 0 ? {} : { claims: { transaction_data_hashes: hashes, transaction_data_hashes_alg: 'sha-256' } }) } })
  }
  const credential = parseJsonObject(await discloseHeld(source, pointers, { cryptography }))
  const { presentation } = await proveHolder({ ...key, challenge: nonce, domain: clientId, credentials: [credential], transactionHashes: hashes, created: now }, cryptography)
  return presentation
}

async function openKey({ key }: HolderKey, cryptography: Cryptography): Promise<SigningKey> {
  return 'sign' in key ? key : cryptography.importSigningKey(key)
}

function formatAnswer({ question }: PresentationRequest, presented: readonly Presented[], { cryptography }: Pick<AnswerRequestContext, 'cryptography'>): JsonObject {
  if (question.kind === 'dcql') {
    const ids = [...new Set(presented.map(({ queryId }) => queryId))]
    return { vp_token: Object.fromEntries(ids.map((id): [string, Json] => [id, presented.filter(({ queryId }) => queryId === id).map(({ presentation }) => presentation)])) }
  }
  const tokens = presented.map(({ presentation }) => presentation)
  const submission = formatSubmission(question.definition, presented.map(({ queryId }) => queryId), encodeBase64url(cryptography.randomBytes(16)))
  return { vp_token: tokens.length === 1 ? tokens[0] ?? '' : tokens, presentation_submission: submission }
}

async function send({ responseUri, responseMode, state, recipient }: PresentationRequest, answer: JsonObject, { cryptography, ...network }: ExchangeNetwork & { readonly cryptography: Pick<Cryptography, 'randomBytes'> }): Promise<Delivered> {
  const body: JsonObject = { ...answer, ...(state === undefined ? {} : { state }) }
  const form = responseMode === 'direct_post.jwt' && recipient !== undefined
    ? { response: await encryptResponse(body, recipient, cryptography) }
    : Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]))
  const said = await askPeer(responseUri, { method: 'POST', form }, network)
  return { redirectUri: readRedirect(said, network) }
}

/** Untrusted: whoever asked may send the person anywhere, but only where a wallet would go at all. */
function readRedirect(said: Json | undefined, network: ExchangeNetwork): string | undefined {
  const uri = isJsonObject(said) ? said['redirect_uri'] : undefined
  if (typeof uri !== 'string') return undefined
  try {
    return parsePeerUrl(uri, network).href
  } catch (error) {
    if (error instanceof ExchangeError) return undefined
    throw error
  }
}
