import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { isPlainContext, ownPrefixes } from './plain-context.ts'
import { knownTerms, type KnownTerms } from './known-terms.ts'
import { isJsonObject, listOf } from './parse-json.ts'

/** Keywords that may stand in a document beside `@context`: those of texts with a language or a type. */
const valueKeywords = ['@value', '@type', '@language', '@direction']

/**
 * Tells whether a document says things otherwise than by the names that the contexts known here give them: by whole or shortened
 * addresses, by keywords, by terms that it defines itself, wrapped into values or lists that count for nothing, or at another
 * mention of the same thing.
 *
 * Statements are signed, not names (Verifiable Credential Data Integrity 1.0, "Context Injection"): whoever passes a
 * document on can rename `credentialStatus` or `validUntil` and no signature breaks, but whoever reads members by
 * name no longer finds them.
 */
export function isDisguised(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  const { id } = document
  const reading: Reading = { cryptography, known: knownTerms(cryptography), prefixes: none, document, id: typeof id === 'string' ? id : undefined, hasOwnTerms: false }
  if (!isPlainNode(document, reading)) return true
  // Its own terms may shorten addresses in front of them: only a document that has some is read twice.
  return reading.hasOwnTerms && !isPlainNode(document, { ...reading, prefixes: ownPrefixes(document) })
}

const none: ReadonlySet<string> = new Set()

interface Reading {
  readonly cryptography: Pick<Cryptography, 'sha256'>
  readonly known: KnownTerms
  /** Terms of the document's own, any of which may shorten an address. */
  readonly prefixes: ReadonlySet<string>
  readonly document: JsonObject
  /** Of the document. */
  readonly id: string | undefined
  /** Set where a context is met that is written into the document. */
  hasOwnTerms: boolean
}

function isPlainNode(node: JsonObject, reading: Reading): boolean {
  if (isOtherMention(node, reading)) return false
  for (const name of Object.keys(node)) {
    const member = node[name] ?? null
    if (name === '@context') {
      reading.hasOwnTerms ||= hasObject(member)
      if (!isPlainContext(member, reading.cryptography)) return false
    } else if (!isPlainName(name, node) || !isPlainValue(member, name, reading)) return false
  }
  return true
}

function hasObject(contexts: Json): boolean {
  return typeof contexts === 'object' && listOf(contexts).some(isJsonObject)
}

/** What an endorsement inside a credential says of that very credential (Open Badges 3.0, "EndorsementSubject"): nobody looks for it at the top. */
const saidByOthers: readonly string[] = ['id', 'type', 'endorsementComment']

/** What is said of the document itself elsewhere in it is said of it, and found by nobody who looks at its top. */
function isOtherMention(node: JsonObject, { document, id }: Reading): boolean {
  return id !== undefined && node['id'] === id && node !== document && Object.keys(node).some((name) => !saidByOthers.includes(name))
}

function isPlainName(name: string, node: JsonObject): boolean {
  return name.startsWith('@') ? valueKeywords.includes(name) && '@value' in node : !name.includes(':')
}

function isPlainValue(value: Json, name: string, reading: Reading): boolean {
  if (typeof value === 'string') return isPlainText(value, name, reading)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return isPlainList(value as readonly Json[], name, reading)
  return !isWrapped(value as JsonObject, name, reading.known) && isPlainNode(value as JsonObject, reading)
}

function isPlainList(values: readonly Json[], name: string, reading: Reading): boolean {
  for (const item of values) {
    if ((Array.isArray(item) && reading.known.names.has(name)) || !isPlainValue(item, name, reading)) return false
  }
  return true
}

/** Without a language or direction a value object says no more than the text in it. */
function isWrapped(value: JsonObject, name: string, { names }: KnownTerms): boolean {
  return '@value' in value && names.has(name) && typeof value['@language'] !== 'string' && typeof value['@direction'] !== 'string'
}

/** An address may be shortened as a name may be, and a type named by its whole address. */
function isPlainText(text: string, name: string, { known, prefixes }: Reading): boolean {
  const colon = text.indexOf(':')
  if (colon < 0 || name.startsWith('@')) return true
  if (colon > 0 && !text.startsWith('//', colon + 1)) {
    const prefix = text.slice(0, colon)
    if ((known.prefixes.has(prefix) || prefixes.has(prefix)) && !/\s/.test(text)) return false
  }
  return name !== 'type' || !known.addresses.has(text)
}
