import { callApi } from './api.ts'
import type { Sector } from './network-api.ts'

/** The way that mail goes. */
export type MailChannel = 'smtp' | 'outbox'

/** What a node tells about itself. */
export interface NodeCard {
  readonly name: string
  readonly version: string
  readonly publicBaseUrl: string
  readonly walletBaseUrl: string
  /** True while it has no public https address: a place to try things out. */
  readonly rehearsal: boolean
  readonly isSetUp: boolean
  /** Whether mail leaves by a server or waits in a folder of the node. */
  readonly mailsThrough: MailChannel
  readonly log: { readonly origin: string, readonly verifierKey: string }
}

/** An organisation one may act for. */
export interface OrganisationCard { readonly id: string, readonly slug: string, readonly name: string, readonly did: string, readonly url: string | null, readonly sector: Sector, readonly isApproved: boolean }

/** Who is signed in. */
export interface Session { readonly account: { readonly displayName: string, readonly isOperator: boolean }, readonly organisations: readonly OrganisationCard[] }

/** What a claim link offers, as anyone who holds the link may see it. */
export interface ClaimOffer {
  readonly state: 'unclaimed' | 'bound' | 'voided'
  readonly organisation: { readonly name: string, readonly did: string }
  readonly achievement: { readonly name: string, readonly description: string }
  readonly recipientHint: string
  readonly needsCode: boolean
  /** Only while a guardian has a say: what they answered. */
  readonly guardian?: 'asked' | 'given' | 'refused'
}

/** The first owner and organisation of a node. */
export interface SetUp {
  readonly token: string
  readonly displayName: string
  readonly loginName: string
  readonly organisation: { readonly name: string, readonly url?: string, readonly sector: Sector }
}

export const fetchNode = (signal: AbortSignal): Promise<NodeCard> => callApi('/api/node', { signal })
export const fetchSession = (): Promise<Session> => callApi('/api/session')
export const signOut = (): Promise<void> => callApi('/api/session', { method: 'DELETE' })
export const fetchClaimOffer = (token: string, signal: AbortSignal): Promise<ClaimOffer> => callApi(`/api/claims/${encodeURIComponent(token)}`, { signal })

/** Sets the node up with a passphrase; the answer opens a session. */
export const setUpWithPassphrase = (setUp: SetUp, passphrase: string): Promise<void> => callApi('/api/setup', { method: 'POST', body: { ...setUp, passphrase } })

/** Sets the node up with a passkey made on this device; the answer opens a session. */
export async function setUpWithPasskey(setUp: SetUp): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { token, displayName, loginName } = setUp
  const optionsJSON = await callApi<Parameters<typeof startRegistration>[0]['optionsJSON']>('/api/setup/passkey-options', { method: 'POST', body: { token, displayName, loginName } })
  const passkey = await startRegistration({ optionsJSON })
  await callApi('/api/setup', { method: 'POST', body: { ...setUp, passkey } })
}

/** Opens a session with name and passphrase. */
export const signInWithPassphrase = (loginName: string, passphrase: string): Promise<void> => callApi('/api/session', { method: 'POST', body: { loginName, passphrase } })

/** Opens a session with a passkey. */
export async function signInWithPasskey(): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = await callApi<Parameters<typeof startAuthentication>[0]['optionsJSON']>('/api/session/passkey-options', { method: 'POST', body: {} })
  const response = await startAuthentication({ optionsJSON })
  await callApi('/api/session/passkey', { method: 'POST', body: { response } })
}

/** Tells whether this device can keep a passkey of its own. */
export async function canKeepPasskey(): Promise<boolean> {
  if (!('PublicKeyCredential' in window)) return false
  try {
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()
  } catch {
    return false
  }
}

/** Tells whether a passkey was not made or used because the person closed the device's question. */
export const isPasskeyCancelled = (thrown: unknown): boolean => thrown instanceof Error && ['NotAllowedError', 'AbortError'].includes(thrown.name)
