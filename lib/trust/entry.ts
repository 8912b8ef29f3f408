import type { Cryptography, KeyType, PublicKey } from '../crypto/cryptography.ts'
import { signatureLengths, type SigningKey } from '../crypto/cryptography.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { readSigningKey } from './entry-text.ts'
import { formatPayload, parsePayload } from './entry-payload.ts'
import type { EntryType, Statement } from './payloads.ts'
import { TrustError } from './trust-error.ts'

/** One signature of an entry. */
export interface EntrySignature {
  /** In Multikey form. */
  readonly key: string
  readonly signature: Uint8Array<ArrayBuffer>
}

/** An entry as it stands in a log. Believe no signature until {@link verifyEntry} answers true. */
export type Entry = Statement & { readonly signatures: readonly EntrySignature[] }

/** An entry that is a batch. */
export type SignedBatch = Extract<Entry, { readonly type: 'batch' }>

/** What each type is called in an entry's bytes; a number is never used twice. */
export const entryNumbers: { readonly [Type in EntryType]: number } = {
  batch: 1, charter: 2, policy: 3, rules: 4, register: 5, accredit: 6, suspend: 7, reinstate: 8, withdraw: 9, rotate: 10, type: 11,
  rule: 12, endorse: 13, dispute: 14, epoch: 15, status: 16, award: 17, regsync: 18, archive: 19, reaffirm: 20, constitution: 21,
}
const typeOfNumber: ReadonlyMap<number, EntryType> = new Map((Object.keys(entryNumbers) as EntryType[]).map((type) => [entryNumbers[type], type]))

/** Untrusted: longer payloads and entries are refused, and more signatures. */
export const maxPayloadBytes = 8_192
const maxEntryBytes = 16_384
const maxSignatures = 64

/** `LER`, version 2 */
const head = Uint8Array.of(0x4c, 0x45, 0x52, 2)
/** Where the number of an entry's type stands in its bytes. */
export const typeOffset: number = head.length
const payloadStart = typeOffset + 1 + 2

/** Signs a statement for one log, whose origin is part of what is signed: an entry means nothing elsewhere. */
export async function signStatement(statement: Statement, { origin, signer }: { readonly origin: string; readonly signer: SigningKey }): Promise<EntrySignature> {
  return { key: encodeMultikey(signer.publicKey), signature: await signer.sign(signedBytes(statement, origin)) }
}

/** Signs a statement with all its keys and writes the entry. */
export async function signEntry(statement: Statement, { origin, signers }: { readonly origin: string; readonly signers: readonly SigningKey[] }): Promise<Uint8Array<ArrayBuffer>> {
  return formatEntry(statement, await Promise.all(signers.map((signer) => signStatement(statement, { origin, signer }))))
}

/**
 * Writes an entry; signatures stand in the order of their keys:
 *
 *     "LER" (3) | version 2 (1) | type (1) | bytes of the payload (2) | payload | signatures (1)
 *     | each: bytes of the key (1), key as Multikey text, bytes of the signature (1), signature
 *
 * @throws TrustError `trust/entry-malformed`
 */
export function formatEntry(statement: Statement, signatures: readonly EntrySignature[]): Uint8Array<ArrayBuffer> {
  const payload = formatPayload(statement)
  const sorted = signatures.toSorted((left, right) => (left.key < right.key ? -1 : 1))
  const lines = sorted.flatMap(({ key, signature }) => [Uint8Array.of(key.length), encodeUtf8(key), Uint8Array.of(signature.length), signature])
  const bytes = concatBytes(head, Uint8Array.of(entryNumbers[statement.type], payload.length >> 8, payload.length & 0xff), payload, Uint8Array.of(sorted.length), ...lines)
  // What could not be read again is not written.
  parseEntry(bytes)
  return bytes
}

/**
 * Reads an entry without judging its signatures. Untrusted: every byte; one entry has one form.
 *
 * @throws TrustError `trust/entry-unsupported` for another version or type, `trust/entry-malformed`
 */
export function parseEntry(bytes: Uint8Array): Entry {
  if (bytes.length < payloadStart || bytes.length > maxEntryBytes || bytes[0] !== head[0] || bytes[1] !== head[1] || bytes[2] !== head[2]) throw malformed('not an entry of this ledger')
  const type = bytes[3] === head[3] ? typeOfNumber.get(bytes[4] ?? 0) : undefined
  if (type === undefined) throw new TrustError('trust/entry-unsupported', `Cannot read entry: version ${bytes[3]}, type ${bytes[4]}`)
  const payloadEnd = payloadStart + ((bytes[5] ?? 0) << 8) + (bytes[6] ?? 0)
  if (payloadEnd > payloadStart + maxPayloadBytes || payloadEnd >= bytes.length) throw malformed('its payload is too long')
  return { ...parsePayload(type, bytes.subarray(payloadStart, payloadEnd)), signatures: parseSignatures(bytes.subarray(payloadEnd)) }
}

/**
 * Reads an entry that must be a batch.
 *
 * @throws TrustError as {@link parseEntry} does, and `trust/entry-not-a-batch`
 */
export function parseBatchEntry(bytes: Uint8Array): SignedBatch {
  const entry = parseEntry(bytes)
  if (entry.type !== 'batch') throw new TrustError('trust/entry-not-a-batch', `Cannot read batch entry: its type is ${entry.type}`)
  return entry
}

/** Tells whether every signature of an entry is right for the log of this origin. Whose the keys are is another question. */
export async function verifyEntry(entry: Entry, { origin, cryptography }: { readonly origin: string; readonly cryptography: Pick<Cryptography, 'verifySignature'> }): Promise<boolean> {
  const message = signedBytes(entry, origin)
  for (const { key, signature } of entry.signatures) {
    const publicKey = readSigningKey(key)
    if (publicKey === undefined || !(await cryptography.verifySignature(publicKey, message, signature))) return false
  }
  return entry.signatures.length > 0
}

function signedBytes(statement: Statement, origin: string): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeUtf8(`LER-entry-v2\n${origin}\n`), Uint8Array.of(entryNumbers[statement.type]), formatPayload(statement))
}

function parseSignatures(bytes: Uint8Array): readonly EntrySignature[] {
  const count = bytes[0] ?? 0
  if (count === 0 || count > maxSignatures) throw malformed(`it must carry 1 to ${maxSignatures} signatures`)
  const signatures: EntrySignature[] = []
  let offset = 1
  const take = (): Uint8Array => {
    const start = offset + 1
    offset = start + (bytes[offset] ?? 0)
    return bytes.subarray(start, offset)
  }
  for (let index = 0; index < count; index += 1) {
    const key = String.fromCharCode(...take())
    const signature = Uint8Array.from(take())
    const publicKey: PublicKey<KeyType> | undefined = readSigningKey(key)
    if (publicKey === undefined || signature.length !== signatureLengths[publicKey.type]) throw malformed('a signature is not one of its key')
    if (key <= (signatures.at(-1)?.key ?? '')) throw malformed('its signatures are not in the order of their keys')
    signatures.push({ key, signature })
  }
  if (offset !== bytes.length) throw malformed('it goes on after its signatures')
  return signatures
}

function malformed(state: string): TrustError {
  return new TrustError('trust/entry-malformed', `Cannot read entry: ${state}`)
}
