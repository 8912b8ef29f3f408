/**
 * VCALM 1.0 (W3C Working Draft, August 2026), both sides: interaction URLs and exchanges. Messages are read and written here, the
 * wallet's steps too; who decides over a claim or a verdict is the program that keeps them.
 *
 * A wallet sends nothing of its holder before there is a {@link Consent}:
 *
 * ```ts
 * const { exchangeUrl } = await fetchInteraction('https://college.example/interactions/7f3c1e?iuv=1', network)
 * const asked = await startExchange(exchangeUrl, network)
 * // … show asked.host and asked.request, and let the person choose …
 * const answer = await answerExchange(new Consent(asked, []), { key }, { ...network, cryptography, now })
 * ```
 */
export { formatInteractionUrl, formatProtocols, parseAbout, parseInteractionUrl, parseProtocols, vcalmProtocol, type InteractionAbout, type Protocols } from './interaction.ts'
export {
  formatIssuerRequest, formatVerifierRequest, parsePresentationRequest,
  type CredentialQuery, type CredentialsWanted, type DidAuthentication, type PresentationRequest, type RequestOccasion,
} from './presentation-request.ts'
export { formatHandOver, formatPresentations, formatReceived, maxPresentations, parseExchangeAnswer, parseWalletMessage, type ExchangeAnswer, type WalletMessage } from './exchange-message.ts'
export { matchesQuery } from './match-query.ts'
export { answerExchange, Consent, declineExchange, fetchInteraction, findAcceptedKey, startExchange, type AnswerContext, type AskedStep, type KeyFor, type Interaction, type WalletStep } from './wallet.ts'
