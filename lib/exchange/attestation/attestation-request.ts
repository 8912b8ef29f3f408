import { maxWords, type EndorsedCredential, type ShownField } from '../../credential/endorsement.ts'
import { isUrl } from '../../credential/is-url.ts'
import { isJsonObject, parseJsonObject } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { AttestationError } from './attestation-error.ts'

/** Untrusted: the most ciphertext that a node keeps for one request, and for its answer. */
export const maxAttestationBytes = 65_536

/** The longest that a request may stay open. */
export const maxAttestationDays = 90

/** How often a code may be tried, and for how long. */
export const codeTries = 5
export const codeSeconds = 900

/** What somebody is asked to say, as only they and the asker can read it. */
export interface AttestationRequest {
  /** Who asks, by the name that they choose. */
  readonly asker: string
  readonly about: EndorsedCredential
  /** What the record is called. */
  readonly record: string
  /** The words that are put to them; they may change them. */
  readonly statement: string
  /** What of the record they are shown. */
  readonly shown: readonly ShownField[]
  /** The issuer and the person of the record: neither can endorse it. */
  readonly parties: readonly string[]
}

/** What comes back: the endorsement exactly as it was signed. */
export interface AttestationAnswer {
  readonly endorsement: string
}

/** Where a request stands. */
export type AttestationState = 'open' | 'answered' | 'declined' | 'withdrawn'

/** Writes a request, to be encrypted. */
export function formatAttestationRequest(request: AttestationRequest): string {
  return JSON.stringify({ type: 'EverlearnedAttestationRequest', version: 1, ...request })
}

/** Untrusted: the text, from whoever made the link. @throws AttestationError `attestation/malformed` */
export function parseAttestationRequest(text: string): AttestationRequest {
  const { type, version, asker, record, statement, about, shown, parties } = read(text)
  if (type !== 'EverlearnedAttestationRequest' || version !== 1) throw malformed('it is no request of version 1')
  if (!isJsonObject(about) || !isUrl(about['id']) || typeof about['digest'] !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(about['digest'])) throw malformed('it does not say what it is about')
  if (!Array.isArray(shown) || shown.length > maxWords.fields || !Array.isArray(parties) || parties.length > 8) throw malformed('a list in it is missing or too long')
  return {
    asker: lineOf(asker), record: lineOf(record), statement: lineOf(statement, maxWords.statement),
    about: { id: String(about['id']), digest: about['digest'] },
    shown: shown.map((field: Json) => (isJsonObject(field) ? { label: lineOf(field['label']), value: lineOf(field['value']) } : refuse('what it shows is no field'))),
    parties: parties.map((party: Json) => lineOf(party, 2_048)),
  }
}

/** Writes an answer, to be encrypted. */
export function formatAttestationAnswer(answer: AttestationAnswer): string {
  return JSON.stringify({ type: 'EverlearnedAttestationAnswer', version: 1, ...answer })
}

/** Untrusted: the text. @throws AttestationError `attestation/malformed` */
export function parseAttestationAnswer(text: string): AttestationAnswer {
  const { type, version, endorsement } = read(text)
  if (type !== 'EverlearnedAttestationAnswer' || version !== 1 || typeof endorsement !== 'string') throw malformed('it is no answer of version 1')
  return { endorsement }
}

/** The token that shows a node that one has the whole link: it follows from the key, and the key does not follow from it. */
export function linkTokenOf(key: Uint8Array<ArrayBuffer>, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeBase64url(sha256(concatBytes(encodeUtf8('everlearned attestation v1 link\0'), key)))
}

function read(text: string): { readonly [name: string]: Json } {
  if (text.length > maxAttestationBytes) throw malformed('it is too long')
  try {
    return parseJsonObject(text)
  } catch (cause) {
    throw new AttestationError('attestation/malformed', 'Cannot read attestation: it is not JSON', { cause })
  }
}

function lineOf(value: Json | undefined, maxLength: number = maxWords.line): string {
  return typeof value === 'string' && value.length <= maxLength ? value : refuse('a text in it is missing or too long')
}

function refuse(state: string): never {
  throw malformed(state)
}

function malformed(state: string): AttestationError {
  return new AttestationError('attestation/malformed', `Cannot read attestation: ${state}`)
}
