import { join } from 'node:path'
import type { Cryptography } from '../crypto/cryptography.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import { policyAt } from '../trust/history.ts'
import { TrustError } from '../trust/trust-error.ts'
import { applyEntry } from '../trust/replay.ts'
import type { TrustedNetwork } from '../verifier/trusted-network.ts'
import { folderLogReader } from './folder-log-reader.ts'
import { LogCopy } from './log-copy.ts'
import { ReplayedRegistry } from './replayed-registry.ts'

/**
 * The network of a log that this machine follows, from the folder that `followLog` keeps: its registry, gone on from what was saved
 * and replayed to the end of the copy, and the policy that the registry has in force. Nothing is written.
 *
 * @throws LedgerError `ledger/checkpoint-missing` when the folder holds no log; TrustError `trust/log-breaks-rules`,
 *   `trust/charter-missing`
 */
export async function loadFollowedNetwork(folder: string, cryptography: Cryptography): Promise<TrustedNetwork> {
  const copy = await LogCopy.open({ read: folderLogReader(folder) }, cryptography.sha256)
  const { checkpoint } = copy
  if (checkpoint === undefined) throw new LedgerError('ledger/checkpoint-missing', 'Cannot read network: the folder holds no checkpoint of a log')
  const { origin } = checkpoint
  const { registry } = await ReplayedRegistry.open(join(folder, 'follow', 'registry'), { origin, context: { cryptography }, copy })
  for await (const entry of copy.entriesFrom(registry.size)) {
    const applied = await applyEntry(registry, entry, registry.size, { cryptography })
    if (applied.ok !== true) throw new TrustError('trust/log-breaks-rules', `Cannot read network: entry ${registry.size} is not by the rules (${applied.code})`)
  }
  const policy = policyAt(registry, registry.size)?.policy
  if (policy === undefined) throw new TrustError('trust/charter-missing', 'Cannot read network: its log has no charter')
  return { name: registry.name ?? origin, policy, registry: { registry } }
}
