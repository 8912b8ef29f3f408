import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import { hashLeaf, type Sha256 } from './merkle-hash.ts'
import { maxNoteLength } from './note.ts'
import { verifyInclusion } from './verify-inclusion.ts'

const firstLine = 'c2sp.org/tlog-proof@v1'

/** Untrusted: no tree that a number can count is higher. */
const maxProofHashes = 63

/** Untrusted: longer extra data, in base64, is refused. */
export const maxExtraLength = 65_536

/** An offline-verifiable proof that an entry is in a log (C2SP tlog-proof). */
export interface TlogProof {
  readonly index: number
  readonly hashes: readonly Uint8Array<ArrayBuffer>[]
  readonly checkpoint: Checkpoint
  /** Data of the application. Untrusted: nothing signs it. */
  readonly extra?: Uint8Array<ArrayBuffer>
}

/** Writes a proof as text (C2SP tlog-proof, "Format"). */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [firstLine, ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]), `index ${index}`, ...hashes.map(encodeBase64)]
  return `${lines.join('\n')}\n\n${checkpoint.text}`
}

/**
 * Reads a proof without judging it.
 *
 * @throws LedgerError `ledger/proof-malformed`, `ledger/note-malformed`, `ledger/checkpoint-malformed`
 */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > maxNoteLength + maxExtraLength + 8_192) throw malformed()
  const split = text.indexOf('\n\n')
  if (split < 0) throw malformed()
  const lines = text.slice(0, split).split('\n')
  if (lines.shift() !== firstLine) throw malformed()
  const extra = lines[0]?.startsWith('extra ') === true ? parseExtra(lines.shift() ?? '') : {}
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const isProof = lines.length <= maxProofHashes && lines.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))
  if (index === undefined || !Number.isSafeInteger(Number(index)) || !isProof) throw malformed()
  return { index: Number(index), hashes: lines.map(decodeBase64), checkpoint: parseCheckpoint(text.slice(split + 2)), ...extra }
}

/** Tells whether a proof leads from these entry bytes to the root of its checkpoint; the checkpoint's signature is another question. */
export function verifyTlogProof(entry: Uint8Array, proof: TlogProof, sha256: Sha256): boolean {
  const { index, hashes, checkpoint } = proof
  return verifyInclusion({ index, size: checkpoint.size, leafHash: hashLeaf(entry, sha256), proof: hashes, root: checkpoint.root }, sha256)
}

function parseExtra(line: string): { readonly extra: Uint8Array<ArrayBuffer> } {
  const encoded = line.slice('extra '.length)
  if (encoded.length > maxExtraLength || encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw malformed()
  return { extra: decodeBase64(encoded) }
}

function malformed(): LedgerError {
  return new LedgerError('ledger/proof-malformed', 'Cannot read log proof: not the lines of a tlog-proof')
}
