import { encodeUtf8 } from '../encoding/bytes.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import { mirrorReader } from '../ledger/mirror-reader.ts'
import { policyAt } from '../trust/history.ts'
import type { CopiedLog } from './copied-log.ts'
import type { KeptBlobs } from './kept-blobs.ts'
import type { PublishedCheckpoint } from './published-checkpoint.ts'

const blobPrefix = 'blob/'

/** What a follower serves of the log it follows. */
export interface ServedCopy {
  readonly verifierKey: string
  /** None where nothing is copied. */
  readonly copied: CopiedLog | undefined
  readonly published: PublishedCheckpoint
  readonly blobs: KeptBlobs | undefined
}

/** Serves a copy as the log itself would: `checkpoint`, `pending`, `key`, `policy`, `tile/…` and `blob/…`. Untrusted: the path. */
export function copyReader({ verifierKey, copied, published, blobs }: ServedCopy): LogReader {
  return async (path) => {
    if (path === 'key') return encodeUtf8(`${verifierKey}\n`)
    if (copied === undefined) return undefined
    if (path.startsWith(blobPrefix)) return blobs?.read(path.slice(blobPrefix.length))
    const text = textOf(path, copied, published)
    if (text !== undefined) return encodeUtf8(text)
    return path.startsWith('tile/') ? mirrorReader((name) => copied.copy.storage.read(name))(path) : undefined
  }
}

function textOf(path: string, { copy, replayed }: CopiedLog, { last }: PublishedCheckpoint): string | undefined {
  switch (path) {
    case 'checkpoint': return (last ?? copy.checkpoint)?.text
    case 'pending': return copy.checkpoint?.text
    case 'policy': return replayed === undefined ? undefined : policyAt(replayed.registry, replayed.registry.size)?.policy
    default: return undefined
  }
}
