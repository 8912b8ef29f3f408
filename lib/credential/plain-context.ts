import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { knownContextUrls, loadContext } from './contexts.ts'
import { CredentialError } from './credential-error.ts'
import { addressOf, knownTerms, resolveAddress, scopeOf, termsOf, type KnownTerms, type Scope } from './known-terms.ts'
import { isJsonObject, listOf } from './parse-json.ts'

const contextKeywords = ['@version', '@protected', '@vocab', '@language', '@direction']
const definitionKeywords = ['@id', '@type', '@container', '@protected', '@prefix', '@language', '@direction']

/** Tells whether what a document names as its context leaves known meanings their names, and known names their meanings. */
export function isPlainContext(contexts: Json, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  for (const context of listOf(contexts)) {
    const isPlain = typeof context === 'string' ? knownUrls.has(context) || isPlainFile(context, cryptography) : isPlainObject(context, cryptography)
    if (!isPlain) return false
  }
  return true
}

const knownUrls: ReadonlySet<string> = new Set(knownContextUrls)

function isPlainObject(context: Json, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  if (!isJsonObject(context)) return context === null
  // A context may stand in an object of its own, as in a file; what stands beside it then counts for nothing.
  if (context['@context']) return isPlainContext(context['@context'], cryptography)
  const known = knownTerms(cryptography)
  return Object.entries(context).every(([name, definition]) => {
    if (name === '@vocab') return definition === null || isPlainVocabulary(definition, known)
    return name.startsWith('@') ? contextKeywords.includes(name) : isPlainTerm(name, definition, known)
  })
}

/** The terms that contexts in a document define: each may stand for the beginning of an address. */
export function ownPrefixes(document: JsonObject): ReadonlySet<string> {
  const found = new Set<string>()
  const visitContext = (contexts: Json): void => {
    for (const context of listOf(contexts).filter(isJsonObject)) {
      if (context['@context']) visitContext(context['@context'])
      else for (const [name] of termsOf(context)) found.add(name)
    }
  }
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) visit(item)
    else if (isJsonObject(value)) for (const [name, member] of Object.entries(value)) (name === '@context' ? visitContext : visit)(member)
  }
  visit(document)
  return found
}

/** A term of its own may neither stand for what a known term means, nor give a known name another meaning. */
function isPlainTerm(name: string, definition: Json | undefined, { names, addresses }: KnownTerms): boolean {
  const { '@id': address, '@container': containers, ...others } = isJsonObject(definition) ? definition : { '@id': definition ?? null }
  if (Object.keys(others).some((member) => !definitionKeywords.includes(member))) return false
  if (listOf(containers).some((container) => container !== '@set' && container !== '@list')) return false
  if (address === undefined) return !names.has(name)
  if (typeof address !== 'string') return false
  const namesOfAddress = addresses.get(address)
  if (namesOfAddress !== undefined) return namesOfAddress.has(name)
  return /^https?:\/\//.test(address) && !names.has(name)
}

/** Every undefined name continues the vocabulary's address: none must arrive at what a known term means. */
function isPlainVocabulary(vocabulary: Json, { addresses }: KnownTerms): boolean {
  return typeof vocabulary === 'string' && /^https?:\/\//.test(vocabulary) && [...addresses.keys()].every((address) => !address.startsWith(vocabulary))
}

const plainFiles = new WeakMap<object, boolean>()

/**
 * Contexts that the operator added are written by others, who shorten addresses and scope terms as they please: only what gives a
 * known meaning another name counts against them.
 */
function isPlainFile(url: string, cryptography: Pick<Cryptography, 'sha256'>): boolean {
  const file = fileAt(url, cryptography)
  if (!isJsonObject(file)) return true
  const found = plainFiles.get(file) ?? isPlainAddition(file['@context'], knownTerms(cryptography), knownTerms(cryptography).prefixes)
  plainFiles.set(file, found)
  return found
}

/** A context that is not known is told of elsewhere: nothing that names it has a canonical form. */
function fileAt(url: string, cryptography: Pick<Cryptography, 'sha256'>): Json | undefined {
  try {
    return loadContext(url, cryptography)
  } catch (error) {
    if (error instanceof CredentialError && error.code === 'credential/context-unknown') return undefined
    throw error
  }
}

function isPlainAddition(contexts: Json | undefined, known: KnownTerms, outer: Scope): boolean {
  return listOf(contexts).filter(isJsonObject).every((context) => {
    const scope = scopeOf(context, outer)
    const { '@vocab': vocabulary, '@import': imported } = context
    if (imported !== undefined) return false
    if (typeof vocabulary === 'string' && !isPlainVocabulary(resolveAddress(vocabulary, scope), known)) return false
    return termsOf(context).every(([name, definition]) => isPlainAlias(name, definition, known, scope) && isPlainAddition(isJsonObject(definition) ? definition['@context'] : undefined, known, scope))
  })
}

function isPlainAlias(name: string, definition: Json, { names, addresses }: KnownTerms, scope: Scope): boolean {
  if (isJsonObject(definition) && ('@reverse' in definition || '@nest' in definition)) return false
  const stated = addressOf(definition)
  if (stated !== name && names.has(stated)) return false
  const address = resolveAddress(stated, scope)
  return addresses.get(address)?.has(name) ?? !address.startsWith('@')
}
