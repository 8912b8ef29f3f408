/** `npm run bench -- ledger [--json]`: durable appends, offline proofs and their sizes, against the least that each must do. */
import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTlogProof, memoryLogStorage, openLog, parseTlogProof, parseVerifierKey, verifyCheckpoint, verifyTlogProof, type LogStorage } from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography } from 'everlearned/node'
import { measure, printRows, rounded, type Row, type SizedRow } from './interleave.ts'

const batchEntries = 4_096
const entryBytes = 200
const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const folder = mkdtempSync(join(process.env['LER_BENCH_FOLDER'] ?? tmpdir(), 'ledger-bench-'))

try {
  const rows = await measure([await appendRow(), await verifyProofRow()], 9)
  printRows('ledger', [...rows, await proofBytesRow(), await tileBytesRow()])
} finally {
  rmSync(folder, { recursive: true })
}

function newBatch(): readonly Uint8Array[] {
  const bytes = cryptography.randomBytes(batchEntries * entryBytes)
  return Array.from({ length: batchEntries }, (_, index) => bytes.subarray(index * entryBytes, (index + 1) * entryBytes))
}

/** Durable appends in batches, against writing the same bytes, forcing them to the disk and hashing twice an entry. */
async function appendRow(): Promise<Row> {
  const log = await openLog(await fileLogStorage(join(folder, 'log')), { origin, signingKey, cryptography })
  const file = openSync(join(folder, 'bare'), 'a')
  const batch = newBatch()
  return {
    op: 'append', goal: 0.25, ratioOf: 'speed', operations: batchEntries,
    run: () => log.append(batch),
    bare: () => {
      const written = new Uint8Array(batchEntries * (entryBytes + 2))
      for (const [index, entry] of batch.entries()) {
        written[index * (entryBytes + 2) + 1] = entryBytes
        written.set(entry, index * (entryBytes + 2) + 2)
        cryptography.sha256(cryptography.sha256(entry))
      }
      writeSync(file, written)
      fdatasyncSync(file)
    },
  }
}

/** Verifies a proof from its text, against one bare signature verification. */
async function verifyProofRow(): Promise<Row> {
  const { log, entries } = await memoryLog(5_000)
  const texts = await Promise.all(Array.from({ length: 64 }, async (_, index) => ({ text: await log.tlogProof(index * 77), entry: entries[index * 77] ?? new Uint8Array(0) })))
  const key = parseVerifierKey(log.verifierKey, cryptography.sha256)
  const message = new TextEncoder().encode(log.checkpoint.note.text)
  const signature = await signingKey.sign(message)
  let next = 0
  return {
    op: 'verify-proof', goal: 1.6,
    run: async () => {
      const { text, entry } = texts[next++ % texts.length] ?? { text: '', entry: new Uint8Array(0) }
      const proof = parseTlogProof(text)
      if (!verifyTlogProof(entry, proof, cryptography.sha256) || !(await verifyCheckpoint(proof.checkpoint, key, cryptography))) throw new Error('the proof must hold')
    },
    bare: () => cryptography.verifySignature(key.publicKey, message, signature),
  }
}

async function proofBytesRow(): Promise<SizedRow> {
  const { log } = await memoryLog(5_000)
  const proof = parseTlogProof(await log.tlogProof(1_234))
  const bytes = new TextEncoder().encode(formatTlogProof(proof)).length
  return { op: 'proof-bytes', bytes, ratio: rounded(bytes / (45 * proof.hashes.length + 250)), goal: 1.02 }
}

/** Bytes of the hash tiles of a log of two full tiles of level 1, an entry. */
async function tileBytesRow(): Promise<SizedRow> {
  const size = 131_072
  let bytes = 0
  const memory = memoryLogStorage()
  const counting: LogStorage = {
    ...memory,
    write: async (files) => {
      for (const file of files) if (/^tile\/\d/.test(file.path) && !file.path.includes('.p/')) bytes += file.bytes.length
      await memory.write(files)
    },
  }
  const log = await openLog(counting, { origin, signingKey, cryptography })
  for (let appended = 0; appended < size; appended += 8_192) await log.append(Array.from({ length: 8_192 }, () => cryptography.randomBytes(8)))
  return { op: 'tile-bytes', bytes: bytes / size, ratio: rounded(bytes / size / (32 * (256 / 255))), goal: 1.01 }
}

async function memoryLog(size: number): Promise<{ readonly log: Awaited<ReturnType<typeof openLog>>; readonly entries: readonly Uint8Array[] }> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  const entries = Array.from({ length: size }, () => cryptography.randomBytes(entryBytes))
  await log.append(entries)
  return { log, entries }
}
