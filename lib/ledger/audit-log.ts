import { decodeUtf8, equalBytes } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { decodeEntries } from './entry-bundle.ts'
import { GrowingTree } from './growing-tree.ts'
import { readTile, type LogReader } from './log-reader.ts'
import { hashLeaf } from './merkle-hash.ts'
import { formatTilePath, tileWidth, type Tile, type TileContent } from './tile.ts'
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** Whom the log must be by, and what its entries must be. */
export interface AuditContext {
  /** The log's verifier key string. */
  readonly verifierKey: string
  /** The keys of the log at a size as its entries name them, asked once all are seen: where there are some, `verifierKey` must be one of them. */
  readonly keysAt?: (size: number) => readonly VerifierKey[]
  readonly cryptography: Cryptography
  /** Answers the code of what is wrong with an entry, or undefined. Sees every entry that can be read, in order. */
  readonly checkEntry: (entry: Uint8Array<ArrayBuffer>, index: number) => Promise<string | undefined> | string | undefined
}

/** One thing that is wrong with a log. */
export interface AuditFinding {
  readonly code: string
  /** The file that shows it. */
  readonly path: string
  readonly reason: string
  /** The entry, when it is about one. */
  readonly index?: number
}

/** What a whole log turned out to be; without findings it is what its checkpoint says. */
export interface AuditReport {
  /** As its checkpoint says; undefined when that cannot be read. */
  readonly size: number | undefined
  readonly root: Uint8Array<ArrayBuffer> | undefined
  readonly findings: readonly AuditFinding[]
  /** More was wrong than {@link maxAuditFindings}; the audit stopped there. */
  readonly isCutShort: boolean
}

/** An audit stops after so many findings: a broken log is broken. */
export const maxAuditFindings = 100

/**
 * Re-checks a whole published log from its entries up: every tile must be what the entries hash to, the root what the
 * checkpoint says, the signature the log's, and every entry one that `checkEntry` accepts.
 */
export async function auditLog(reader: LogReader, context: AuditContext): Promise<AuditReport> {
  const findings: AuditFinding[] = []
  const checkpoint = await auditCheckpoint(reader, context, findings)
  if (checkpoint === undefined) return { size: undefined, root: undefined, findings, isCutShort: false }
  const { size, root } = checkpoint
  const tree = new GrowingTree(context.cryptography.sha256)
  for (let index = 0; index * tileWidth < size; index += 1) {
    const isReadable = await auditBundle(reader, { ...context, index, size, tree }, findings)
    for (const tile of tree.takeTiles()) if (tile.width === tileWidth) await auditTile(reader, tile, findings)
    if (isReadable && findings.length < maxAuditFindings) continue
    auditKey(size, context, findings)
    return { size, root, findings, isCutShort: true }
  }
  for (const tile of tree.unfinishedTiles()) await auditTile(reader, tile, findings)
  auditKey(size, context, findings)
  if (!equalBytes(tree.root(), root)) findings.push({ code: 'ledger/root-differs', path: 'checkpoint', reason: 'the entries do not hash to the root of the checkpoint' })
  return { size, root, findings, isCutShort: false }
}

/** Last, for the entries may name another key than the one that is believed: whoever has no copy of before has nobody to believe a new one from. */
function auditKey(size: number, { verifierKey, keysAt, cryptography }: AuditContext, findings: AuditFinding[]): void {
  const { keyId } = parseVerifierKey(verifierKey, cryptography.sha256)
  const named = keysAt?.(size) ?? []
  if (named.length > 0 && !named.some((key) => key.keyId === keyId)) findings.push({ code: 'ledger/log-key-retired', path: 'checkpoint', reason: 'the checkpoint is signed by a key that the entries have replaced' })
}

async function auditCheckpoint(reader: LogReader, { verifierKey, cryptography }: AuditContext, findings: AuditFinding[]): Promise<Checkpoint | undefined> {
  const key = parseVerifierKey(verifierKey, cryptography.sha256)
  const bytes = await reader('checkpoint')
  if (bytes === undefined) {
    findings.push({ code: 'ledger/checkpoint-missing', path: 'checkpoint', reason: 'there is no checkpoint' })
    return undefined
  }
  try {
    const checkpoint = parseCheckpoint(decodeUtf8(bytes))
    const isSigned = await verifyCheckpoint(checkpoint, key, cryptography)
    if (!isSigned) findings.push({ code: 'ledger/checkpoint-signature-invalid', path: 'checkpoint', reason: 'the checkpoint is not signed by the key of this log' })
    return checkpoint
  } catch (cause) {
    findings.push({ code: codeOf(cause), path: 'checkpoint', reason: 'the checkpoint cannot be read' })
    return undefined
  }
}

interface BundleAudit extends AuditContext {
  readonly index: number
  readonly size: number
  readonly tree: GrowingTree
}

/** Adds the entries of a bundle to the tree and checks each; false when they cannot be read. */
async function auditBundle(reader: LogReader, { index, size, tree, cryptography, checkEntry }: BundleAudit, findings: AuditFinding[]): Promise<boolean> {
  const bundle: Tile = { level: 'entries', index, width: Math.min(tileWidth, size - index * tileWidth) }
  const path = formatTilePath(bundle)
  const bytes = await readTile(reader, bundle)
  if (bytes === undefined) {
    findings.push({ code: 'ledger/tile-missing', path, reason: 'the bundle is not there' })
    return false
  }
  let entries: readonly Uint8Array<ArrayBuffer>[]
  try {
    entries = decodeEntries(bytes, bundle.width)
  } catch (cause) {
    findings.push({ code: codeOf(cause), path, reason: `the bundle does not hold exactly ${bundle.width} entries` })
    return false
  }
  for (const [position, entry] of entries.entries()) {
    tree.push(hashLeaf(entry, cryptography.sha256))
    const entryIndex = index * tileWidth + position
    const code = await checkEntry(entry, entryIndex)
    if (code !== undefined && findings.length < maxAuditFindings) findings.push({ code, path, index: entryIndex, reason: 'the entry does not follow the rules' })
  }
  return true
}

async function auditTile(reader: LogReader, tile: TileContent, findings: AuditFinding[]): Promise<void> {
  const bytes = await readTile(reader, tile)
  const path = formatTilePath(tile)
  if (bytes === undefined) findings.push({ code: 'ledger/tile-missing', path, reason: 'the tile is not there' })
  else if (!equalBytes(bytes, tile.bytes)) findings.push({ code: 'ledger/tile-differs', path, reason: 'the tile is not what the entries hash to' })
}

function codeOf(cause: unknown): string {
  if (cause instanceof EverlearnedError) return cause.code
  throw cause
}
