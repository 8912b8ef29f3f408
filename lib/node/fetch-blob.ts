import { encodeHex } from '../encoding/hex.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { readBody } from '../ledger/read-body.ts'

/** Nobody takes longer over one. */
const blobMilliseconds = 10_000

/** Why bytes could not be had from an address. */
export interface BlobFault {
  readonly code: 'ledger/blob-unreachable' | 'ledger/blob-missing' | 'ledger/blob-too-long' | 'ledger/blob-wrong' | 'ledger/blob-no-room'
  readonly reason: string
}

/** Who is asked, and for how much. */
export interface BlobSource {
  /** The address of a log or of a copy; `/blob/<digest>` comes after it. */
  readonly url: string
  /** Decides what may be reached. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly sha256: Sha256
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** Tells whether a text is a SHA-256 as blobs are named by. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Fetches the bytes of a digest. Untrusted: what the address answers, for how long and of what length. */
export async function fetchBlob(digest: string, { url, fetch, sha256, maxBytes, signal }: BlobSource): Promise<Uint8Array<ArrayBuffer> | BlobFault> {
  const deadline = AbortSignal.timeout(blobMilliseconds)
  let bytes: Uint8Array<ArrayBuffer> | undefined
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/blob/${digest}`, { redirect: 'error', signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]) })
    if (response.status === 404 || response.status === 410) return { code: 'ledger/blob-missing', reason: 'the address has no such bytes' }
    if (!response.ok) return { code: 'ledger/blob-unreachable', reason: `the answer has status ${response.status}` }
    bytes = await readBody(response, maxBytes)
  } catch {
    // Whatever goes wrong on the way says nothing about the log.
    return { code: 'ledger/blob-unreachable', reason: 'the address does not answer as it should' }
  }
  if (bytes === undefined) return { code: 'ledger/blob-too-long', reason: `it has more than ${maxBytes} bytes` }
  if (encodeHex(sha256(bytes)) !== digest) return { code: 'ledger/blob-wrong', reason: 'the bytes are others than their digest says' }
  return bytes
}
