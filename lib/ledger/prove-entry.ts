import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { parseCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { decodeEntries } from './entry-bundle.ts'
import { LedgerError } from './ledger-error.ts'
import { readTile, type LogReader } from './log-reader.ts'
import { ProvenTiles } from './proven-tiles.ts'
import { formatTilePath, tileAt, tileWidth } from './tile.ts'
import { verifyTlogProof, type TlogProof } from './tlog-proof.ts'
import { parseVerifierKey } from './verifier-key.ts'

/** An entry with its proof under the checkpoint that the log, or a copy of it, shows. */
export interface ProvenEntry {
  readonly entry: Uint8Array<ArrayBuffer>
  readonly proof: TlogProof
}

/**
 * Makes the proof of an entry from what is published of a log. Untrusted: what the reader answers; the proof is verified before
 * it is given out.
 *
 * @throws LedgerError `ledger/index-out-of-range`, `ledger/checkpoint-missing`, `ledger/checkpoint-signature-invalid`,
 *   `ledger/tile-missing`, `ledger/tile-differs`, `ledger/root-differs`
 */
export async function proveEntry(reader: LogReader, index: number, { verifierKey, cryptography }: { readonly verifierKey: string; readonly cryptography: Cryptography }): Promise<ProvenEntry> {
  const bytes = await reader('checkpoint')
  if (bytes === undefined) throw new LedgerError('ledger/checkpoint-missing', 'Cannot prove entry: the log shows no checkpoint')
  const checkpoint = parseCheckpoint(decodeUtf8(bytes))
  if (!(await verifyCheckpoint(checkpoint, parseVerifierKey(verifierKey, cryptography.sha256), cryptography))) {
    throw new LedgerError('ledger/checkpoint-signature-invalid', 'Cannot prove entry: the checkpoint is not signed by the key of the log')
  }
  const hashes = await (await ProvenTiles.open(reader, checkpoint, cryptography.sha256)).inclusionProof(index)
  const entry = await readEntry(reader, index, checkpoint.size)
  const proof = { index, hashes, checkpoint }
  if (verifyTlogProof(entry, proof, cryptography.sha256)) return { entry, proof }
  throw new LedgerError('ledger/tile-differs', `Cannot prove entry ${index}: what is served is not what the root demands`)
}

async function readEntry(reader: LogReader, index: number, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const tile = tileAt('entries', Math.floor(index / tileWidth), size)
  const bytes = tile === undefined ? undefined : await readTile(reader, tile)
  const entry = tile === undefined || bytes === undefined ? undefined : decodeEntries(bytes, tile.width)[index % tileWidth]
  if (entry !== undefined) return entry
  throw new LedgerError('ledger/tile-missing', `Cannot read ${formatTilePath({ level: 'entries', index: Math.floor(index / tileWidth), width: tileWidth })}: it is not there`)
}
