import { parseJsonObject } from '../../credential/parse-json.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { canonicalJson, type Json } from '../../encoding/canonical-json.ts'
import { concatBytes } from '../../encoding/bytes.ts'
import { deflateRaw, inflateRaw } from '../../encoding/gzip.ts'
import { EverlearnedError } from '../../error.ts'
import { parseLedgerProof, type LedgerProof } from '../../trust/ledger-proof.ts'
import { CardError } from './card-error.ts'
import { decodeCompact, encodeCompact } from './compact-json.ts'

/** What stands on a card: one credential, and what shows offline that a ledger has it. */
export interface Card {
  /** A document in its canonical form (RFC 8785), or a compact token. */
  readonly credential: string
  readonly ledgerProof?: LedgerProof
}

/** Untrusted: a card that expands to more is refused; a thousand bytes can hold a million zeros. */
export const maxExpandedBytes: number = 256 * 1024

/** How what follows the first byte of a card is packed. */
const packings = { plain: 0, deflated: 1 } as const

/**
 * Packs a card into as few bytes as its form allows.
 *
 * A document keeps every member and value, not its spaces and the order of its members: proofs over its canonical form or its
 * statements verify as before. A token keeps every character.
 *
 * @throws CredentialError on text that is neither; CardError `card/too-large`
 */
export async function encodeCard({ credential, ledgerProof }: Card): Promise<Uint8Array<ArrayBuffer>> {
  const text = credential.trim()
  const content: Json[] = [text.startsWith('{') ? parseJsonObject(text) : splitToken(text), ...(ledgerProof === undefined ? [] : [{ ...ledgerProof }])]
  const plain = encodeCompact(content)
  if (plain.length > maxExpandedBytes) throw new CardError('card/too-large', `Cannot make card: more than ${maxExpandedBytes} bytes`)
  const deflated = await deflateRaw(plain)
  return deflated.length < plain.length ? concatBytes(Uint8Array.of(packings.deflated), deflated) : concatBytes(Uint8Array.of(packings.plain), plain)
}

/**
 * Reads a card, without judging what is on it.
 *
 * Untrusted: every byte. At most {@link maxExpandedBytes} come out of it.
 *
 * @throws CardError `card/malformed`, `card/version` on a packing that this program does not know, `card/too-large`
 */
export async function decodeCard(bytes: Uint8Array<ArrayBuffer>): Promise<Card> {
  const content = decodeCompact(await unpack(bytes))
  if (!Array.isArray(content) || content.length < 1 || content.length > 2) throw malformed('it holds something else')
  const [credential, proof] = content as readonly Json[]
  try {
    return { credential: Array.isArray(credential) ? joinToken(credential) : canonicalJson(credential ?? null), ...(proof === undefined ? {} : { ledgerProof: parseLedgerProof(proof) }) }
  } catch (cause) {
    if (cause instanceof CardError || !(cause instanceof EverlearnedError)) throw cause
    throw malformed('a part of it is damaged', cause)
  }
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = bytes.subarray(1)
  if (packed.length > maxExpandedBytes) throw new CardError('card/too-large', `Cannot read card: more than ${maxExpandedBytes} bytes`)
  if (bytes[0] === packings.plain) return packed
  if (bytes[0] !== packings.deflated) throw new CardError('card/version', 'Cannot read card: it is of a form that is not known here')
  try {
    return await inflateRaw(packed, maxExpandedBytes)
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw cause.code === 'encoding/deflate-too-large' ? new CardError('card/too-large', `Cannot read card: more than ${maxExpandedBytes} bytes`, { cause }) : malformed('its bytes are not compressed as they say', cause)
  }
}

/** The parts of a token are base64url of text that compresses: each is written as its text where that gives the same letters again. */
function splitToken(token: string): Json {
  if (!/^[\w.~-]+$/.test(token)) throw new CardError('card/not-a-credential', 'Cannot make card: this is neither a document nor a token')
  return token.split(/([.~])/).map((part) => {
    const text = part === '.' || part === '~' ? undefined : textIn(part)
    return text === undefined ? part : [text]
  })
}

function textIn(part: string): string | undefined {
  try {
    const bytes = decodeBase64url(part)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return part !== '' && encodeBase64url(new TextEncoder().encode(text)) === part ? text : undefined
  } catch {
    // No base64url, or no text in it: it goes as it is.
    return undefined
  }
}

function joinToken(parts: readonly Json[]): string {
  const token = parts.map((part) => {
    if (typeof part === 'string') return part
    const [text] = Array.isArray(part) && part.length === 1 ? (part as readonly Json[]) : []
    if (typeof text !== 'string') throw malformed('a part of a token is something else')
    return encodeBase64url(new TextEncoder().encode(text))
  }).join('')
  if (!/^[\w.~-]+$/.test(token)) throw malformed('its token has characters that no token has')
  return token
}

function malformed(what: string, cause?: unknown): CardError {
  return new CardError('card/malformed', `Cannot read card: ${what}`, { cause })
}
