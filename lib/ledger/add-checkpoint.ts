import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import { maxNoteLength } from './note.ts'

/** Untrusted: more consistency proof lines are refused (C2SP tlog-witness, "add-checkpoint"). */
const maxProofLines = 63

/** Untrusted: a longer request is refused. */
export const maxAddCheckpointBytes: number = maxNoteLength + 4_096

/** What a witness is asked: to cosign a checkpoint that goes on from the size it cosigned last. */
export interface AddCheckpoint {
  readonly oldSize: number
  readonly proof: readonly Uint8Array<ArrayBuffer>[]
  readonly checkpoint: Checkpoint
}

/** Writes the body of a request: old size, consistency proof, empty line, checkpoint (C2SP tlog-witness, "add-checkpoint"). */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${encodeBase64(hash)}\n`).join('')}\n${checkpoint.text}`
}

/**
 * Reads the body of a request without judging it. Untrusted.
 *
 * @throws LedgerError `ledger/add-checkpoint-malformed`, `ledger/note-malformed`, `ledger/checkpoint-malformed`, or EncodingError
 */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const split = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(0, split)).split('\n')
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]
  const isProof = lines.length <= maxProofLines && lines.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))
  if (split < 0 || body.length > maxAddCheckpointBytes || old === undefined || !Number.isSafeInteger(Number(old)) || !isProof) {
    throw new LedgerError('ledger/add-checkpoint-malformed', 'Cannot read request: not an old size, a consistency proof and a checkpoint')
  }
  return { oldSize: Number(old), proof: lines.map(decodeBase64), checkpoint: parseCheckpoint(body.slice(split + 2)) }
}
