import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError } from '../ledger/ledger-error.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import { FollowAlarms } from './follow-alarms.ts'
import { CopiedKeys } from './copied-keys.ts'
import { CopiedLog } from './copied-log.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { fileWitnessStore } from './file-witness-store.ts'
import type { FollowedLog, Following } from './followed-log.ts'
import { KeptBlobs } from './kept-blobs.ts'
import { LogCopy } from './log-copy.ts'
import { Follower } from './follower.ts'
import { OwnCosignatures } from './own-cosignatures.ts'
import { PublishedCheckpoint } from './published-checkpoint.ts'
import { ReplayedRegistry } from './replayed-registry.ts'

/**
 * Follows the log of somebody else, in one of three roles, going on from what the folder holds. The log is not believed: it is
 * copied from entry 0 on, every file proven, every entry judged (by a validator), and what is cosigned is on the disk before the
 * cosignature is answered. May be killed anywhere.
 *
 * @throws LedgerError `ledger/mirror-foreign` when the folder holds another log; `ledger/verifier-key-malformed`
 */
export async function followLog(following: Following): Promise<FollowedLog> {
  const { folder, verifierKey, role, cryptography, registryAt } = following
  const key = parseVerifierKey(verifierKey, cryptography.sha256)
  const state = join(folder, 'follow')
  await mkdir(state, { recursive: true })
  const own = new OwnCosignatures(await fileWitnessStore(join(state, 'cosigned')), key.name, following)
  const [alarms, published] = [await FollowAlarms.open(join(state, 'alarms.json')), await PublishedCheckpoint.open(join(state, 'published'))]
  if (role === 'witness') return Follower.open(following, { own, published, alarms, copied: undefined, blobs: undefined })
  const copy = await LogCopy.open(await fileLogStorage(folder), cryptography.sha256)
  const keys = await CopiedKeys.open({ path: join(state, 'keys'), pinned: key, cryptography }, copy)
  if (copy.checkpoint !== undefined && !(await keys.isSigned(copy.checkpoint))) {
    throw new LedgerError('ledger/mirror-foreign', 'Cannot follow log: the folder holds that of another origin or key')
  }
  const context = { cryptography, ...(registryAt === undefined ? {} : { registryAt }) }
  const replayed = role === 'validator' ? await ReplayedRegistry.open(join(state, 'registry'), { origin: key.name, context, copy }) : undefined
  return Follower.open(following, { own, published, alarms, copied: new CopiedLog(following, { copy, replayed, keys }), blobs: await KeptBlobs.open(following) })
}
