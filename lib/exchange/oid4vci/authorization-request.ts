import { parseAuthorizationDetails, type Form } from './token-message.ts'
import { Oid4vciRefusal } from './oid4vci-refusal.ts'

/** What a wallet asks of the person at the issuer's page (OpenID4VCI 1.0, "Authorization Request"). */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly state: string | undefined
  /** Asked for by authorization details: the token names what may be fetched. */
  readonly detailed: readonly string[]
}

/** Untrusted: the longest of each parameter. */
const maxLengths: Readonly<Record<string, number>> = { client_id: 500, redirect_uri: 1_000, code_challenge: 43, state: 1_000, response_type: 20, code_challenge_method: 10 }

/**
 * Reads an authorization request with PKCE by S256. A client registers nowhere: for it speaks only the address that the person is sent back
 * to, which is https, or on the person's own machine (RFC 8252, "Loopback Interface Redirection").
 *
 * Untrusted: all of it. Nobody may be sent to an address before this has passed. @throws Oid4vciRefusal `invalid_request`; ExchangeError `exchange/malformed`
 */
export function parseAuthorizationRequest(form: Form): AuthorizationRequest {
  for (const [name, maxLength] of Object.entries(maxLengths)) if ((form[name] ?? '').length > maxLength) throw refused(`${name} is too long`)
  const { client_id: clientId = '', redirect_uri: redirectUri = '', code_challenge: codeChallenge = '', state } = form
  if (clientId === '') throw refused('no client is named')
  if (!isRedirectUri(redirectUri)) throw refused('the address to go back to is neither https nor on this machine')
  if (form['response_type'] !== 'code') throw refused('another answer than a code is wanted')
  if (form['code_challenge_method'] !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) throw refused('there is no code challenge by S256')
  return { clientId, redirectUri, codeChallenge, state, detailed: parseAuthorizationDetails(form['authorization_details']) }
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, hash, username, password } = new URL(text)
  const isLoopback = ['localhost', '[::1]'].includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname)
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback)) && hash === '' && !text.includes('#') && username === '' && password === ''
}

/** The address that the person is sent back to, with what the page decided (RFC 6749, "Authorization Response"; RFC 9207). */
export function formatRedirect({ redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>, answer: { readonly code: string } | { readonly error: 'access_denied' }, issuer: string): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, ...(state === undefined ? {} : { state }), iss: issuer })) url.searchParams.set(name, value)
  return url.href
}

function refused(state: string): Oid4vciRefusal {
  return new Oid4vciRefusal('invalid_request', `Cannot ask for a code: ${state}`)
}
