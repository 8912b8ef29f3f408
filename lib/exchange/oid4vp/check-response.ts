import { CredentialError } from '../../credential/credential-error.ts'
import type { Finding } from '../../credential/finding.ts'
import { isJsonObject, readJsonObject } from '../../credential/parse-json.ts'
import { isKeyError, readTokenKey } from '../../credential/jose/read-token-key.ts'
import { isSdJwt } from '../../credential/sd-jwt/derive-sd-jwt.ts'
import { discloseClaims } from '../../credential/sd-jwt/disclose-claims.ts'
import { verifyKeyBinding } from '../../credential/sd-jwt/key-binding.ts'
import { parseSdJwt } from '../../credential/sd-jwt/parse-sd-jwt.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { didKey } from '../../did/did-key.ts'
import { parseJws } from '../../credential/jose/jws.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { checkHolderProof, type HolderProofContext } from '../holder-proof.ts'
import { answerClaim } from './claims-path.ts'
import { findSetFault } from './choice.ts'
import type { CredentialQuery, DcqlQuery } from './dcql-query.ts'
import { readHeld, type ReadHeld } from './held-credential.ts'
import { isOfKind, pointersFor } from './match-dcql.ts'
import type { ArrivedPresentation } from './presentation-response.ts'
import { carriesHashes, transactionHashes, type TransactionData } from './transaction-data.ts'

/** What an answer is held against. */
export interface ResponseContext extends Omit<HolderProofContext, 'cryptography'> {
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature' | 'verifyRsaSignature'>
  readonly query: DcqlQuery
  readonly transactions?: readonly Pick<TransactionData, 'text' | 'credentialIds'>[] | undefined
}

/** A presentation whose proof was accepted. Its credentials are not verified yet. */
export interface CheckedPresentation {
  readonly queryId: string
  readonly presentation: JsonObject | string
  /** The DID whose key signed it; of a token the one that its issuer bound it to, if that issuer is to be believed. */
  readonly holder: string
  /** Whether it holds a credential of the kind and with the claims that the query asks for. */
  readonly isAsked: boolean
}

/** What became of an answer: its presentations, or what is wrong with it. */
export type CheckedResponse = { readonly presentations: readonly CheckedPresentation[] } | { readonly finding: Finding }

/**
 * Checks an answer as far as it concerns who presents: that it answers what was asked and no more, and that each presentation was
 * signed by its holder for this nonce (`challenge`) and this client identifier (`domain`). What the credentials are worth is for
 * a verifier to say.
 *
 * The caller must see to it that a nonce is accepted once. Untrusted: every presentation.
 */
export async function checkResponse(arrived: readonly ArrivedPresentation[], context: ResponseContext): Promise<CheckedResponse> {
  const { query } = context
  const only = query.credentials.length === 1 ? query.credentials[0]?.id : undefined
  const named = arrived.map(({ queryId = only, presentation }) => ({ asked: query.credentials.find(({ id }) => id === queryId), presentation }))
  const fault = findCountFault(named.map(({ asked }) => asked), query)
  if (fault !== undefined) return { finding: fault }
  const presentations: CheckedPresentation[] = []
  for (const { asked, presentation } of named) {
    if (asked === undefined) throw new TypeError('what answers no query was refused before')
    const checked = await checkPresentation(presentation, asked, context)
    if ('finding' in checked) return checked
    presentations.push(checked)
  }
  return { presentations }
}

function findCountFault(answered: readonly (CredentialQuery | undefined)[], { credentials, sets }: DcqlQuery): Finding | undefined {
  const known = answered.filter((asked) => asked !== undefined)
  if (known.length < answered.length) return failed('presentation/unasked', 'A presentation answers nothing that was asked')
  if (credentials.some((asked) => !asked.isMultiple && known.filter(({ id }) => id === asked.id).length > 1)) return failed('presentation/too-many', 'Several presentations answer where one was asked for')
  const fault = findSetFault(sets ?? [{ isRequired: true, options: [credentials.map(({ id }) => id)] }], new Set(known.map(({ id }) => id)))
  return fault === undefined ? undefined : failed(`presentation/${fault}`, fault === 'incomplete' ? 'It leaves out what was asked for' : 'It holds more than was asked for')
}

function checkPresentation(presentation: JsonObject | string, asked: CredentialQuery, context: ResponseContext): Promise<CheckedPresentation | { readonly finding: Finding }> {
  return typeof presentation === 'string' && isSdJwt(presentation) ? checkToken(presentation, asked, context) : checkSigned(presentation, asked, context)
}

async function checkSigned(arrived: JsonObject | string, asked: CredentialQuery, context: ResponseContext): Promise<CheckedPresentation | { readonly finding: Finding }> {
  // A wallet may send the object as its text.
  const presentation = readJsonObject(arrived)
  if (presentation === undefined) return { finding: failed('presentation/malformed', 'It is not a verifiable presentation') }
  const finding = await checkHolderProof(presentation, context)
  if (finding.holder === null) return { finding }
  const hashes = transactionHashes(context.transactions ?? [], asked.id, context.cryptography)
  if (!carriesHashes(presentation, hashes)) return { finding: failed('presentation/transaction-missing', 'Its holder did not sign what they were asked to agree to') }
  const held = await Promise.all(finding.credentials.map((credential) => readHeld({ id: '', credential: JSON.stringify(credential) }, context.cryptography)))
  return { queryId: asked.id, presentation, holder: finding.holder, isAsked: held.length > 0 && held.every((each) => isAnswer(each, asked)) }
}

async function checkToken(presentation: string, asked: CredentialQuery, context: ResponseContext): Promise<CheckedPresentation | { readonly finding: Finding }> {
  const { cryptography, challenge, domain, now, maxAgeSeconds } = context
  try {
    const sdJwt = parseSdJwt(presentation)
    const { claims } = discloseClaims(sdJwt, cryptography)
    const finding = await verifyKeyBinding(sdJwt, claims, { cryptography, now, nonce: challenge, audience: domain, maxAgeSeconds })
    if (finding.outcome !== 'passed' || sdJwt.keyBinding === undefined) return { finding }
    const hashes = transactionHashes(context.transactions ?? [], asked.id, cryptography)
    if (!carriesHashes(parseJws(sdJwt.keyBinding).payload, hashes)) return { finding: failed('presentation/transaction-missing', 'Its holder did not sign what they were asked to agree to') }
    const held = await readHeld({ id: '', credential: presentation.slice(0, presentation.lastIndexOf('~') + 1) }, cryptography)
    return { queryId: asked.id, presentation, holder: holderOf(claims), isAsked: isAnswer(held, asked) }
  } catch (error) {
    if (error instanceof CredentialError || isKeyError(error)) return { finding: failed('presentation/malformed', 'It is not a token that can be read') }
    throw error
  }
}

function holderOf({ cnf }: JsonObject): string {
  const jwk = isJsonObject(cnf) && isJsonObject(cnf['jwk']) ? cnf['jwk'] : {}
  const key = readTokenKey(jwk)
  return key.type === 'RSA' ? '' : didKey(key)
}

/** A position in a list of which parts were left out is another one: such claims are not looked for again. */
function isAnswer(held: ReadHeld | undefined, asked: CredentialQuery): boolean {
  if (held === undefined || !isOfKind(held, asked)) return false
  const claims = asked.claims.filter(({ path }) => !path.some((step) => typeof step === 'number'))
  if (asked.claimSets !== undefined) return asked.claims.length > claims.length || pointersFor(held, asked) !== undefined
  return claims.every((claim) => answerClaim(held.document, claim).length > 0)
}

function failed(code: string, reason: string): Finding {
  return { outcome: 'failed', code, reason }
}
