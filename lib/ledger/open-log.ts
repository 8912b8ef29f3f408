import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogStorage } from './log-storage.ts'
import { recoverLog } from './recover-log.ts'
import { TransparencyLog } from './transparency-log.ts'
import { verifierKeyOf } from './verifier-key.ts'

/** Who a log is: its origin is also the name of its key. */
export interface LogIdentity {
  /** A URL without scheme and without a slash at the end, such as `college.example/ledger`. */
  readonly origin: string
  /** An Ed25519 key that signs nothing else. */
  readonly signingKey: SigningKey
  readonly cryptography: Cryptography
}

/**
 * Opens a log, or begins one in empty storage. The caller holds a lock, one writer at a time, unless the storage lets several take turns.
 *
 * @throws LedgerError `ledger/checkpoint-foreign` when the storage holds the log of another origin or key, and the errors of
 *   recovery: `ledger/journal-damaged`, `ledger/journal-behind-checkpoint`, `ledger/root-differs`
 */
export async function openLog(storage: LogStorage, identity: LogIdentity): Promise<TransparencyLog> {
  return TransparencyLog.start(storage, identity, async (known) => {
    const published = await loadCheckpoint(storage, identity)
    // A writer that comes back must find what it has signed, whatever is published.
    const checkpoint = known !== undefined && known.size > (published?.size ?? 0) ? known : published
    return { ...(await recoverLog(storage, checkpoint, identity.cryptography.sha256)), checkpoint }
  })
}

async function loadCheckpoint(storage: LogStorage, { origin, signingKey, cryptography }: LogIdentity): Promise<Checkpoint | undefined> {
  const key = verifierKeyOf(origin, signingKey.publicKey, cryptography.sha256)
  const bytes = await storage.read('checkpoint')
  if (bytes === undefined) return undefined
  const checkpoint = parseCheckpoint(decodeUtf8(bytes))
  if (await verifyCheckpoint(checkpoint, key, cryptography)) return checkpoint
  throw new LedgerError('ledger/checkpoint-foreign', 'Cannot open log: its checkpoint is by another origin or key')
}
