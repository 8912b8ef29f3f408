import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { knownContextUrls, loadContext } from './contexts.ts'
import { isJsonObject, listOf } from './parse-json.ts'

/** Keywords that may stand in a document beside `@context`: those of texts with a language or a type. */
const valueKeywords = ['@value', '@type', '@language', '@direction']
const contextKeywords = ['@version', '@protected', '@vocab', '@language', '@direction']
const definitionKeywords = ['@id', '@type', '@container', '@protected', '@prefix', '@language', '@direction']

/**
 * Tells whether a document calls members by other names than the contexts known here give them: by whole or shortened
 * addresses, by keywords, or by terms that it defines itself.
 *
 * Statements are signed, not names (Verifiable Credential Data Integrity 1.0, "Context Injection"): whoever passes a
 * document on can rename `credentialStatus` or `validUntil` and no signature breaks, but whoever reads members by
 * name no longer finds them.
 */
export function isDisguised(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  const isOpen = (value: Json): boolean => {
    if (Array.isArray(value)) return value.every(isOpen)
    if (!isJsonObject(value)) return true
    return Object.entries(value).every(([name, member]) => (name === '@context' ? isPlainContext(member, cryptography) : isPlainName(name, value) && isOpen(member)))
  }
  return !isOpen(document)
}

function isPlainName(name: string, node: JsonObject): boolean {
  return name.startsWith('@') ? valueKeywords.includes(name) && '@value' in node : !name.includes(':')
}

function isPlainContext(contexts: Json, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  return listOf(contexts).every((context) => {
    if (!isJsonObject(context)) return !Array.isArray(context)
    // A context may stand in an object of its own, as in a file; what stands beside it then counts for nothing.
    if (context['@context']) return isPlainContext(context['@context'], cryptography)
    const known = knownTerms(cryptography)
    return Object.entries(context).every(([name, definition]) => {
      if (name === '@vocab') return definition === null || isPlainVocabulary(definition, known)
      return name.startsWith('@') ? contextKeywords.includes(name) : isPlainTerm(name, definition, known)
    })
  })
}

/** A term of its own may neither stand for what a known term means, nor give a known name another meaning. */
function isPlainTerm(name: string, definition: Json | undefined, { names, addresses }: KnownTerms): boolean {
  const { '@id': address, '@container': containers, ...others } = isJsonObject(definition) ? definition : { '@id': definition ?? null }
  if (Object.keys(others).some((member) => !definitionKeywords.includes(member))) return false
  if (listOf(containers).some((container) => container !== '@set' && container !== '@list')) return false
  if (address === undefined) return !names.has(name)
  if (typeof address !== 'string' || !/^https?:\/\//.test(address)) return false
  const namesOfAddress = addresses.get(address)
  return namesOfAddress === undefined ? !names.has(name) : namesOfAddress.has(name)
}

/** Every undefined name continues the vocabulary's address: none must arrive at what a known term means. */
function isPlainVocabulary(vocabulary: Json, { addresses }: KnownTerms): boolean {
  return typeof vocabulary === 'string' && /^https?:\/\//.test(vocabulary) && [...addresses.keys()].every((address) => !address.startsWith(vocabulary))
}

interface KnownTerms {
  readonly names: ReadonlySet<string>
  /** The names of each address that a known term stands for. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>
}

let terms: KnownTerms | undefined

/** What the known contexts call things, in every scope of theirs. */
export function knownTerms(cryptography: Pick<Cryptography, 'sha256'>): KnownTerms {
  if (terms !== undefined) return terms
  const names = new Set<string>()
  const addresses = new Map<string, Set<string>>()
  const visit = (context: Json | undefined, prefixes: ReadonlyMap<string, string>): void => {
    for (const part of listOf(context).filter(isJsonObject)) {
      const definitions = Object.entries(part).filter(([name]) => !name.startsWith('@'))
      const scope = new Map([...prefixes, ...definitions.map(([name, definition]) => [name, addressOf(definition)] as const)])
      for (const [name, definition] of definitions) {
        const address = resolvePrefix(addressOf(definition), scope)
        names.add(name)
        addresses.set(address, (addresses.get(address) ?? new Set()).add(name))
        if (isJsonObject(definition)) visit(definition['@context'], scope)
      }
    }
  }
  for (const url of knownContextUrls) visit((loadContext(url, cryptography) as JsonObject)['@context'], new Map())
  terms = { names, addresses }
  return terms
}

function addressOf(definition: Json | undefined): string {
  const address = isJsonObject(definition) ? definition['@id'] : definition
  return typeof address === 'string' ? address : ''
}

function resolvePrefix(address: string, scope: ReadonlyMap<string, string>): string {
  const [, prefix = '', rest = ''] = /^([^:]+):(?!\/\/)(.*)$/.exec(address) ?? []
  const start = scope.get(prefix)
  return start === undefined ? address : start + rest
}
