import type { SigningKey } from 'everlearned/crypto'
import { createDocumentFetch, newDomainMemory, seeDomains, type FollowedLog } from 'everlearned/node'
import { UnavailableError } from './command.ts'
import { submitEntry } from './submit-entry.ts'

/** Untrusted: whoever registers says where others look. */
const limits = { timeoutSeconds: 5, maxBytes: 65_536 }

/** Looks at the domains of who registered in a followed registry, once a call, where the seat of this folder has a word in that. */
export function domainWatcher(log: FollowedLog, seat: SigningKey): () => Promise<void> {
  const memory = newDomainMemory()
  const fetchDocument = createDocumentFetch(limits)
  return async () => {
    if (log.registry === undefined) return
    await seeDomains({ registry: log.registry, signer: seat, memory, documents: { fetchDocument }, now: () => new Date(), submit: (entry) => isTaken(log.url, entry) })
  }
}

async function isTaken(url: string, entry: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    return 'index' in await submitEntry(url, entry)
  } catch (cause) {
    if (cause instanceof UnavailableError) return false
    throw cause
  }
}
