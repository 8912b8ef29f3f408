/** The routes of one's own account, and of joining an organisation. */
import { callApi } from './api.ts'

/** One's own account. */
export interface Account {
  readonly displayName: string
  readonly loginName: string
  readonly hasPassphrase: boolean
  readonly passkeys: readonly Passkey[]
}

/** A passkey of one's own. */
export interface Passkey { readonly id: string, readonly createdAt: string, readonly lastUsedAt: string | null }

/** That it is the owner who sits there: the passphrase, or the answer of a passkey. */
export type Proof = { readonly passphrase: string } | { readonly passkey: unknown }

/** Somebody who joins with an account of their own. */
export interface Newcomer { readonly token: string, readonly displayName: string, readonly loginName: string }

/** What an invitation opens. */
export interface InvitationOffer { readonly organisation: string, readonly expiresAt: string }

export const fetchAccount = (signal: AbortSignal): Promise<Account> => callApi('/api/account', { signal })
export const changePassphrase = (proof: Proof, passphrase: string): Promise<void> => callApi('/api/account/passphrase', { method: 'PUT', body: { proof, passphrase } })
export const removePasskey = (proof: Proof, id: string): Promise<void> => callApi('/api/account/passkeys/remove', { method: 'POST', body: { proof, id } })
export const signOutEverywhere = (): Promise<void> => callApi('/api/sessions', { method: 'DELETE' })

/** Makes a passkey on this device and adds it to the account. */
export async function addPasskey(proof: Proof): Promise<void> {
  await callApi('/api/account/passkeys', { method: 'POST', body: { passkey: await makePasskey('/api/account/passkey-options', { proof }) } })
}

/** Asks a passkey of this device whose hands it is in. */
export async function proveWithPasskey(): Promise<Proof> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = await callApi<Parameters<typeof startAuthentication>[0]['optionsJSON']>('/api/session/passkey-options', { method: 'POST', body: {} })
  return { passkey: await startAuthentication({ optionsJSON }) }
}

export const lookAtInvitation = (token: string): Promise<InvitationOffer> => callApi('/api/invitations/look', { method: 'POST', body: { token } })
export const joinWithSession = (token: string): Promise<void> => callApi('/api/invitations/join', { method: 'POST', body: { token } })
export const joinWithPassphrase = (newcomer: Newcomer, passphrase: string): Promise<void> => callApi('/api/invitations/accept', { method: 'POST', body: { ...newcomer, passphrase } })

/** Joins with a passkey made on this device. */
export async function joinWithPasskey(newcomer: Newcomer): Promise<void> {
  const passkey = await makePasskey('/api/invitations/passkey-options', newcomer)
  await callApi('/api/invitations/accept', { method: 'POST', body: { ...newcomer, passkey } })
}

async function makePasskey(optionsAddress: string, body: unknown): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const optionsJSON = await callApi<Parameters<typeof startRegistration>[0]['optionsJSON']>(optionsAddress, { method: 'POST', body })
  return startRegistration({ optionsJSON })
}
