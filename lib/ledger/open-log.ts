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
  /** Other keys of this log, looked for again each time: under which it has signed before, or is to sign. A log goes on under the one that signed last. */
  readonly otherKeys?: () => Promise<readonly SigningKey[]>
  readonly cryptography: Cryptography
}

/**
 * Opens a log, or begins one in empty storage. The caller holds a lock, one writer at a time, unless the storage lets several take turns.
 *
 * @throws LedgerError `ledger/checkpoint-foreign` when the storage holds the log of another origin or key, and the errors of
 *   recovery: `ledger/journal-damaged`, `ledger/journal-behind-checkpoint`, `ledger/root-differs`
 */
export async function openLog(storage: LogStorage, identity: LogIdentity): Promise<TransparencyLog> {
  const signingKey = (await loadSigned(storage, identity))?.by ?? identity.signingKey
  return TransparencyLog.start(storage, { ...identity, signingKey }, async (known) => {
    const published = (await loadSigned(storage, identity))?.checkpoint
    // A writer that comes back must find what it has signed, whatever is published.
    const checkpoint = known !== undefined && known.size > (published?.size ?? 0) ? known : published
    return { ...(await recoverLog(storage, checkpoint, identity.cryptography.sha256)), checkpoint }
  })
}

/** Every key that this machine holds of a log. */
export async function keysHeld({ signingKey, otherKeys }: Pick<LogIdentity, 'signingKey' | 'otherKeys'>): Promise<readonly SigningKey[]> {
  return [signingKey, ...(await otherKeys?.() ?? [])]
}

async function loadSigned(storage: LogStorage, identity: LogIdentity): Promise<{ readonly checkpoint: Checkpoint; readonly by: SigningKey } | undefined> {
  const bytes = await storage.read('checkpoint')
  if (bytes === undefined) return undefined
  const checkpoint = parseCheckpoint(decodeUtf8(bytes))
  for (const by of await keysHeld(identity)) {
    if (await verifyCheckpoint(checkpoint, verifierKeyOf(identity.origin, by.publicKey, identity.cryptography.sha256), identity.cryptography)) return { checkpoint, by }
  }
  throw new LedgerError('ledger/checkpoint-foreign', 'Cannot open log: its checkpoint is by another origin or key')
}
