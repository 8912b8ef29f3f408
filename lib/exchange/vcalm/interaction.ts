import { isJsonObject } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'

/** The protocols in which an interaction can go on: the name of each and where it begins. */
export type Protocols = Readonly<Record<string, string>>

/** The name under which VCALM stands among the protocols. */
export const vcalmProtocol = 'vcapi'

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

/** What an interaction URL answers to programs. */
export function formatProtocols(protocols: Protocols): JsonObject {
  return { protocols: { ...protocols } }
}

/** Reads the protocols of an interaction, in their wrapper or without. Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseProtocols(value: unknown): Protocols {
  const map = isJsonObject(value) && isJsonObject(value['protocols']) ? value['protocols'] : value
  if (!isJsonObject(map)) throw new ExchangeError('exchange/malformed', 'Cannot read protocols: no object')
  const entries = Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 4_096)
  if (entries.length > maxProtocols) throw new ExchangeError('exchange/malformed', `Cannot read protocols: more than ${maxProtocols}`)
  return Object.fromEntries(entries)
}
