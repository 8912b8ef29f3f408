import { encodeUtf8 } from '../encoding/bytes.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import { mirrorReader } from '../ledger/mirror-reader.ts'
import { formatVerifierKey } from '../ledger/verifier-key.ts'
import { policyAt } from '../trust/history.ts'
import type { CopiedLog } from './copied-log.ts'
import type { KeptBlobs } from './kept-blobs.ts'
import type { PublishedCheckpoint } from './published-checkpoint.ts'

const blobPrefix = 'blob/'

/** What a follower serves of the log it follows. */
export interface ServedCopy {
  /** The verifier key that was believed from the beginning; the one of a copy stands in its entries. */
  readonly pinned: string
  /** None where nothing is copied. */
  readonly copied: CopiedLog | undefined
  readonly published: PublishedCheckpoint
  readonly blobs: KeptBlobs | undefined
}

/** Serves a copy as the log itself would: `checkpoint`, `pending`, `key`, `policy`, `tile/…` and `blob/…`. Untrusted: the path. */
export function copyReader({ pinned, copied, published, blobs }: ServedCopy): LogReader {
  return async (path) => {
    if (copied === undefined) return path === 'key' ? encodeUtf8(`${pinned}\n`) : undefined
    if (path.startsWith(blobPrefix)) return blobs?.read(path.slice(blobPrefix.length))
    const text = textOf(path, copied, published)
    if (text !== undefined) return encodeUtf8(text)
    return path.startsWith('tile/') ? mirrorReader((name) => copied.copy.storage.read(name))(path) : undefined
  }
}

function textOf(path: string, { copy, replayed, keys }: CopiedLog, { last }: PublishedCheckpoint): string | undefined {
  switch (path) {
    case 'checkpoint': return (last ?? copy.checkpoint)?.text
    // The key of the checkpoint that is shown.
    case 'key': return `${keys.at((last ?? copy.checkpoint)?.size ?? 0).map(formatVerifierKey)[0]}\n`
    case 'pending': return copy.checkpoint?.text
    case 'policy': return replayed === undefined ? undefined : policyAt(replayed.registry, replayed.registry.size)?.policy
    default: return undefined
  }
}
