import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { isPlainContext, ownPrefixes } from './plain-context.ts'
import { knownTerms, type KnownTerms } from './known-terms.ts'
import { isJsonObject } from './parse-json.ts'

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
  const reading = { cryptography, known: knownTerms(cryptography), prefixes: ownPrefixes(document), document }
  return !isPlainNode(document, reading)
}

interface Reading {
  readonly cryptography: Pick<Cryptography, 'sha256'>
  readonly known: KnownTerms
  /** Terms of the document's own, any of which may shorten an address. */
  readonly prefixes: ReadonlySet<string>
  readonly document: JsonObject
}

function isPlainNode(node: JsonObject, reading: Reading): boolean {
  if (isOtherMention(node, reading.document)) return false
  return Object.entries(node).every(([name, member]) => {
    if (name === '@context') return isPlainContext(member, reading.cryptography)
    return isPlainName(name, node) && isPlainValue(member, name, reading)
  })
}

/** What an endorsement inside a credential says of that very credential (Open Badges 3.0, "EndorsementSubject"): nobody looks for it at the top. */
const saidByOthers: readonly string[] = ['id', 'type', 'endorsementComment']

/** What is said of the document itself elsewhere in it is said of it, and found by nobody who looks at its top. */
function isOtherMention(node: JsonObject, document: JsonObject): boolean {
  const { id } = document
  return node !== document && typeof id === 'string' && node['id'] === id && Object.keys(node).some((name) => !saidByOthers.includes(name))
}

function isPlainName(name: string, node: JsonObject): boolean {
  return name.startsWith('@') ? valueKeywords.includes(name) && '@value' in node : !name.includes(':')
}

function isPlainValue(value: Json, name: string, reading: Reading): boolean {
  if (typeof value === 'string') return isPlainText(value, name, reading)
  if (Array.isArray(value)) return (value as readonly Json[]).every((item) => (!Array.isArray(item) || !reading.known.names.has(name)) && isPlainValue(item, name, reading))
  if (!isJsonObject(value)) return true
  return !isWrapped(value, name, reading.known) && isPlainNode(value, reading)
}

/** Without a language or direction a value object says no more than the text in it. */
function isWrapped(value: JsonObject, name: string, { names }: KnownTerms): boolean {
  return '@value' in value && names.has(name) && typeof value['@language'] !== 'string' && typeof value['@direction'] !== 'string'
}

/** An address may be shortened as a name may be, and a type named by its whole address. */
function isPlainText(text: string, name: string, { known, prefixes }: Reading): boolean {
  if (name.startsWith('@')) return true
  const [, prefix] = /^([^:\s]+):(?!\/\/)\S*$/.exec(text) ?? []
  if (prefix !== undefined && (prefixes.has(prefix) || known.prefixes.has(prefix))) return false
  return name !== 'type' || !text.includes(':') || !known.addresses.has(text)
}
