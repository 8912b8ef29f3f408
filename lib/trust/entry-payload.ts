import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { formatBatch, parseBatch } from './batch-entry.ts'
import { payloadGuards, type EntryType, type Statement } from './payloads.ts'
import { TrustError } from './trust-error.ts'

/** Writes what an entry says: a batch in its own binary form, everything else as canonical JSON (RFC 8785). */
export function formatPayload(statement: Statement): Uint8Array<ArrayBuffer> {
  if (statement.type === 'batch') return formatBatch(statement.payload)
  return encodeUtf8(canonicalJson(statement.payload as unknown as Json))
}

/**
 * Reads what an entry says. Untrusted: the caller bounds the length; JSON that is not in canonical form, and members that a type
 * does not have, are refused.
 *
 * @throws TrustError `trust/entry-malformed`
 */
export function parsePayload(type: EntryType, bytes: Uint8Array): Statement {
  if (type === 'batch') return { type, payload: parseBatch(bytes) }
  const value = parseCanonical(bytes)
  if (!payloadGuards[type](value)) throw malformed(`not the members of ${type}`)
  return { type, payload: value } as Statement
}

function parseCanonical(bytes: Uint8Array): Json {
  try {
    const text = decodeUtf8(bytes)
    const value = JSON.parse(text) as Json
    if (canonicalJson(value) === text) return value
  } catch (cause) {
    if (!(cause instanceof EncodingError || cause instanceof SyntaxError)) throw cause
  }
  throw malformed('not canonical JSON')
}

function malformed(state: string): TrustError {
  return new TrustError('trust/entry-malformed', `Cannot read entry: ${state}`)
}
