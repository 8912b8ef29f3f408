import { isJsonObject, listOf, maxCredentialBytes, parseJsonObject } from '../credential/parse-json.ts'
import { CredentialError } from '../credential/credential-error.ts'
import type { TokenForm } from '../credential/issue-token.ts'
import { compactFlattened, isFlattenedToken, ledgerProofBeside } from '../credential/sd-jwt/parse-sd-jwt.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64, decodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { decodeCard } from '../exchange/card/card.ts'
import { isCardCode, readCodes } from '../exchange/card/card-codes.ts'
import { CardError } from '../exchange/card/card-error.ts'
import type { Bundle } from './bundle.ts'
import { isBundle, maxBundleEntries, parseBundle } from './bundle.ts'
import type { ListsOfFile } from './lists-of-file.ts'
import { findMediaType } from './media-types.ts'
import { readBaked } from './read-baked.ts'
import { isPresentation } from './standard.ts'
import { readCoseToken, readToken, type Fault, type Token } from './token.ts'
import { VerifierError } from './verifier-error.ts'

/** Untrusted: more bytes than this are refused; only a picture may be longer than {@link maxCredentialBytes}. */
export const maxInputBytes = 10_485_760

/** How a document is secured: by a proof inside it, or by the token around it. */
export type Securing = 'embedded' | TokenForm

/** One credential as it came out of its container; `fault` says why it could be read but is none. */
export interface ReadCredential {
  readonly document: JsonObject
  readonly securing: Securing
  /** The token around it. */
  readonly token?: Token
  /** Of a picture that carries no badge but the address of one: that address, the document being empty (Open Badges 2.0, "Baked Badges"). */
  readonly address?: string
  /** A signature with certificates is around it, of a kind that is not verified here. */
  readonly isSealed?: boolean
  /** The file has more proofs than are looked at, and those of this one came too late. */
  readonly isLeftOut?: boolean
  readonly fault?: Fault
}

/** The hash functions with which disclosures are put in their places. */
export type ReadContext = Pick<Cryptography, 'sha256' | 'sha384'>

/** Everything that was found in the bytes. */
export interface ReadInput {
  readonly container: 'credential' | 'presentation' | 'bundle' | 'card'
  readonly credentials: readonly ReadCredential[]
  readonly presentation?: { readonly document: JsonObject; readonly securing: Securing; readonly token?: Token }
  readonly bundle?: Bundle
  /** What is found out of the status lists that its credentials name, each once. */
  readonly lists?: ListsOfFile | undefined
}

/**
 * Reads any bytes: JSON, a compact token, a share bundle, a picture with a badge in it, or the codes of a card, one a line.
 *
 * Untrusted: everything. What can be read but is no credential comes back with its fault, for a report to tell.
 *
 * @throws VerifierError `verifier/too-large`, `verifier/unreadable`, `verifier/card-incomplete` when codes of a card are missing
 */
export async function readInput(bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<ReadInput> {
  if (bytes.length > maxInputBytes) throw tooLarge()
  const message = startsAsCose(bytes) ? await readCoseToken(bytes) : undefined
  if (message !== undefined) return readCarrier(message, context)
  let text: string | undefined
  try {
    text = await readBaked(bytes)
  } catch (cause) {
    throw unreadable('it is a picture without a readable badge', cause)
  }
  if (text === undefined && bytes.length > maxCredentialBytes) throw tooLarge()
  const address = text?.trim()
  if (address !== undefined && /^https?:\/\/[^\s{]+$/i.test(address)) return { container: 'credential', credentials: [{ document: {}, securing: 'embedded', address }] }
  return readText((text ?? textOf(bytes)).trim(), context)
}

/** The tag of COSE_Sign1 and a list of four (RFC 9052). */
function startsAsCose(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd2 && bytes[1] === 0x84
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    throw unreadable('it is neither text nor a picture that carries a badge', cause)
  }
}

async function readText(text: string, context: ReadContext): Promise<ReadInput> {
  if (isCardCode(text)) return readCard(text, context)
  const token = text.startsWith('{') ? undefined : (readToken(text, context) ?? await readCoseText(text))
  if (token !== undefined) return readCarrier(token, context)
  const json = readJson(text)
  if ('fault' in json) return { container: 'credential', credentials: [{ document: {}, securing: 'embedded', fault: json.fault }] }
  const { document } = json
  if (isBundle(document)) return readBundle(document, context)
  if (isPresentation(document)) return readPresentation({ document, securing: 'embedded' }, context)
  const read = await readCredential(document, context)
  if (read.token === undefined) return { container: 'credential', credentials: [read] }
  const input = await readCarrier(read.token, context)
  const ledgerProof = isFlattenedToken(document) ? ledgerProofBeside(document) : undefined
  return ledgerProof === undefined ? input : { ...input, bundle: { credentials: [], documents: {}, status: {}, ledgerProofs: [ledgerProof], logs: [] } }
}

/** A credential on paper, with what shows that a ledger has it when that found room. */
async function readCard(text: string, context: ReadContext): Promise<ReadInput> {
  try {
    const read = readCodes(text.split(/\r?\n/).filter((line) => line !== ''), context)
    if (read.kind === 'parts') throw new VerifierError('verifier/card-incomplete', `Cannot read card: ${read.missing.length} of its ${read.count} codes are missing`)
    const { credential, ledgerProof } = await decodeCard(read.bytes)
    const bundle: Bundle = { credentials: [credential], documents: {}, status: {}, ledgerProofs: ledgerProof === undefined ? [] : [{ ...ledgerProof }], logs: [] }
    return { container: 'card', bundle, credentials: [await readCredentialText(credential, context)] }
  } catch (cause) {
    if (!(cause instanceof CardError)) throw cause
    throw unreadable('the codes of a card are damaged, or of different cards', cause)
  }
}

/** A credential, or a presentation and what is in it. */
async function readCarrier(token: Token, context: ReadContext): Promise<ReadInput> {
  const { document, form } = token
  if (isPresentation(document)) return readPresentation({ document, securing: form, token }, context)
  return { container: 'credential', credentials: [{ document, securing: form, token }] }
}

/** A COSE message written in base64, which begins with these letters. */
async function readCoseText(text: string): Promise<Token | undefined> {
  if (!text.startsWith('0oR')) return undefined
  try {
    return await readCoseToken(decodeBase64(text.replace(/\s/g, '')))
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
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

/** Reads what stands in the place of a credential: an object, a token, or an envelope around one. */
export async function readCredential(value: Json, context: ReadContext): Promise<ReadCredential> {
  if (typeof value === 'string') return readCredentialText(value, context)
  if (!isJsonObject(value)) return withFault('format/not-an-object', 'In the place of a credential stands something else')
  // Verifiable Credentials Data Model 2.0, "Enveloped Verifiable Credentials": what it is stands in a token in a data URL.
  if (listOf(value['type']).some((type) => type === 'EnvelopedVerifiableCredential' || type === 'EnvelopedVerifiablePresentation')) return readEnvelope(value['id'], context)
  if (isFlattenedToken(value)) return readFlattened(value, context)
  return isSealed(value) ? readSealed(value) : { document: value, securing: 'embedded' }
}

/** A document in a JSON signature with certificates, as European credentials come (JAdES, ETSI TS 119 182-1; RFC 7515, "General JWS JSON Serialization"). */
function isSealed(value: JsonObject): boolean {
  return typeof value['payload'] === 'string' && Array.isArray(value['signatures']) && value['type'] === undefined
}

/** Its payload stands in it as text, or in base64url. */
function readSealed({ payload }: JsonObject): ReadCredential {
  try {
    const text = String(payload).trim()
    return { document: parseJsonObject(text.startsWith('{') ? text : decodeBase64url(text)), securing: 'embedded', isSealed: true }
  } catch (error) {
    if (!(error instanceof EverlearnedError)) throw error
    return withFault('format/seal-malformed', 'What is sealed in it cannot be read')
  }
}

const envelope = /^data:(?:application\/)?(?<type>[\w.+-]+)(?<parameters>(?:;[^,;]*)*),(?<content>.*)$/s

async function readEnvelope(url: Json | undefined, context: ReadContext): Promise<ReadCredential> {
  const { type = '', parameters = '', content = '' } = typeof url === 'string' ? (envelope.exec(url.trim())?.groups ?? {}) : {}
  // Drafts left other names behind, all of them of tokens.
  const form = findMediaType(`application/${type}`)?.securing ?? (/sd-jwt$/i.test(type) ? 'sd-jwt' : 'jose')
  const token = form === 'cose' ? await readCoseText(content) : parameters.includes('base64') ? undefined : readToken(content.trim(), context)
  if (token === undefined || token.form !== form) return withFault('format/envelope-malformed', 'What is in the envelope is not what is written on it')
  return { document: token.document, securing: form, token }
}

async function readFlattened(document: JsonObject, context: ReadContext): Promise<ReadCredential> {
  try {
    const token = readToken(compactFlattened(document), context)
    if (token !== undefined) return { document: token.document, securing: token.form, token }
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
  }
  return withFault('format/token-malformed', 'It has the members of a token, but is none')
}

async function readCredentialText(text: string, context: ReadContext): Promise<ReadCredential> {
  const token = readToken(text.trim(), context) ?? await readCoseText(text.trim())
  if (token !== undefined) return { document: token.document, securing: token.form, token }
  try {
    return await readCredential(parseJsonObject(text), context)
  } catch (error) {
    if (!(error instanceof EverlearnedError)) throw error
    return withFault(formatCode(error), 'In the place of a credential stands text that is none')
  }
}

function withFault(code: string, reason: string): ReadCredential {
  return { document: {}, securing: 'embedded', fault: { code, reason } }
}

async function readBundle(document: JsonObject, context: ReadContext): Promise<ReadInput> {
  try {
    const bundle = parseBundle(document)
    return { container: 'bundle', bundle, credentials: await Promise.all(bundle.credentials.map((text) => readCredentialText(text, context))) }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    return { container: 'bundle', credentials: [withFault('format/bundle-malformed', 'This share file is damaged')] }
  }
}

async function readPresentation(presentation: NonNullable<ReadInput['presentation']>, context: ReadContext): Promise<ReadInput> {
  const values = listOf(presentation.document['verifiableCredential'])
  const isTooLong = values.length > maxBundleEntries
  const fault = { code: 'format/too-many-credentials', reason: `A presentation of more than ${maxBundleEntries} credentials is not looked at` }
  const credentials = isTooLong ? [{ document: {}, securing: presentation.securing, fault }] : await Promise.all(values.map((value) => readCredential(value, context)))
  return { container: 'presentation', presentation, credentials }
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
