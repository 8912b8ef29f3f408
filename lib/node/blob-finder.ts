import { fetchBlob, isDigest, type BlobSource } from './fetch-blob.ts'
import { defaultBlobLimits } from './wanted-blobs.ts'

/** Untrusted: of those whom a policy names no more are asked. */
const maxAsked = 16
/** All of them together have so long. */
const patienceMilliseconds = 15_000

/** Who may have it: addresses of logs and of copies. */
export type BlobHolders = Pick<BlobSource, 'fetch' | 'sha256'> & { readonly urls: readonly string[] }

/**
 * Asks those who keep copies for bytes by their SHA-256, one after the other: whoever is asked learns which list somebody looks at,
 * and a list is of very many people. Untrusted: the answers.
 */
export function blobFinder({ urls, fetch, sha256 }: BlobHolders): (digest: string) => Promise<Uint8Array<ArrayBuffer> | undefined> {
  return async (digest) => {
    if (!isDigest(digest)) return undefined
    const signal = AbortSignal.timeout(patienceMilliseconds)
    for (const url of [...new Set(urls)].slice(0, maxAsked)) {
      const found = await fetchBlob(digest, { url, fetch, sha256, maxBytes: defaultBlobLimits.blobBytes, signal })
      if (found instanceof Uint8Array) return found
    }
    return undefined
  }
}
