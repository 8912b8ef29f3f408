import { EverlearnedError } from '../error.ts'
import { entryNumbers, parseEntry } from '../trust/entry.ts'
import type { Archive } from '../trust/payloads.ts'

/** Bytes that a log names by their SHA-256 and does not hold: the last status list of this address, or the last document of this name. */
export interface WantedBlob {
  readonly kind: Archive['kind']
  readonly issuer: string
  /** The address of a list, or the name that something was archived under. */
  readonly id: string
  readonly digest: string
  /** Where the log names it. */
  readonly index: number
}

/** How much of it is kept. Untrusted: whoever is registered may name as much as they like. */
export interface BlobLimits {
  readonly blobBytes: number
  readonly bytes: number
  readonly blobs: number
  readonly blobsOfIssuer: number
}

/** A list of 131,072 entries has some 20 kB: a thousand of an issuer's are for a hundred million credentials. */
export const defaultBlobLimits: BlobLimits = { blobBytes: 1_048_576, bytes: 4 * 1_073_741_824, blobs: 65_536, blobsOfIssuer: 1_024 }

const typeAt = 4
const naming: readonly (number | undefined)[] = [entryNumbers.status, entryNumbers.archive]

/** What an entry names by digest; undefined for most entries. Untrusted: what cannot be read names nothing. */
export function blobNamedBy(entry: Uint8Array, index: number): WantedBlob | undefined {
  if (!naming.includes(entry[typeAt])) return undefined
  try {
    const { type, payload } = parseEntry(entry)
    if (type === 'status') return { kind: 'status-list', issuer: payload.issuer, id: payload.list, digest: payload.digest, index }
    if (type !== 'archive' || payload.document !== undefined) return undefined
    return { kind: payload.kind, issuer: payload.issuer, id: payload.id, digest: payload.digest, index }
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
