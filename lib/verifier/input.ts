import { isJsonObject, listOf, maxCredentialBytes, parseJsonObject } from '../credential/parse-json.ts'
import { CredentialError } from '../credential/credential-error.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import type { Bundle } from './bundle.ts'
import { isBundle, maxBundleEntries, parseBundle } from './bundle.ts'
import { readBaked } from './read-baked.ts'
import { isPresentation } from './standard.ts'
import { credentialOfToken, readToken } from './token.ts'
import { VerifierError } from './verifier-error.ts'

/** Untrusted: more bytes than this are refused; only a picture may be longer than {@link maxCredentialBytes}. */
export const maxInputBytes = 10_485_760

/** How a document is secured: by a proof inside it, or by the token around it. */
export type Securing = 'embedded' | 'jose' | 'sd-jwt'

/** One credential as it came out of its container; `fault` says why it could be read but is none. */
export interface ReadCredential {
  readonly document: JsonObject
  readonly securing: Securing
  readonly fault?: { readonly code: string; readonly reason: string }
}

/** Everything that was found in the bytes. */
export interface ReadInput {
  readonly container: 'credential' | 'presentation' | 'bundle'
  readonly credentials: readonly ReadCredential[]
  readonly presentation?: { readonly document: JsonObject; readonly securing: Securing }
  readonly bundle?: Bundle
}

/**
 * Reads any bytes: JSON, a compact token, a share bundle, or a picture with a badge in it.
 *
 * Untrusted: everything. What can be read but is no credential comes back with its fault, for a report to tell.
 *
 * @throws VerifierError `verifier/too-large`, `verifier/unreadable`
 */
export async function readInput(bytes: Uint8Array<ArrayBuffer>): Promise<ReadInput> {
  if (bytes.length > maxInputBytes) throw tooLarge()
  let text: string | undefined
  try {
    text = await readBaked(bytes)
  } catch (cause) {
    throw unreadable('it is a picture without a readable badge', cause)
  }
  if (text === undefined && bytes.length > maxCredentialBytes) throw tooLarge()
  return readText((text ?? textOf(bytes)).trim())
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    throw unreadable('it is neither text nor a picture that carries a badge', cause)
  }
}

function readText(text: string): ReadInput {
  const token = text.startsWith('{') ? undefined : readToken(text)
  if (token !== undefined) {
    const read = readCredentialText(text)
    return isPresentationToken(read) ? readPresentation(presentationOf(read.document), read.securing) : { container: 'credential', credentials: [read] }
  }
  const json = readJson(text)
  if ('fault' in json) return { container: 'credential', credentials: [{ document: {}, securing: 'embedded', fault: json.fault }] }
  const { document } = json
  if (isBundle(document)) return readBundle(document)
  if (isPresentation(document)) return readPresentation(document, 'embedded')
  return { container: 'credential', credentials: [readCredential(document)] }
}

type ReadJson = { readonly document: JsonObject } | { readonly fault: { readonly code: string; readonly reason: string } }

/** JSON that is malformed cannot be read; JSON that is unfit for a credential can, and is a finding. */
function readJson(text: string): ReadJson {
  try {
    return { document: parseJsonObject(text) }
  } catch (cause) {
    if (!(cause instanceof CredentialError) || cause.code === 'credential/not-json') throw unreadable('it is no format that is known here', cause)
    if (cause.code === 'credential/too-large') throw tooLarge()
    return { fault: { code: formatCode(cause), reason: 'This is JSON, but nothing that a credential can be' } }
  }
}

function readCredential(value: Json): ReadCredential {
  if (typeof value === 'string') return readCredentialText(value)
  if (!isJsonObject(value)) return { document: {}, securing: 'embedded', fault: { code: 'format/not-an-object', reason: 'In the place of a credential stands something else' } }
  // Verifiable Credentials Data Model 2.0, "Enveloped Verifiable Credentials": the credential is a token in a data URL.
  const id = value['id']
  if (listOf(value['type']).includes('EnvelopedVerifiableCredential') && typeof id === 'string') {
    return readCredentialText(/^data:[^,]*,(.*)$/s.exec(id)?.[1] ?? '')
  }
  return { document: value, securing: 'embedded' }
}

function readCredentialText(text: string): ReadCredential {
  const token = readToken(text.trim())
  if (token !== undefined) return { document: credentialOfToken(token), securing: token.hasDisclosures ? 'sd-jwt' : 'jose' }
  try {
    return readCredential(parseJsonObject(text))
  } catch (error) {
    if (!(error instanceof EverlearnedError)) throw error
    return { document: {}, securing: 'embedded', fault: { code: formatCode(error), reason: 'In the place of a credential stands text that is none' } }
  }
}

function readBundle(document: JsonObject): ReadInput {
  try {
    const bundle = parseBundle(document)
    return { container: 'bundle', bundle, credentials: bundle.credentials.map(readCredentialText) }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    return { container: 'bundle', credentials: [{ document: {}, securing: 'embedded', fault: { code: 'format/bundle-malformed', reason: 'This share file is damaged' } }] }
  }
}

function readPresentation(document: JsonObject, securing: Securing): ReadInput {
  const values = listOf(document['verifiableCredential'])
  const isTooLong = values.length > maxBundleEntries
  const fault = { code: 'format/too-many-credentials', reason: `A presentation of more than ${maxBundleEntries} credentials is not looked at` }
  const credentials = isTooLong ? [{ document: {}, securing, fault }] : values.map(readCredential)
  return { container: 'presentation', presentation: { document, securing }, credentials }
}

function isPresentationToken({ document }: ReadCredential): boolean {
  return isPresentation(document) || isJsonObject(document['vp'])
}

/** Under data model 1.1 the presentation of a token is its claim `vp`. */
function presentationOf(document: JsonObject): JsonObject {
  return isJsonObject(document['vp']) ? document['vp'] : document
}

function formatCode({ code }: EverlearnedError): string {
  return code.replace(/^[^/]*\//, 'format/')
}

function unreadable(state: string, cause: unknown): VerifierError {
  return new VerifierError('verifier/unreadable', `Cannot read file: ${state}`, { cause })
}

function tooLarge(): VerifierError {
  return new VerifierError('verifier/too-large', `Cannot read file: more than ${maxCredentialBytes} bytes, or ${maxInputBytes} for a picture`)
}
