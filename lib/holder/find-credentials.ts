import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { isSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { maxJsonDepth, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { sliceJson } from '../encoding/json-slices.ts'
import { EverlearnedError } from '../error.ts'
import { HolderError } from './holder-error.ts'
import { readCredentialToken } from './read-credential-token.ts'

/** Why something in an imported file was not taken. */
export type SkipReason =
  /** A document without a signature: nobody could check it. */
  | 'unsigned'
  /** A credential that cannot be read, or is larger than any that is. */
  | 'unreadable'
  /** Its bytes are not those that the file's own list names. */
  | 'damaged'
  /** A signed token that is no credential. */
  | 'form-not-kept'
  /** Keys of another wallet: they stay with it. */
  | 'keys'
  /** Settings of another wallet. */
  | 'settings'
  /** Only the address of a credential, which stays where it is. */
  | 'address-only'
  /** More than is taken from one file. */
  | 'too-many'
  /** Nothing that this wallet knows. */
  | 'unknown'

/** Something that was not taken, by its place in the file. */
export interface Skipped {
  readonly where: string
  readonly reason: SkipReason
}

/** The credentials in a file, as the text that was signed, and what was left. */
export interface FoundCredentials {
  readonly credentials: readonly string[]
  readonly skipped: readonly Skipped[]
}

/** Untrusted: a longer text is refused unread, and no more credentials are taken from one. */
export const maxImportLength: number = 32 * 1024 * 1024
const maxImported = 2_000

/**
 * Finds the credentials in a JSON text of any shape: on their own, in a presentation, in lists and wrappers of other wallets.
 *
 * The outermost is taken: what stands inside a credential belongs to it. Each is cut out as it was written.
 *
 * @throws HolderError `holder/import-malformed`, `holder/import-too-large`
 */
export function findCredentials(text: string): FoundCredentials {
  const value = parse(text)
  const pointers: string[] = []
  const tokens: string[] = []
  const skipped: Skipped[] = []
  const visit = (item: Json, pointer: string): void => {
    const token = tokenOf(item)
    if (token !== undefined) tokens.push(token)
    else if (typeof item === 'string' && looksLikeToken(item)) skipped.push({ where: pointer, reason: 'form-not-kept' })
    else if (isJsonObject(item) && isCredential(item)) pointers.push(pointer)
    else if (isJsonObject(item)) visitObject(item, pointer)
    else if (Array.isArray(item)) item.forEach((each: Json, index) => visit(each, `${pointer}/${index}`))
  }
  const visitObject = (item: JsonObject, pointer: string): void => {
    const reason = reasonOf(item)
    if (reason !== undefined) skipped.push({ where: pointer, reason })
    else for (const [name, member] of Object.entries(item)) visit(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
  visit(value, '')
  const slices = sliceJson(text, new Set(pointers.slice(0, maxImported)))
  const credentials = [...tokens]
  for (const pointer of pointers.slice(0, maxImported)) {
    const slice = slices.get(pointer) ?? ''
    const reason = whyUnfit(slice)
    if (reason === undefined) credentials.push(slice)
    else skipped.push({ where: pointer, reason })
  }
  for (const pointer of pointers.slice(maxImported)) skipped.push({ where: pointer, reason: 'too-many' })
  if (credentials.length === 0 && skipped.length === 0) skipped.push({ where: '', reason: 'unknown' })
  return { credentials: credentials.slice(0, maxImported), skipped }
}

/** Tells why a text is no credential that this wallet could keep. */
export function whyUnfit(credential: string): SkipReason | undefined {
  if (isSdJwt(credential) || readCredentialToken(credential) !== undefined) return undefined
  if (looksLikeToken(credential)) return 'form-not-kept'
  try {
    const document = parseJsonObject(credential)
    if (!isCredential(document)) return 'unknown'
    return listOf(document['proof']).length === 0 ? 'unsigned' : undefined
  } catch (error) {
    if (error instanceof EverlearnedError) return 'unreadable'
    throw error
  }
}

function parse(text: string): Json {
  if (text.length > maxImportLength) throw new HolderError('holder/import-too-large', `Cannot read import: more than ${maxImportLength} characters`)
  let value: Json
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as Json
  } catch (cause) {
    if (isSdJwt(text) || looksLikeToken(text)) return text.trim()
    throw new HolderError('holder/import-malformed', 'Cannot read import: it is not JSON', { cause })
  }
  if (isTooDeep(value)) throw new HolderError('holder/import-malformed', `Cannot read import: nested deeper than ${maxJsonDepth} levels`)
  return value
}

/** Tells whether JSON is nested deeper than {@link maxJsonDepth}. */
export function isTooDeep(value: Json, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth > maxJsonDepth || Object.values(value).some((member: Json) => isTooDeep(member, depth + 1))
}

function isCredential(item: JsonObject): boolean {
  return listOf(item['type']).includes('VerifiableCredential') && !listOf(item['type']).includes('EnvelopedVerifiableCredential') && '@context' in item
}

/** A token, or an envelope around one (Verifiable Credentials Data Model 2.0, "Enveloped Verifiable Credentials"). */
function tokenOf(item: Json): string | undefined {
  if (typeof item === 'string') return isToken(item) ? item.trim() : undefined
  if (!isJsonObject(item) || !listOf(item['type']).includes('EnvelopedVerifiableCredential') || typeof item['id'] !== 'string') return undefined
  const content = /^data:application\/[\w.+-]+,(.*)$/s.exec(item['id'])?.[1]
  return content !== undefined && isToken(content) ? content : undefined
}

function isToken(text: string): boolean {
  return isSdJwt(text) || readCredentialToken(text) !== undefined
}

function looksLikeToken(text: string): boolean {
  return text.length < maxImportLength && /^\s*eyJ[\w-]+\.[\w-]+\.[\w-]*(?:~|\s*$)/.test(text)
}

/** What other wallets put beside credentials (Universal Wallet 2020, "Wallet Data Models"), and entries of an index that lead elsewhere. */
function reasonOf(item: JsonObject): SkipReason | undefined {
  const types = listOf(item['type'])
  if (types.includes('EnvelopedVerifiableCredential')) return 'form-not-kept'
  if ('privateKeyMultibase' in item || 'privateKeyJwk' in item || 'privateKeyBase58' in item || 'secretKeyMultibase' in item) return 'keys'
  if (('verificationMethod' in item && !('proofPurpose' in item)) || 'publicKeyMultibase' in item || 'publicKeyJwk' in item || types.includes('ProfileMetadata')) return 'settings'
  if (typeof item['uri'] === 'string' && !('vc' in item) && !('credential' in item)) return 'address-only'
  return undefined
}
