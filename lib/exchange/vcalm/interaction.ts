import { isJsonObject } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'

/** The protocols in which an interaction can go on: the name of each and where it begins. */
export type Protocols = Readonly<Record<string, string>>

/** The name under which VCALM stands among the protocols. */
export const vcalmProtocol = 'vcapi'

/** Untrusted: longer words are cut. */
const maxAboutLength = 2_000

/** Untrusted: more protocols than this are not looked at. */
const maxProtocols = 32

/** The address that a QR code shows (VCALM 1.0, "Interaction URL Format"). */
export function formatInteractionUrl(origin: string, sessionId: string): string {
  return `${origin}/interactions/${sessionId}?iuv=1`
}

/**
 * Reads an interaction URL as scanned or pasted: the bare address with `iuv=1`, or behind `interaction:` or `web+interaction:`.
 *
 * Untrusted: the text. @throws ExchangeError `exchange/not-an-interaction`, `exchange/url-refused`
 */
export function parseInteractionUrl(text: string, network: Pick<ExchangeNetwork, 'loopbackOrigins'>): URL {
  const bare = text.trim().replace(/^(?:web\+)?interaction:/i, '')
  const url = parsePeerUrl(bare, network)
  if (url.searchParams.get('iuv') !== '1') throw new ExchangeError('exchange/not-an-interaction', 'Cannot begin exchange: the address is no interaction URL')
  return url
}

/** What whoever began an interaction says of it, beside the protocols; a member of our own, which others need not know. */
export interface InteractionAbout {
  readonly organisation?: { readonly name: string; readonly did: string } | undefined
  /** For what something is asked. */
  readonly purpose?: string | undefined
  /** What people do who would rather show nothing. */
  readonly alternative?: string | undefined
}

/** What an interaction URL answers to programs. */
export function formatProtocols(protocols: Protocols, { organisation, purpose, alternative }: InteractionAbout = {}): JsonObject {
  const about = { ...(organisation === undefined ? {} : { organisation: { ...organisation } }), ...(purpose === undefined ? {} : { purpose }), ...(alternative === undefined ? {} : { alternative }) }
  return { protocols: { ...protocols }, ...(Object.keys(about).length === 0 ? {} : { about }) }
}

/** Reads what is said of an interaction. Untrusted: all of it; show it as the words of whoever asks. */
export function parseAbout(value: unknown): InteractionAbout {
  const about = isJsonObject(value) && isJsonObject(value['about']) ? value['about'] : {}
  const text = (given: unknown): string | undefined => (typeof given === 'string' && given !== '' ? given.slice(0, maxAboutLength) : undefined)
  const named = isJsonObject(about['organisation']) ? about['organisation'] : {}
  const [name, did] = [text(named['name']), text(named['did'])]
  return { organisation: name === undefined || did === undefined || !did.startsWith('did:') ? undefined : { name, did }, purpose: text(about['purpose']), alternative: text(about['alternative']) }
}

/** Reads the protocols of an interaction, in their wrapper or without. Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseProtocols(value: unknown): Protocols {
  const map = isJsonObject(value) && isJsonObject(value['protocols']) ? value['protocols'] : value
  if (!isJsonObject(map)) throw new ExchangeError('exchange/malformed', 'Cannot read protocols: no object')
  const entries = Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 4_096)
  if (entries.length > maxProtocols) throw new ExchangeError('exchange/malformed', `Cannot read protocols: more than ${maxProtocols}`)
  return Object.fromEntries(entries)
}
