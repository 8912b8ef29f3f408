import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { equalBytes } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import { hashLength } from './merkle-hash.ts'
import type { ProvenTiles } from './proven-tiles.ts'
import { verifyConsistency } from './verify-consistency.ts'
import type { VerifierKey } from './verifier-key.ts'

/** Untrusted: no consistency proof has more hashes. */
const maxProofHashes = 63

/**
 * Proof that a log told two histories: two checkpoints that its key signed, and the root that the newer one's tree has at
 * the size of the older one, which is another. Whoever holds the log's key can verify it; nobody can make it against an honest log.
 */
export interface ForkProof {
  readonly older: Checkpoint
  readonly newer: Checkpoint
  /** The root over the first `older.size` leaves of the newer tree. */
  readonly rootInNewer: Uint8Array<ArrayBuffer>
  /** Leads from `rootInNewer` to the newer root; empty when the sizes are the same. */
  readonly consistency: readonly Uint8Array<ArrayBuffer>[]
}

/** A fork proof as JSON, for publication. */
export interface ForkProofJson {
  readonly type: 'LedgerForkProof'
  readonly older: string
  readonly newer: string
  readonly rootInNewer: string
  readonly consistency: readonly string[]
}

/** Makes the proof that the tree of `newer` does not begin with that of `older`; undefined when it does. Both are signed by the log. */
export async function findFork(older: Checkpoint, newer: Checkpoint, newerTiles: ProvenTiles): Promise<ForkProof | undefined> {
  if (older.size === 0) return undefined
  const rootInNewer = await newerTiles.rootAt(older.size)
  if (equalBytes(rootInNewer, older.root)) return undefined
  return { older, newer, rootInNewer, consistency: await newerTiles.consistencyProof(older.size) }
}

/** Tells whether a fork proof convicts the log of this key. Untrusted: the proof. */
export async function verifyForkProof({ older, newer, rootInNewer, consistency }: ForkProof, key: VerifierKey, cryptography: Cryptography): Promise<boolean> {
  const claim = { olderSize: older.size, newerSize: newer.size, olderRoot: rootInNewer, newerRoot: newer.root, proof: consistency }
  if (equalBytes(rootInNewer, older.root) || !verifyConsistency(claim, cryptography.sha256)) return false
  return (await verifyCheckpoint(older, key, cryptography)) && (await verifyCheckpoint(newer, key, cryptography))
}

/** Writes a fork proof as a JSON value. */
export function formatForkProof({ older, newer, rootInNewer, consistency }: ForkProof): ForkProofJson {
  return { type: 'LedgerForkProof', older: older.text, newer: newer.text, rootInNewer: encodeBase64(rootInNewer), consistency: consistency.map(encodeBase64) }
}

/**
 * Reads a fork proof from a JSON value without judging it. Untrusted.
 *
 * @throws LedgerError `ledger/fork-proof-malformed`, `ledger/note-malformed`, `ledger/checkpoint-malformed`
 */
export function parseForkProof(value: unknown): ForkProof {
  if (!isForkProofJson(value)) throw new LedgerError('ledger/fork-proof-malformed', 'Cannot read fork proof: not two checkpoints, a root and a consistency proof')
  const { older, newer, rootInNewer, consistency } = value
  return { older: parseCheckpoint(older), newer: parseCheckpoint(newer), rootInNewer: decodeBase64(rootInNewer), consistency: consistency.map(decodeBase64) }
}

function isForkProofJson(value: unknown): value is ForkProofJson {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'LedgerForkProof') return false
  if (!('older' in value && 'newer' in value && 'rootInNewer' in value && 'consistency' in value)) return false
  const { older, newer, rootInNewer, consistency } = value
  const areHashes = Array.isArray(consistency) && consistency.length <= maxProofHashes && consistency.every(isHash)
  return typeof older === 'string' && typeof newer === 'string' && isHash(rootInNewer) && areHashes
}

function isHash(value: unknown): value is string {
  const canonical = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/
  return typeof value === 'string' && value.length === Math.ceil(hashLength / 3) * 4 && canonical.test(value)
}
