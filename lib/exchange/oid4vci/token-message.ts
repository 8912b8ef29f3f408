import { isJsonObject, listOf, parseJson } from '../../credential/parse-json.ts'
import { CredentialError } from '../../credential/credential-error.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { malformed, maxTextLength, readMembers } from './_read-members.ts'
import { authorizationGrantType, preAuthorizedGrantType } from './credential-offer.ts'
import { Oid4vciRefusal } from './oid4vci-refusal.ts'

/** What a form carries; a parameter that comes twice is refused before. */
export type Form = Readonly<Record<string, string>>

/** What a wallet posts for a token. */
export type TokenRequest = PreAuthorizedRequest | AuthorizationCodeRequest

/** See {@link TokenRequest}. */
export interface PreAuthorizedRequest {
  readonly kind: 'pre-authorized'
  readonly code: string
  readonly transactionCode: string | undefined
  /** Whether the answer must name what may be fetched. */
  readonly isDetailed: boolean
}

/** See {@link TokenRequest}. */
export interface AuthorizationCodeRequest {
  readonly kind: 'authorization'
  readonly code: string
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
  readonly clientId: string | undefined
  readonly isDetailed: boolean
}

/** Reads what a wallet posts for a token (OpenID4VCI 1.0, "Token Request"). Untrusted: all of it. @throws Oid4vciRefusal */
export function parseTokenRequest(form: Form): TokenRequest {
  const grantType = form['grant_type']
  if (grantType === undefined) throw new Oid4vciRefusal('invalid_request', 'Cannot give token: no grant type is named')
  const isDetailed = form['authorization_details'] !== undefined
  const code = form[grantType === authorizationGrantType ? 'code' : 'pre-authorized_code']
  if (grantType !== authorizationGrantType && grantType !== preAuthorizedGrantType) throw new Oid4vciRefusal('unsupported_grant_type', 'Cannot give token: the grant type is another than offered')
  if (code === undefined || code === '') throw new Oid4vciRefusal('invalid_request', 'Cannot give token: the code is missing')
  if (grantType === preAuthorizedGrantType) return { kind: 'pre-authorized', code, transactionCode: form['tx_code'], isDetailed }
  return { kind: 'authorization', code, redirectUri: form['redirect_uri'], codeVerifier: form['code_verifier'], clientId: form['client_id'], isDetailed }
}

/** How a code stands with whoever gave it out. */
export interface CodeState {
  readonly isUsed: boolean
  readonly expiresAt: Date
  /** Of a code that its person fetched: for whom, and what the verifier must hash to. */
  readonly binding: { readonly clientId: string; readonly redirectUri: string; readonly codeChallenge: string } | null
}

/**
 * What becomes of a code that is shown: it is good, refused, or replayed, whereupon the token that it once gave must end
 * (RFC 6749, "Authorization Response"; RFC 7636, "Server Verifies code_verifier before Returning the Tokens").
 */
export function judgeCode(code: CodeState | undefined, request: TokenRequest, { now, cryptography }: { readonly now: Date; readonly cryptography: Pick<Cryptography, 'sha256'> }): 'good' | 'refused' | 'replayed' {
  if (code === undefined) return 'refused'
  if (code.isUsed) return 'replayed'
  if (code.expiresAt <= now) return 'refused'
  if (code.binding === null) return request.kind === 'pre-authorized' ? 'good' : 'refused'
  if (request.kind !== 'authorization') return 'refused'
  const { clientId, redirectUri, codeChallenge } = code.binding
  const isSame = request.redirectUri === redirectUri && request.clientId === clientId
  return isSame && codeChallengeOf(request.codeVerifier ?? '', cryptography) === codeChallenge ? 'good' : 'refused'
}

/** The challenge of a verifier by the method S256 (RFC 7636, "Client Creates the Code Challenge"). */
export function codeChallengeOf(codeVerifier: string, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeBase64url(sha256(encodeUtf8(codeVerifier)))
}

/** What a wallet gets for a code. */
export interface AccessToken {
  readonly accessToken: string
  /** By configuration: the names under which its credentials are asked for; nothing when they go by the configuration's own. */
  readonly credentialIdentifiers: { readonly [configurationId: string]: readonly string[] }
  /** Of issuers that have no place to ask for one. */
  readonly nonce: string | undefined
  /** Gets another token when this one's time is over, where the issuer gives such means. Secret. */
  readonly refreshToken?: string | undefined
}

/** Writes the answer to a token request; `identified` are configurations that the wallet asked for by authorization details. */
export function formatTokenResponse({ accessToken, expiresInSeconds, identified }: { readonly accessToken: string; readonly expiresInSeconds: number; readonly identified: readonly string[] }): JsonObject {
  const details = identified.map((id) => ({ type: 'openid_credential', credential_configuration_id: id, credential_identifiers: [id] }))
  return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds, ...(details.length === 0 ? {} : { authorization_details: details }) }
}

/** Reads the answer to a token request. Untrusted: all of it. @throws ExchangeError `exchange/malformed`, `exchange/not-supported` */
export function parseTokenResponse(value: unknown): AccessToken {
  const answer = readMembers(value, 'token response')
  if (answer.text('token_type', 40).toLowerCase() !== 'bearer') throw new ExchangeError('exchange/not-supported', 'Cannot go on: the token is of a kind that is not known here')
  const details = listOf(answer.object['authorization_details']).filter(isJsonObject).slice(0, 64).map((detail) => readMembers(detail, 'token response'))
  return {
    accessToken: answer.text('access_token', 8_192), nonce: answer.optionalText('c_nonce'), refreshToken: answer.optionalText('refresh_token', 8_192),
    credentialIdentifiers: Object.fromEntries(details.flatMap((detail) => {
      const id = detail.optionalText('credential_configuration_id')
      return id === undefined ? [] : [[id, detail.texts('credential_identifiers', 64)]]
    })),
  }
}

/** The configurations that authorization details ask for (RFC 9396). Untrusted: any text. @throws ExchangeError `exchange/malformed` */
export function parseAuthorizationDetails(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  if (text.length > 4 * maxTextLength) throw malformed('authorization details', 'they are too long')
  try {
    return listOf(parseJson(text)).slice(0, 64).map((detail) => readMembers(detail, 'authorization details')).filter(({ object }) => object['type'] === 'openid_credential').map((detail) => detail.text('credential_configuration_id'))
  } catch (cause) {
    if (cause instanceof CredentialError) throw malformed('authorization details', 'they are not JSON')
    throw cause
  }
}
