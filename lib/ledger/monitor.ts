import { decodeUtf8, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { findFork, type ForkProof } from './fork-proof.ts'
import type { LogReader } from './log-reader.ts'
import type { Policy } from './policy.ts'
import { ProvenTiles } from './proven-tiles.ts'
import { satisfies, type Cosigner } from './satisfies.ts'
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** A place where a log shows itself: the log, a mirror, a cosigner, or what a monitor remembers. */
export interface LogView {
  readonly name: string
  /** Reads `checkpoint` and, where there are some, tiles. Untrusted: whatever it answers. */
  readonly read: LogReader
}

/** Whose views are compared. */
export interface MonitorContext {
  /** The log's verifier key string. */
  readonly verifierKey: string
  /** Verifier key strings under which the log has gone on since. */
  readonly laterKeys?: readonly string[]
  readonly cryptography: Cryptography
  /** When given, each head says by whom it is final. */
  readonly policy?: Policy
}

/** What one place shows. */
export interface MonitoredHead {
  readonly name: string
  readonly checkpoint: Checkpoint
  readonly isFinal: boolean | undefined
  readonly cosigners: readonly Cosigner[]
}

/** One thing that is wrong with what a place shows. */
export interface MonitorFinding {
  readonly code: 'ledger/view-missing' | 'ledger/view-unreachable' | 'ledger/view-malformed' | 'ledger/view-unsigned' | 'ledger/view-unproven' | 'ledger/view-forked'
  readonly name: string
  readonly reason: string
}

/** What a comparison came to. */
export interface MonitorReport {
  /** From the smallest tree to the largest. */
  readonly heads: readonly MonitoredHead[]
  readonly findings: readonly MonitorFinding[]
  /** Publish these: each convicts the log. */
  readonly forks: readonly ForkProof[]
}

/** A view of a checkpoint that a monitor kept, or that somebody handed it; it has no tiles. */
export function rememberedView(name: string, checkpointText: string): LogView {
  return { name, read: async (path) => (path === 'checkpoint' ? encodeUtf8(checkpointText) : undefined) }
}

/**
 * Compares what several places show of one log: every checkpoint must go on from every smaller one. What cannot be proven
 * either way, because nobody serves the tiles, is a finding and no verdict.
 */
export async function monitorLog(views: readonly LogView[], context: MonitorContext): Promise<MonitorReport> {
  const keys = [context.verifierKey, ...(context.laterKeys ?? [])].map((text) => parseVerifierKey(text, context.cryptography.sha256))
  const findings: MonitorFinding[] = []
  const heads = (await Promise.all(views.map((view) => readHead(view, { keys, context }, findings))))
    .filter((head) => head !== undefined).sort((left, right) => left.checkpoint.size - right.checkpoint.size)
  const forks: ForkProof[] = []
  // Each goes on from the one before, so each goes on from all before.
  for (const [at, newer] of heads.entries()) {
    const older = heads[at - 1]
    if (older === undefined || isSameHead(older.checkpoint, newer.checkpoint)) continue
    const found = await compare(older.checkpoint, newer.checkpoint, { views, context })
    if (found === 'unproven') findings.push({ code: 'ledger/view-unproven', name: newer.name, reason: `nobody serves the tiles between ${older.name} and ${newer.name}` })
    if (found === undefined || found === 'unproven') continue
    forks.push(found)
    findings.push({ code: 'ledger/view-forked', name: newer.name, reason: `its history is not that of ${older.name}` })
  }
  return { heads, findings, forks }
}

interface HeadContext {
  readonly keys: readonly VerifierKey[]
  readonly context: MonitorContext
}

async function readHead({ name, read }: LogView, { keys, context: { policy, cryptography } }: HeadContext, findings: MonitorFinding[]): Promise<MonitoredHead | undefined> {
  const find = (code: MonitorFinding['code'], reason: string): undefined => void findings.push({ code, name, reason })
  const bytes = await read('checkpoint').catch(() => 'unreachable' as const)
  if (bytes === 'unreachable') return find('ledger/view-unreachable', 'it did not answer')
  if (bytes === undefined) return find('ledger/view-missing', 'it shows no checkpoint')
  const checkpoint = parse(bytes)
  if (checkpoint === undefined) return find('ledger/view-malformed', 'its checkpoint cannot be read')
  const isSigned = await Promise.all(keys.map((key) => verifyCheckpoint(checkpoint, key, cryptography)))
  if (!isSigned.includes(true)) return find('ledger/view-unsigned', 'its checkpoint is not signed by the key of the log')
  const finality = policy === undefined ? undefined : await satisfies(policy, checkpoint, cryptography)
  return { name, checkpoint, isFinal: finality?.isFinal, cosigners: finality?.cosigners ?? [] }
}

/** A proof of a fork, nothing when the newer goes on from the older, or that nobody could show either. */
async function compare(older: Checkpoint, newer: Checkpoint, { views, context: { cryptography } }: { readonly views: readonly LogView[]; readonly context: MonitorContext }): Promise<ForkProof | 'unproven' | undefined> {
  if (older.size === newer.size) return { older, newer, rootInNewer: newer.root, consistency: [] }
  for (const { read } of views) {
    try {
      return await findFork(older, newer, await ProvenTiles.open(read, newer, cryptography.sha256))
    } catch {
      // Whoever has not these tiles, or has others, is no help here: the next one may be.
      continue
    }
  }
  return 'unproven'
}

function isSameHead(left: Checkpoint, right: Checkpoint): boolean {
  return left.size === right.size && equalBytes(left.root, right.root)
}

function parse(bytes: Uint8Array): Checkpoint | undefined {
  try {
    return parseCheckpoint(decodeUtf8(bytes))
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
