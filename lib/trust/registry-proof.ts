import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { equalBytes } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { decodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { parseTlogProof, verifyTlogProof } from '../ledger/tlog-proof.ts'
import { parseEntry, verifyEntry } from './entry.ts'
import { proveInMap, rootOfMap, verifyEpochProof, type EpochProof } from './epoch-map.ts'
import { accreditationChain } from './history.ts'
import { judgeCheckpoint, type Believed, type LogTrust } from './judge-checkpoint.ts'
import { digestOfRecord, epochMapAt, keyOfRecord, recordAt, type RecordName } from './records.ts'
import { registryOfRecords } from './registry-of-records.ts'
import type { Registry } from './registry.ts'
import type { RegistryView } from './registry-view.ts'
import { TrustError } from './trust-error.ts'

/** One record of the map, or that there is none of its name. */
export interface ProvenRecord {
  readonly name: RecordName
  readonly record: Json
  /** Base64url of the hashes beside its path, from the root down. */
  readonly siblings: readonly string[]
  readonly other?: { readonly key: string; readonly value: string }
}

/** Records of a registry at an epoch, for whoever does not hold the registry: the epoch's entry is in the log, the records are in its map. */
export interface RegistryProof {
  readonly type: 'RegistryProof'
  /** Base64url of the epoch's entry. */
  readonly entry: string
  /** The proof of the entry, in the form `c2sp.org/tlog-proof@v1`. */
  readonly proof: string
  readonly records: readonly ProvenRecord[]
}

/** Untrusted: more records, or a longer entry, are refused. */
const maxRecords = 1_000
const maxEntryLength = 2_000

/**
 * Proves what was in force of these DIDs and credential types at an epoch, with all that their accreditations rest on.
 *
 * @throws RangeError when the epoch is not the one that the registry has at `index`
 */
export function proveRegistry(registry: Registry, names: readonly string[], { index, entry, proof, sha256 }: {
  readonly index: number
  readonly entry: Uint8Array
  readonly proof: string
  readonly sha256: Sha256
}): RegistryProof {
  const map = epochMapAt(registry, index, sha256)
  const root = registry.epochs.find((epoch) => epoch.index === index)?.root
  if (root === undefined || !equalBytes(rootOfMap(map, sha256), decodeHex(root))) throw new RangeError('there is no such epoch')
  const prove = (name: RecordName): ProvenRecord => {
    const { siblings, other } = proveInMap(map, keyOfRecord(name, sha256), sha256)
    return {
      name, record: recordAt(registry, name, index) ?? null, siblings: siblings.map(encodeBase64url),
      ...(other === undefined ? {} : { other: { key: encodeBase64url(other.key), value: encodeBase64url(other.value) } }),
    }
  }
  return { type: 'RegistryProof', entry: encodeBase64url(entry), proof, records: namesFor(registry, names, index).map(prove) }
}

function namesFor(registry: Registry, names: readonly string[], index: number): readonly RecordName[] {
  const given = names.flatMap((did) => registry.participants.get(did)?.accreditations ?? []).filter((id) => (registry.accreditations.get(id)?.givenAt ?? index) < index)
  const chain = given.flatMap((id) => accreditationChain(registry, id))
  const wanted = [
    ...names.flatMap((name) => [name.startsWith('did:') ? `participant ${name}` : `type ${name}`]), ...chain.flatMap(({ id, did }) => [`accreditation ${id}`, `participant ${did}`]),
    ...(registry.operator === undefined ? [] : [`participant ${registry.operator}`]),
  ]
  return [...new Set(wanted)]
}

/**
 * Reads what a registry proof shows, once all of it holds: the epoch is in a log that counts, signed for it, and every record is in
 * its map. Untrusted: the proof. It is as old as its epoch: whoever made it chose which.
 *
 * @throws TrustError `trust/registry-proof-malformed`, `trust/registry-proof-wrong`, or why its checkpoint does not count
 */
export async function openRegistryProof(untrusted: unknown, trust: LogTrust): Promise<RegistryView & { readonly believed: Believed }> {
  const { cryptography } = trust
  const { bytes, entry, proof, records } = parseParts(untrusted)
  if (entry.type !== 'epoch' || entry.payload.size !== proof.index) throw malformed('its entry is no epoch')
  if (!verifyTlogProof(bytes, proof, cryptography.sha256)) throw wrong('the epoch is not in the log as the proof says')
  const believed = await judgeCheckpoint(proof.checkpoint, trust)
  if ('outcome' in believed) throw new TrustError(believed.code, `Cannot use registry proof: ${believed.reason}`)
  const { origin } = proof.checkpoint
  if (!(await verifyEntry(entry, { origin, cryptography }))) throw wrong('the epoch is not signed by the keys it names')
  const root = decodeHex(entry.payload.root)
  for (const { name, record, path } of records) {
    const value = record === null ? null : digestOfRecord(record, cryptography.sha256)
    if (!verifyEpochProof({ key: keyOfRecord(name, cryptography.sha256), value, root }, path, cryptography.sha256)) throw wrong('a record is not in the map of the epoch')
  }
  const { registry, covers } = registryOfRecords(records, { origin, size: entry.payload.size })
  return { registry, covers, isSnapshot: true, believed }
}

interface Parts {
  readonly bytes: Uint8Array
  readonly entry: ReturnType<typeof parseEntry>
  readonly proof: ReturnType<typeof parseTlogProof>
  readonly records: readonly { readonly name: RecordName; readonly record: Json; readonly path: EpochProof }[]
}

function parseParts(untrusted: unknown): Parts {
  const { type, entry, proof, records } = membersOf(untrusted)
  if (type !== 'RegistryProof' || typeof entry !== 'string' || entry.length > maxEntryLength || typeof proof !== 'string') throw malformed('its members are wrong')
  if (!Array.isArray(records) || records.length > maxRecords) throw malformed(`it holds no records, or more than ${maxRecords}`)
  try {
    const bytes = decodeBase64url(entry)
    return { bytes, entry: parseEntry(bytes), proof: parseTlogProof(proof), records: records.map(parseRecord) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw malformed('a part of it cannot be read', cause)
    throw cause
  }
}

function parseRecord(value: unknown): Parts['records'][number] {
  const { name, record, siblings, other } = membersOf(value)
  if (typeof name !== 'string' || record === undefined || !isTexts(siblings)) throw malformed('a record of it has another form')
  const leaf = other === undefined ? undefined : membersOf(other)
  const [key, end] = [leaf?.['key'], leaf?.['value']]
  if (leaf !== undefined && (typeof key !== 'string' || typeof end !== 'string')) throw malformed('a record of it has another form')
  return {
    name, record: record as Json,
    path: { siblings: siblings.map(decodeBase64url), ...(typeof key === 'string' && typeof end === 'string' ? { other: { key: decodeBase64url(key), value: decodeBase64url(end) } } : {}) },
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 256 && value.every((item) => typeof item === 'string')
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function malformed(state: string, cause?: unknown): TrustError {
  return new TrustError('trust/registry-proof-malformed', `Cannot read registry proof: ${state}`, cause === undefined ? undefined : { cause })
}

function wrong(state: string): TrustError {
  return new TrustError('trust/registry-proof-wrong', `Cannot use registry proof: ${state}`)
}
