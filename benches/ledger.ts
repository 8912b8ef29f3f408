/** `npm run bench -- ledger [--json]`: durable appends, offline proofs and their sizes, against the least that each must do. */
import { chmodSync, closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cosign, cosignerKeyOf, formatNote, formatTlogProof, hashLeaf, memoryLogStorage, mirrorLog, openLog, parseCheckpoint, parseTlogProof, parseVerifierKey,
  verifyCheckpoint, verifyFinalProof, verifyTlogProof, type LogStorage, type Policy,
} from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography, postgresLogStorage } from 'everlearned/node'
import pg from 'pg'
import { startPostgres } from '../tools/embedded-postgres.ts'
import { finalityRow } from './finality-row.ts'
import { measure, printRows, rounded, type Row, type SizedRow } from './interleave.ts'
import { replayRow } from './replay-row.ts'

const batchEntries = 4_096
const entryBytes = 200
const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const folder = mkdtempSync(join(process.env['LER_BENCH_FOLDER'] ?? tmpdir(), 'ledger-bench-'))

/** What is to be ended before the folder goes. */
const ends: (() => Promise<void>)[] = []

try {
  const rows = await measure([await appendRow(), await postgresAppendRow(), await verifyProofRow(), await verifyFinalProofRow(4), await verifyFinalProofRow(8), await mirrorRow(), await replayRow()], 9)
  printRows('ledger', [...rows, await finalityRow(folder), await proofBytesRow(), await finalProofBytesRow(8), await tileBytesRow()])
} finally {
  for (const end of ends.toReversed()) await end()
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
  ends.push(() => log.close(), async () => closeSync(file))
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

/**
 * Two sequencers that append at once to one log in a PostgreSQL that forces each commit to the disk, each publishing all tiles
 * to a folder of its own, against two connections that insert the same entries in batches, a row each.
 */
async function postgresAppendRow(): Promise<Row> {
  chmodSync(folder, 0o711)
  const server = await startPostgres(join(folder, 'postgres'))
  const connections = new pg.Pool({ connectionString: server.url })
  ends.push(() => server.stop(), () => connections.end(), async () => {
    for (const log of logs) await log.close()
  })
  const logs = await Promise.all(['left', 'right'].map(async (name) => {
    const files = await fileLogStorage(join(folder, name))
    return openLog(await postgresLogStorage({ connections, origin, files, filesAre: 'own' }), { origin, signingKey, cryptography })
  }))
  await connections.query('create table bare (index bigserial primary key, entry bytea not null)')
  const batches = [newBatch(), newBatch()]
  const rows = batches.map((batch) => batch.map((entry) => Buffer.from(entry)))
  return {
    op: 'postgres-append', goal: 0.4, ratioOf: 'speed', operations: 2 * batchEntries,
    run: () => Promise.all(logs.map((log, position) => log.append(batches[position] ?? []))),
    bare: () => Promise.all(rows.map((entries) => connections.query('insert into bare (entry) select unnest($1::bytea[])', [entries]))),
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

/** A proof under a checkpoint that so many cosigners made final, and the policy that asks for all of them. */
async function finalProof(count: number): Promise<{ readonly text: string; readonly entry: Uint8Array; readonly policy: Policy; readonly hashes: number }> {
  const { log, entries } = await memoryLog(5_000)
  const logKey = parseVerifierKey(log.verifierKey, cryptography.sha256)
  const witnesses = await Promise.all(Array.from({ length: count }, async (_, index) => {
    const name = `witness-${index}.example/w`
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    return { name, identity: { name, key }, key: cosignerKeyOf(name, key.publicKey, cryptography.sha256) }
  }))
  const lines = await Promise.all(witnesses.map(({ identity }) => cosign(log.checkpoint, { ...identity, seconds: 1_700_000_000 }, cryptography)))
  const { note } = log.checkpoint
  const checkpoint = parseCheckpoint(formatNote({ text: note.text, signatures: [...note.signatures, ...lines] }))
  const policy: Policy = {
    logs: [{ key: logKey }], witnesses: witnesses.map(({ name, key }) => ({ name, key })),
    groups: [{ name: 'all', threshold: count, members: witnesses.map(({ name }) => name) }], quorum: 'all',
  }
  const text = await log.tlogProof(1_234, checkpoint)
  return { text, entry: entries[1_234] ?? new Uint8Array(0), policy, hashes: parseTlogProof(text).hashes.length }
}

/** Verifies a final proof from its text under a policy, against as many bare verifications as it has signatures. */
async function verifyFinalProofRow(count: number): Promise<Row> {
  const { text, entry, policy } = await finalProof(count)
  const message = new TextEncoder().encode(parseTlogProof(text).checkpoint.note.text)
  const signature = await signingKey.sign(message)
  return {
    op: `verify-proof-k${count}`, goal: 1.6,
    run: async () => {
      const { isIncluded, isFinal } = await verifyFinalProof(entry, { proof: parseTlogProof(text), policy }, cryptography)
      if (!isIncluded || !isFinal) throw new Error('the proof must hold')
    },
    bare: async () => {
      for (let verified = 0; verified <= count; verified += 1) await cryptography.verifySignature(signingKey.publicKey, message, signature)
    },
  }
}

/** Copies and checks a whole log, against hashing its leaves. */
async function mirrorRow(): Promise<Row> {
  const size = 20_000
  const { log, entries } = await memoryLog(size)
  return {
    op: 'mirror-check', goal: 0.1, ratioOf: 'speed', operations: size,
    run: async () => {
      const { outcome } = await mirrorLog((path) => log.resource(path), { storage: memoryLogStorage(), verifierKey: log.verifierKey, cryptography })
      if (outcome !== 'copied') throw new Error('the log must be copied')
    },
    bare: () => {
      for (const entry of entries) hashLeaf(entry, cryptography.sha256)
    },
  }
}

async function finalProofBytesRow(count: number): Promise<SizedRow> {
  const { text, hashes } = await finalProof(count)
  const bytes = new TextEncoder().encode(text).length
  return { op: `proof-bytes-k${count}`, bytes, ratio: rounded(bytes / (45 * hashes + 127 * count + 250)), goal: 1.02 }
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
