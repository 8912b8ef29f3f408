import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import { packArchive } from './archive.ts'
import { describeCredential } from './describe-credential.ts'
import { openEntry, type WalletContext } from './entry.ts'
import { recordKeyNames } from './find-record-key.ts'
import { HolderError } from './holder-error.ts'
import { lifeKeyName } from './life-entry.ts'
import { sealAsJwe } from './passphrase-jwe.ts'
import { readDocument } from './read-document.ts'
import type { WalletShare } from './share.ts'
import { openSubjectKey } from './subject-key.ts'
import type { WalletFile } from './wallet-file.ts'
import type { WalletRecord } from './wallet-record.ts'
import { entryKinds, type EntryKind } from './wallet-storage.ts'

/** What an export of a wallet needs. */
export interface ExportSource extends WalletContext {
  readonly now: Date
  /** The keys go along only when they are given here, sealed with a passphrase of their own. */
  readonly withKeys?: { readonly seed: Uint8Array<ArrayBuffer>; readonly passphrase: string }
}

/** What the export says of one record beside its bytes. */
export type ExportedRecord = Omit<WalletRecord, 'credential'> & { readonly credential: string }

/** What was opened of the wallet, by kind; what would not open is named. */
interface Opened {
  readonly values: Readonly<Record<EntryKind, readonly Json[]>>
  readonly broken: readonly string[]
}

/**
 * Everything in the wallet as a ZIP that other programs can read: each credential's own bytes, each file, and in JSON what the wallet knows
 * of them. The format is described in docs/wallet-export.md.
 *
 * The caller still has to tell the person: whoever has the file reads all of it but the keys.
 *
 * @throws HolderError `holder/passphrase-weak`
 */
export async function exportWallet({ now, withKeys, ...context }: ExportSource): Promise<Uint8Array<ArrayBuffer>> {
  const { values, broken } = await openAll(context)
  const records = values.record as unknown as readonly WalletRecord[]
  const shares = values.share as unknown as readonly WalletShare[]
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const exported = records.map((record, index): ExportedRecord => {
    const path = `credentials/${pathOf(record, index)}`
    files.set(path, encodeUtf8(record.credential))
    return { ...record, credential: path }
  })
  files.set('records.json', pretty(exported as unknown as Json))
  files.set('files.json', pretty((values.file as unknown as readonly WalletFile[]).map((file): Json => {
    const path = `files/${file.id}${extensionOf(file.name)}`
    files.set(path, decodeBase64url(file.bytes))
    return { id: file.id, name: file.name, mediaType: file.mediaType, addedAt: file.addedAt, path }
  })))
  // The links of shares that still work open them: they are keys, and travel with the keys.
  files.set('shares.json', pretty(shares.map(({ id, recordId, node, createdAt, expiresAt, note }) => ({ id, recordId, node, createdAt, expiresAt, note }))))
  files.set('entries.json', pretty(entryKinds.filter((kind) => !['record', 'share', 'file', 'device', 'waiting'].includes(kind)).flatMap((kind) => values[kind].map((value) => ({ kind, value })))))
  if (withKeys !== undefined) files.set('keys.jwe', encodeUtf8(await sealKeys({ records, shares, lives: values.life as unknown as readonly { readonly id: string }[], ...withKeys }, context)))
  const listed = [...files].map(([path, bytes]) => ({ path, length: bytes.length, sha256: encodeHex(context.cryptography.sha256(bytes)) }))
  files.set('manifest.json', pretty({ type: 'EverlearnedExport', version: 1, madeAt: now.toISOString(), files: listed, unreadable: broken }))
  files.set('README.txt', encodeUtf8(readme))
  return packArchive(files, now)
}

const readme = `This archive holds everything that was in an Everlearned wallet.

credentials/   each credential as it was signed, byte for byte
files/         the files that go with them
records.json   what the wallet knows of each credential: where it came from, its place in the public ledger
shares.json    what was shared, with whom and until when
keys.jwe       only if you asked for it: the keys, locked with your passphrase

Whoever has this archive can read everything in it but the keys. Keep it like your papers.
The format is described in the project's documentation, "wallet-export".
`

async function openAll(context: WalletContext): Promise<Opened> {
  const broken: string[] = []
  const open = async (kind: EntryKind): Promise<readonly Json[]> => {
    const values: Json[] = []
    for (const entry of await context.storage.loadEntries(kind)) {
      try {
        values.push(await openEntry<Json>(entry, context))
      } catch (cause) {
        if (!(cause instanceof HolderError)) throw cause
        broken.push(`${kind}/${entry.id}`)
      }
    }
    return values
  }
  const opened = await Promise.all(entryKinds.map(async (kind) => [kind, await open(kind)] as const))
  return { values: Object.fromEntries(opened) as Record<EntryKind, readonly Json[]>, broken }
}

/** What is under the passphrase: the seed, from which this wallet's software makes every key again, and for other software the keys in use. */
async function sealKeys(
  { records, shares, lives, seed, passphrase }: { readonly records: readonly WalletRecord[]; readonly shares: readonly WalletShare[]; readonly lives: readonly { readonly id: string }[]; readonly seed: Uint8Array<ArrayBuffer>; readonly passphrase: string },
  context: WalletContext,
): Promise<string> {
  const found = await Promise.all([...records.map((record) => findSubjectKeys(record, context)), ...lives.map(async (life) => [await lifeKey(life, context)])])
  const subjectKeys = [...new Map(found.flat().map((key) => [key.did, key])).values()]
  const shareKeys = shares.map(({ id, node, key, endToken }) => ({ id, node, key, endToken }))
  return sealAsJwe(JSON.stringify({ type: 'EverlearnedKeys', version: 1, seed: encodeBase64url(seed), subjectKeys, shares: shareKeys }), passphrase, context.cryptography)
}

interface ExportedKey {
  readonly issuer: string
  readonly did: string
  readonly verificationMethod: string
  readonly privateKeyJwk: Json
}

/** The keys that a record names as its subject: of either kind, and none where it is about another key. */
async function findSubjectKeys(record: WalletRecord, context: WalletContext): Promise<readonly ExportedKey[]> {
  const document = attempt(() => readDocument(record.credential, context.cryptography))
  if (document === undefined) return []
  const issuer = isJsonObject(document['issuer']) ? document['issuer']['id'] : document['issuer']
  const subjects = listOf(document['credentialSubject']).map((subject) => (isJsonObject(subject) ? subject['id'] : undefined))
  if (typeof issuer !== 'string') return []
  const names = recordKeyNames(record, issuer)
  const keys = await Promise.all(names.flatMap((name) => (['Ed25519', 'P-256'] as const).map(async (type) => {
    const { did, verificationMethod } = await openSubjectKey(name, { ...context, type })
    return { issuer, did, verificationMethod, privateKeyJwk: { ...(await context.keys.subjectKey(name, type)) } }
  })))
  return keys.filter(({ did }) => subjects.includes(did))
}

/** The key that signs an entry of one's own, which is its issuer as well. */
async function lifeKey({ id }: { readonly id: string }, context: WalletContext): Promise<ExportedKey> {
  const name = lifeKeyName(id)
  const { did, verificationMethod } = await openSubjectKey(name, context)
  return { issuer: did, did, verificationMethod, privateKeyJwk: { ...(await context.keys.subjectKey(name)) } }
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

/** A number and a few letters of the name: no two are alike, and no file system stumbles over them. */
function pathOf({ credential }: WalletRecord, index: number): string {
  const words = (describeCredential(credential).name ?? 'credential').normalize('NFKD').replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 40).toLowerCase()
  return `${String(index + 1).padStart(4, '0')}-${words === '' ? 'credential' : words}${credential.trimStart().startsWith('{') ? '.json' : '.txt'}`
}

function extensionOf(name: string): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? ''
}

function pretty(value: Json): Uint8Array<ArrayBuffer> {
  return encodeUtf8(`${JSON.stringify(value, null, 2)}\n`)
}
