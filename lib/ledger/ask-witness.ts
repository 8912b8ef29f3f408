import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { formatAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts'
import { verifyCosignature, type CosignerKey } from './cosignature.ts'
import { maxNoteLength, parseSignatures, type NoteSignature } from './note.ts'
import { decodeText, readBody } from './read-body.ts'

/** What a witness answered, as far as it could be believed. */
export type WitnessReply =
  | { readonly outcome: 'cosigned'; readonly signatures: readonly NoteSignature[]; readonly at: number }
  /** Its last checkpoint has another size than the request's old one. */
  | { readonly outcome: 'stale'; readonly size: number }
  | { readonly outcome: 'refused'; readonly status: number }
  /** It answered something else than its own cosignature of this checkpoint, or than a size. */
  | { readonly outcome: 'nonsense' }

/** Whom to ask and how. */
export interface WitnessAddress {
  /** The submission prefix. */
  readonly url: string
  readonly key: CosignerKey
  /** Decides what may be reached. */
  readonly fetchResource: (url: string, init: RequestInit) => Promise<Response>
  readonly signal?: AbortSignal
}

/**
 * Asks a witness to cosign (C2SP tlog-witness, "add-checkpoint") and believes only its own cosignature of this checkpoint.
 * Untrusted: the answer. A witness that cannot be reached rejects with whatever `fetchResource` does.
 */
export async function askWitness(request: AddCheckpoint, { url, key, fetchResource, signal }: WitnessAddress, cryptography: Cryptography): Promise<WitnessReply> {
  const response = await fetchResource(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
    method: 'POST', body: formatAddCheckpoint(request), redirect: 'error', ...(signal === undefined ? {} : { signal }),
  })
  if (response.status === 409) return readSize(response)
  if (response.status !== 200) {
    await response.body?.cancel()
    return { outcome: 'refused', status: response.status }
  }
  return readCosignature(response, { request, key }, cryptography)
}

async function readSize(response: Response): Promise<WitnessReply> {
  const size = /^(0|[1-9]\d{0,15})\n$/.exec((await readText(response, 32)) ?? '')?.[1]
  return size === undefined || !Number.isSafeInteger(Number(size)) ? { outcome: 'nonsense' } : { outcome: 'stale', size: Number(size) }
}

async function readCosignature(response: Response, { request, key }: { readonly request: AddCheckpoint; readonly key: CosignerKey }, cryptography: Cryptography): Promise<WitnessReply> {
  const { checkpoint } = request
  const own = readSignatures(await readText(response, maxNoteLength)).filter(({ name, keyId }) => name === key.name && keyId === key.keyId)
  const signatures = own.slice(0, 1)
  const verdict = await verifyCosignature({ ...checkpoint, note: { text: checkpoint.note.text, signatures } }, key, cryptography)
  // A time of zero would be no time (C2SP tlog-witness, "add-checkpoint").
  return verdict.isValid && verdict.at > 0 ? { outcome: 'cosigned', signatures, at: verdict.at } : { outcome: 'nonsense' }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const bytes = await readBody(response, maxBytes)
  return bytes === undefined ? undefined : decodeText(bytes)
}

function readSignatures(text: string | undefined): readonly NoteSignature[] {
  try {
    return text === undefined ? [] : parseSignatures(text)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return []
    throw cause
  }
}
