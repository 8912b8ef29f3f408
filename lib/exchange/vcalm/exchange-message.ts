import { credentialsContextUrl } from '../../credential/contexts.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { maxPresentedCredentials } from '../holder-proof.ts'
import { parsePresentationRequest, type PresentationRequest } from './presentation-request.ts'

/** Untrusted: how many presentations one message may carry, a key each. */
export const maxPresentations = 8

/**
 * What a wallet posts: nothing yet, presentations, of which nothing is checked, or that there will be none.
 *
 * VCALM 1.0 has no word for no: a list without a presentation in it is the message that its schema allows and that presents nothing.
 */
export type WalletMessage = { readonly kind: 'begin' } | { readonly kind: 'declined' } | { readonly kind: 'present'; readonly presentations: readonly [JsonObject, ...JsonObject[]] }

/** Reads what a wallet posts (VCALM 1.0, "Participate in an Exchange"). Untrusted: all of it. @throws ExchangeError `exchange/unreadable`, `exchange/malformed` */
export function parseWalletMessage(value: unknown): WalletMessage {
  if (value === undefined) return { kind: 'begin' }
  if (!isJsonObject(value)) throw new ExchangeError('exchange/unreadable', 'Cannot read message: it is no object')
  const { verifiablePresentation } = value
  if (verifiablePresentation === undefined && Object.keys(value).length === 0) return { kind: 'begin' }
  const presentations = Array.isArray(verifiablePresentation) ? verifiablePresentation as readonly unknown[] : [verifiablePresentation]
  if (presentations.length > maxPresentations || !presentations.every(isJsonObject)) throw new ExchangeError('exchange/malformed', `Cannot read message: it holds other things than at most ${maxPresentations} presentations`)
  const [first, ...others] = presentations
  return first === undefined ? { kind: 'declined' } : { kind: 'present', presentations: [first, ...others] }
}

/** What a wallet posts: each presentation is of a key of its own; without any, the holder declines. A verifier from before lists were allowed reads a single one. */
export function formatPresentations(presentations: readonly JsonObject[]): JsonObject {
  const [only] = presentations
  return { verifiablePresentation: presentations.length === 1 && only !== undefined ? only : presentations }
}

/** What the other side answers a wallet: it asks something (more), hands credentials over, or has what it wanted. */
export type ExchangeAnswer =
  | { readonly kind: 'asked'; readonly request: PresentationRequest }
  | { readonly kind: 'given'; readonly credentials: readonly JsonObject[]; readonly redirectUrl: string | undefined }
  | { readonly kind: 'done'; readonly redirectUrl: string | undefined }

/**
 * Reads an answer. The presentation of what is handed over may stand at the top level, as some wallets' issuers write it.
 *
 * Untrusted: all of it; whoever follows `redirectUrl` looks at it first. @throws ExchangeError `exchange/malformed`
 */
export function parseExchangeAnswer(value: Json | undefined): ExchangeAnswer {
  if (value === undefined) return { kind: 'done', redirectUrl: undefined }
  if (!isJsonObject(value)) throw new ExchangeError('exchange/malformed', 'Cannot read answer: it is no object')
  if (value['verifiablePresentationRequest'] !== undefined) return { kind: 'asked', request: parsePresentationRequest(value['verifiablePresentationRequest']) }
  const redirectUrl = typeof value['redirectUrl'] === 'string' && value['redirectUrl'].length <= 2_048 ? value['redirectUrl'] : undefined
  const isFlat = listOf(value['type']).includes('VerifiablePresentation')
  const presentations = listOf(value['verifiablePresentation'] ?? (isFlat ? value : undefined))
  if (presentations.length === 0) return { kind: 'done', redirectUrl }
  if (presentations.length > maxPresentations || !presentations.every(isJsonObject)) throw new ExchangeError('exchange/malformed', 'Cannot read answer: its presentation is no object')
  const credentials = presentations.flatMap((presentation) => listOf(presentation['verifiableCredential']))
  if (credentials.length > maxPresentedCredentials || !credentials.every(isJsonObject)) throw new ExchangeError('exchange/malformed', `Cannot read answer: it holds other things than at most ${maxPresentedCredentials} credentials`)
  return { kind: 'given', credentials, redirectUrl }
}

/**
 * What an issuer answers a proven holder. `isFlat` writes the presentation at the top level as well, for wallets that look for it there.
 */
export function formatHandOver(credentials: readonly JsonObject[], { isFlat }: { readonly isFlat: boolean }): JsonObject {
  const verifiablePresentation = { '@context': [credentialsContextUrl], type: ['VerifiablePresentation'], verifiableCredential: credentials }
  return { ...(isFlat ? verifiablePresentation : {}), verifiablePresentation }
}

/** What a verifier answers: that it has the presentation, never what it thinks of it. */
export function formatReceived(redirectUrl: string | undefined): JsonObject {
  return redirectUrl === undefined ? {} : { redirectUrl }
}
