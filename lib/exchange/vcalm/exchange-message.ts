import { credentialsContextUrl } from '../../credential/contexts.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { maxPresentedCredentials } from '../holder-proof.ts'
import { parsePresentationRequest, type PresentationRequest } from './presentation-request.ts'

/** What a wallet posts: nothing yet, or a presentation, of which nothing is checked. */
export type WalletMessage = { readonly kind: 'begin' } | { readonly kind: 'present'; readonly presentation: JsonObject }

/** Reads what a wallet posts (VCALM 1.0, "Participate in an Exchange"). Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseWalletMessage(value: unknown): WalletMessage {
  if (value === undefined) return { kind: 'begin' }
  if (!isJsonObject(value)) throw new ExchangeError('exchange/unreadable', 'Cannot read message: it is no object')
  const { verifiablePresentation } = value
  if (verifiablePresentation === undefined && Object.keys(value).length === 0) return { kind: 'begin' }
  if (!isJsonObject(verifiablePresentation)) throw new ExchangeError('exchange/malformed', 'Cannot read message: it holds no presentation')
  return { kind: 'present', presentation: verifiablePresentation }
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
  const presentation = value['verifiablePresentation'] ?? (isFlat ? value : undefined)
  if (presentation === undefined) return { kind: 'done', redirectUrl }
  if (!isJsonObject(presentation)) throw new ExchangeError('exchange/malformed', 'Cannot read answer: its presentation is no object')
  const credentials = listOf(presentation['verifiableCredential'])
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
