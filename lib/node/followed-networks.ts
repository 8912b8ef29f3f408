import { join } from 'node:path'
import type { Cryptography } from '../crypto/cryptography.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import { noQuorum, parsePolicy, type Policy } from '../ledger/policy.ts'
import { satisfies } from '../ledger/satisfies.ts'
import { parseVerifierKey, type VerifierKey } from '../ledger/verifier-key.ts'
import { policyAt } from '../trust/history.ts'
import { logKeysAt } from '../trust/log-keys.ts'
import { wholeRegistry } from '../trust/registry-view.ts'
import type { Registry } from '../trust/registry.ts'
import { applyEntry } from '../trust/replay.ts'
import type { KnownRegistry } from '../trust/ruling.ts'
import { TrustError } from '../trust/trust-error.ts'
import type { TrustedNetwork } from '../verifier/trusted-network.ts'
import { isDigest } from './fetch-blob.ts'
import { folderLogReader } from './folder-log-reader.ts'
import { LogCopy } from './log-copy.ts'
import { PublishedCheckpoint } from './published-checkpoint.ts'
import { readIfPresent } from './read-if-present.ts'
import { ReplayedRegistry, type ProvenCopy } from './replayed-registry.ts'

/** How much of a log a folder holds that counts. */
export interface FinalCopy {
  readonly origin: string
  readonly size: number
  /** When, by the clocks of most of its cosigners; undefined where nobody cosigns. */
  readonly finalAt: Date | undefined
}

/** What folders of followed logs amount to. */
export interface FollowedNetworks {
  readonly networks: readonly TrustedNetwork[]
  readonly copies: readonly FinalCopy[]
  /** What the logs name by digest and the folders hold: see `VerifyContext`. */
  readonly findBlob: (digest: string) => Promise<Uint8Array | undefined>
}

/** A copy up to the last checkpoint that the log published. */
interface PublishedCopy {
  readonly folder: string
  readonly checkpoint: Checkpoint
  readonly key: string | undefined
  readonly copy: ProvenCopy
}

/**
 * The networks of logs that this machine follows, from the folders that `followLog` keeps: their registries, gone on from what was
 * saved and replayed up to the last published checkpoint, which must be final under the policy in force there. A log that follows
 * the registry of another needs that one's folder too, and is then one of its followers. Nothing is written.
 *
 * @throws LedgerError `ledger/checkpoint-missing` when a folder holds no log, `ledger/mirror-damaged`; TrustError
 *   `trust/log-breaks-rules`, `trust/charter-missing`, `trust/registry-unknown`, `trust/checkpoint-signature-invalid`,
 *   `trust/checkpoint-not-final`
 */
export async function loadFollowedNetworks(folders: readonly string[], cryptography: Cryptography): Promise<FollowedNetworks> {
  const published = await Promise.all(folders.map((folder) => openPublished(folder, cryptography)))
  const registries = await replayAll(published, cryptography)
  const copies: FinalCopy[] = []
  for (const one of published) copies.push(await judge(one, registries, cryptography))
  const followers = [...registries.values()].filter(({ syncs }) => syncs.length > 0)
  const networks = [...registries.values()].filter(({ syncs }) => syncs.length === 0).map((registry): TrustedNetwork => {
    const own = followers.filter(({ syncs }) => syncs.at(-1)?.origin === registry.origin)
    return { name: registry.name ?? registry.origin, policy: policyOf(registry, registry.size), registry: wholeRegistry(registry), ...(own.length === 0 ? {} : { followers: own }) }
  })
  return { networks, copies, findBlob: (digest) => readBlob(digest, folders, cryptography) }
}

async function openPublished(folder: string, { sha256 }: Cryptography): Promise<PublishedCopy> {
  const copy = await LogCopy.open({ read: folderLogReader(folder) }, sha256)
  const { last } = await PublishedCheckpoint.open(join(folder, 'follow', 'published'))
  const checkpoint = last ?? copy.checkpoint
  if (checkpoint === undefined) throw new LedgerError('ledger/checkpoint-missing', 'Cannot read network: the folder holds no checkpoint of a log')
  const { size, root } = checkpoint
  if (size > copy.size || !equalBytes(await copy.rootAt(size), root)) throw new LedgerError('ledger/mirror-damaged', 'Cannot read network: the copy is not of the checkpoint beside it')
  const key = (await readIfPresent(join(folder, 'key')))?.trim()
  return { folder, checkpoint, key, copy: { size, rootAt: (at) => copy.rootAt(at), entriesFrom: (index) => firstOf(copy.entriesFrom(index), size - index) } }
}

/** What a log signed later is not final yet. */
async function* firstOf<Item>(items: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let left = count
  if (left <= 0) return
  for await (const item of items) {
    yield item
    if ((left -= 1) === 0) return
  }
}

/** Replays every log, each after those whose registries it follows. */
async function replayAll(published: readonly PublishedCopy[], cryptography: Cryptography): Promise<ReadonlyMap<string, Registry>> {
  const registries = new Map<string, Registry>()
  const copies = new Map(published.map((one) => [one.checkpoint.origin, one]))
  const registryAt = async (origin: string, size: number): Promise<KnownRegistry | undefined> => {
    const [registry, known] = [registries.get(origin), copies.get(origin)]
    return registry === undefined || known === undefined || known.copy.size < size ? undefined : { registry, root: await known.copy.rootAt(size) }
  }
  for (let waiting = [...copies.values()]; waiting.length > 0;) {
    const later: PublishedCopy[] = []
    for (const one of waiting) {
      const registry = await replay(one, { cryptography, registryAt })
      if (registry === undefined) later.push(one)
      else registries.set(registry.origin, registry)
    }
    const [first] = later
    if (first !== undefined && later.length === waiting.length) throw new TrustError('trust/registry-unknown', `Cannot read network: ${first.checkpoint.origin} follows a registry that is not there, or not so far`)
    waiting = later
  }
  return registries
}

/** Undefined while the registry that it follows is not known. */
async function replay({ folder, checkpoint: { origin }, copy }: PublishedCopy, context: Parameters<typeof applyEntry>[3]): Promise<Registry | undefined> {
  const { registry } = await ReplayedRegistry.open(join(folder, 'follow', 'registry'), { origin, context, copy })
  for await (const entry of copy.entriesFrom(registry.size)) {
    const applied = await applyEntry(registry, entry, registry.size, context)
    if (applied.ok === 'later') return undefined
    if (applied.ok !== true) throw new TrustError('trust/log-breaks-rules', `Cannot read network: entry ${registry.size} is not by the rules (${applied.code})`)
  }
  return registry
}

/** Refuses a copy whose checkpoint does not count: then nobody vouches for its registry but whoever served it. */
async function judge({ checkpoint, key }: PublishedCopy, registries: ReadonlyMap<string, Registry>, cryptography: Cryptography): Promise<FinalCopy> {
  const { origin, size } = checkpoint
  const policy = parsePolicyFor(origin, registries, cryptography)
  const { isFinal, cosigners } = await satisfies(policy, checkpoint, cryptography)
  const named = registries.get(origin)
  const keys = named === undefined ? [] : logKeysAt(named, size, cryptography.sha256)
  if (!(await isSigned(checkpoint, keys.length > 0 || key === undefined ? keys : [parseVerifierKey(key, cryptography.sha256)], cryptography))) throw new TrustError('trust/checkpoint-signature-invalid', 'Cannot read network: the checkpoint of the copy is not signed by the key of its log')
  if (!isFinal) throw new TrustError('trust/checkpoint-not-final', `Cannot read network: not enough of its members have cosigned the checkpoint of the copy, of ${size} entries`)
  const times = policy.quorum === noQuorum ? [] : cosigners.map(({ at }) => at).toSorted((left, right) => left - right)
  const middle = times[Math.floor(times.length / 2)]
  return { origin, size, finalAt: middle === undefined ? undefined : new Date(middle * 1_000) }
}

async function isSigned(checkpoint: Checkpoint, keys: readonly VerifierKey[], cryptography: Cryptography): Promise<boolean> {
  for (const key of keys) if (await verifyCheckpoint(checkpoint, key, cryptography)) return true
  return false
}

/** Of the log itself, or of the registry that it follows. */
function parsePolicyFor(origin: string, registries: ReadonlyMap<string, Registry>, { sha256 }: Cryptography): Policy {
  const own = registries.get(origin)
  const sync = own?.syncs.at(-1)
  const registry = registries.get(sync?.origin ?? origin)
  if (registry === undefined) throw new TrustError('trust/registry-unknown', `Cannot read network: ${origin} follows a registry that is not there`)
  const policy = parsePolicy(policyOf(registry, sync?.size ?? registry.size), sha256)
  // The policy of another log may name that log; this one signs its own checkpoints.
  return sync === undefined ? policy : { ...policy, logs: [] }
}

function policyOf(registry: Registry, at: number): string {
  const policy = policyAt(registry, at)?.policy
  if (policy === undefined) throw new TrustError('trust/charter-missing', 'Cannot read network: its log has no charter')
  return policy
}

async function readBlob(digest: string, folders: readonly string[], { sha256 }: Cryptography): Promise<Uint8Array | undefined> {
  for (const folder of isDigest(digest) ? folders : []) {
    const bytes = await folderLogReader(folder)(`blob/${digest}`)
    if (bytes !== undefined && encodeHex(sha256(bytes)) === digest) return bytes
  }
  return undefined
}
