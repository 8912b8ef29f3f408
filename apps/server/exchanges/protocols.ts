import { formatOfferLink, oid4vciProtocols } from 'everlearned/exchange/oid4vci'
import { formatRequestLink } from 'everlearned/exchange/oid4vp'
import { formatInteractionUrl, vcalmProtocol, type Protocols } from 'everlearned/exchange/vcalm'
import type { Config } from '../config.ts'
import type { Exchange, StartedExchange } from './exchange-session.ts'
import { requestUriOf, responseUriOf } from './oid4vp/question.ts'

type Place = Pick<Config, 'publicBaseUrl'>

/** In what an exchange can be carried on, one function a protocol: its names, and where it begins. */
const protocols: readonly ((exchange: Exchange, sessionId: string, place: Place) => Protocols)[] = [vcalm, oid4vci, oid4vp]

/** All protocols in which an exchange can be carried on. */
export function protocolsOf(exchange: Exchange, sessionId: string, place: Place): Protocols {
  return Object.assign({}, ...protocols.map((of) => of(exchange, sessionId, place))) as Protocols
}

/** VCALM has no place for the code of a claim: without it, the exchange is not offered there. */
function vcalm({ kind, is_code_proven: isCodeProven }: Exchange, sessionId: string, place: Place): Protocols {
  return kind === 'issue' && !isCodeProven ? {} : { [vcalmProtocol]: exchangeUrlOf(sessionId, place) }
}

/** An offer that lies at an address keeps the QR code small; the code of a claim has a place in it. */
function oid4vci({ kind }: Exchange, sessionId: string, place: Place): Protocols {
  return kind === 'issue' ? Object.fromEntries(oid4vciProtocols.map((name) => [name, formatOfferLink(offerUrlOf(sessionId, place))])) : {}
}

/** The second name is for wallets from before version 1.0. */
function oid4vp({ kind }: Exchange, sessionId: string, place: Place): Protocols {
  const link = formatRequestLink({ responseUri: responseUriOf(sessionId, place), requestUri: requestUriOf(sessionId, place) })
  return kind === 'verify' ? { 'oid4vp-1.0': link, 'OID4VP': link } : {}
}

/** The address of the offer of an exchange. */
function offerUrlOf(sessionId: string, { publicBaseUrl }: Place): string {
  return `${publicBaseUrl}/offers/${sessionId}`
}

/** The address of an exchange in VCALM, which is also the domain of its proofs. */
export function exchangeUrlOf(sessionId: string, { publicBaseUrl }: Place): string {
  return `${publicBaseUrl}/exchanges/${sessionId}`
}

/** What whoever began an exchange gets to show: once, for only the hash of the session is kept. */
export function presentStarted({ exchange, sessionId }: StartedExchange, place: Place): { readonly id: string; readonly interactionUrl: string; readonly protocols: Record<string, string>; readonly expiresAt: string } {
  return { id: exchange.id, interactionUrl: formatInteractionUrl(place.publicBaseUrl, sessionId), protocols: { ...protocolsOf(exchange, sessionId, place) }, expiresAt: exchange.expires_at.toISOString() }
}
