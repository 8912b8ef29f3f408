import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { canonicalJson, type JsonObject } from '../encoding/canonical-json.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import { parseTlogProof, verifyTlogProof, type TlogProof } from '../ledger/tlog-proof.ts'
import { parseEntry, verifyEntry, type Entry } from './entry.ts'
import { judgeCheckpoint, type Believed, type Disbelieved, type LogTrust } from './judge-checkpoint.ts'
import type { Archive } from './payloads.ts'

/** That an issuer had something archived: the entry that says so, and the proof that it is in the log. It travels beside a credential. */
export interface ArchiveProof {
  readonly type: 'ArchiveProof'
  /** Base64url of the entry of the log. */
  readonly entry: string
  /** The proof of the entry, in the form `c2sp.org/tlog-proof@v1`. */
  readonly proof: string
}

/** What was archived, by whom, and where the log says so. */
export interface ArchivedProven extends Pick<Archive, 'issuer' | 'kind' | 'id' | 'digest' | 'document'> {
  readonly origin: string
  readonly index: number
  /** The keys that signed the entry, in Multikey form. */
  readonly signedBy: readonly string[]
  readonly believed: Believed
}

/** Writes an archive proof. */
export function formatArchiveProof({ entry, proof }: { readonly entry: Uint8Array; readonly proof: string }): ArchiveProof {
  return { type: 'ArchiveProof', entry: encodeBase64url(entry), proof }
}

/** Verifies an archive proof, offline, as `verifyLedgerProof` does its own. Untrusted: the value; never throws on it. */
export async function verifyArchiveProof(untrusted: unknown, trust: LogTrust): Promise<ArchivedProven | Disbelieved> {
  const { cryptography } = trust
  const parsed = parseParts(untrusted)
  if (parsed?.entry.type !== 'archive') return failed('trust/archive-proof-malformed', 'the archive proof cannot be read')
  const { entry, bytes, proof } = parsed
  if (!verifyTlogProof(bytes, proof, cryptography.sha256)) return failed('trust/entry-not-in-log', 'the entry is not in the log as the proof says')
  const believed = await judgeCheckpoint(proof.checkpoint, trust)
  if ('outcome' in believed) return believed
  const { origin } = proof.checkpoint
  if (!(await verifyEntry(entry, { origin, cryptography }))) return failed('trust/entry-signature-invalid', 'the entry is not signed by the keys it names')
  const { issuer, kind, id, digest, document } = entry.payload
  if (document !== undefined && digestOfDocument(document, cryptography.sha256) !== digest) return failed('trust/digest-mismatch', 'the document is another than the digest says')
  return { issuer, kind, id, digest, ...(document === undefined ? {} : { document }), origin, index: proof.index, signedBy: entry.signatures.map(({ key }) => key), believed }
}

/** The digest under which a JSON document is archived. */
export function digestOfDocument(document: JsonObject, sha256: LogTrust['cryptography']['sha256']): string {
  return encodeHex(sha256(encodeUtf8(canonicalJson(document))))
}

/** Untrusted: a longer entry, in base64url, is refused. */
const maxEntryLength = 22_000

function parseParts(untrusted: unknown): { readonly entry: Entry; readonly bytes: Uint8Array; readonly proof: TlogProof } | undefined {
  const { type, entry, proof } = typeof untrusted === 'object' && untrusted !== null ? (untrusted as Readonly<Record<string, unknown>>) : {}
  if (type !== 'ArchiveProof' || typeof entry !== 'string' || typeof proof !== 'string' || entry.length > maxEntryLength) return undefined
  try {
    const bytes = decodeBase64url(entry)
    return { bytes, entry: parseEntry(bytes), proof: parseTlogProof(proof) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

function failed(code: string, reason: string): Disbelieved {
  return { outcome: 'failed', code, reason }
}
