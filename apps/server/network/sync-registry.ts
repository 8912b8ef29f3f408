import { encodeMultikey } from 'everlearned/crypto'
import { decodeUtf8 } from 'everlearned/encoding'
import { parseCheckpoint, parsePolicy, satisfies, type Checkpoint } from 'everlearned/ledger'
import { keysInForce, participantAt, policyAt, signEntry, type Registry } from 'everlearned/trust'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { cosignerKeyText } from './cosigner-keys.ts'
import type { Followed } from './followed-logs.ts'
import { remoteRegistrar } from './registrar.ts'
import { recordingDids, registerElsewhere } from './state-organisations.ts'

/** So long the state of a registry may be old while nothing in it concerns this node. */
const syncMilliseconds = 3_600_000

/** What one process remembers between two turns. */
export interface SyncMemory {
  /** The index of what each DID said last in the registry of another node. */
  readonly said: Map<string, number>
  syncedAt: Date | undefined
}

/** Makes the registry of a network that this node has joined its own, and keeps up with it. Answers whether its log says something new. */
export async function syncRegistry(memory: SyncMemory, context: IssuingContext): Promise<boolean> {
  const followed = await findRegistry(context)
  const registry = followed?.log.registry
  if (followed === undefined || registry === undefined) return false
  await registerElsewhere(remoteRegistrar(followed, registry, context), memory.said, context)
  const checkpoint = await lastFinal(followed, registry, context)
  if (checkpoint === undefined || !(await isDue(checkpoint.size, registry, memory, context))) return false
  const { judgedLog, operatorKey } = context
  const operator = `did:key:${encodeMultikey(operatorKey.publicKey)}`
  const payload = { operator, sequence: judgedLog.registry.sequences.get(operator) ?? 0, origin: registry.origin, checkpoint: checkpoint.text }
  const entry = await signEntry({ type: 'regsync', payload }, { origin: judgedLog.registry.origin, signers: [operatorKey] })
  const [answer] = await judgedLog.submit({ entries: [entry] })
  if (answer?.ok !== true) return false
  memory.syncedAt = context.now()
  return true
}

/**
 * The registry that this node follows or is to follow: one that its owner asked for, or one whose members have voted this node in.
 * A node whose own log is the registry of others stays what it is.
 */
async function findRegistry(context: IssuingContext): Promise<Followed | undefined> {
  const { followedLogs, judgedLog: { registry: own }, cryptography } = context
  const sync = own.syncs.at(-1)
  if (sync !== undefined) return followedLogs.find(sync.origin)
  if (parsePolicy(policyAt(own, own.size)?.policy ?? 'quorum none\n', cryptography.sha256).witnesses.length > 0) return undefined
  const registries = followedLogs.all.filter(({ log: { registry } }) => registry !== undefined && registry.size > 0 && registry.syncs.length === 0)
  const cosigner = cosignerKeyText(await context.followedLogs.cosigner('validator'), context)
  return registries.find(({ joins }) => joins) ?? registries.find(({ log: { registry } }) => registry !== undefined && policyAt(registry, registry.size)?.policy.includes(` ${cosigner}`))
}

/** The last checkpoint of the registry that counts, by its own policy, and is replayed here. */
async function lastFinal({ log }: Followed, registry: Registry, { cryptography }: IssuingContext): Promise<Checkpoint | undefined> {
  const bytes = await log.reader('checkpoint')
  const checkpoint = bytes === undefined ? undefined : parseCheckpoint(decodeUtf8(bytes))
  const policy = checkpoint === undefined ? undefined : policyAt(registry, checkpoint.size)?.policy
  if (checkpoint === undefined || policy === undefined || checkpoint.size > registry.size) return undefined
  return (await satisfies(parsePolicy(policy, cryptography.sha256), checkpoint, cryptography)).isFinal ? checkpoint : undefined
}

/** The first time once everybody of this node is registered; later when something about them or the policy has changed, or after an hour. */
async function isDue(size: number, registry: Registry, memory: SyncMemory, context: IssuingContext): Promise<boolean> {
  const last = context.judgedLog.registry.syncs.at(-1)
  const own = await recordingDids(context)
  if (last === undefined) return own.every(({ did, current }) => current.every((key) => keysInForce(registry, did, size).includes(key)))
  if (size <= last.size) return false
  memory.syncedAt ??= context.now()
  if (context.now().getTime() - memory.syncedAt.getTime() >= syncMilliseconds) return true
  const seen = (at: number): string => JSON.stringify([policyAt(registry, at)?.from, own.map(({ did }) => [keysInForce(registry, did, at), participantAt(registry, did, at)?.state])])
  return seen(size) !== seen(last.size)
}
