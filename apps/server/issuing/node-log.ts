import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatVerifierKey, openLog, verifierKeyOf, type TransparencyLog } from 'everlearned/ledger'
import { publicKeyFromJwk, type PrivateKeyJwk, type SigningKey } from 'everlearned/crypto'
import { JudgedLog, TrustError } from 'everlearned/trust'
import type { NodeDependencies } from '../context.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import type { FollowedLogs } from '../network/followed-logs.ts'
import { loadOwnRegistry, saveOwnRegistry } from '../network/own-registry.ts'
import type { Connection } from './issuing-context.ts'
import { openLogStorage } from './log-storage.ts'

/** The node's log, open for appending; `close` waits for what is being written. */
export interface NodeLog {
  readonly ledger: TransparencyLog
  readonly judgedLog: JudgedLog
  readonly operatorKey: SigningKey
  close(): Promise<void>
}

/** A node has one log, with one key for its checkpoints and another for what its operator states on it. */
const keyRow = 'log'
const operatorRow = 'operator'
/** Keys that follow the first have rows of their own: old proofs and an interrupted rotation need both. */
const laterRows = 'log-'

/** Where the log lies, as `everlearned/node` writes it; a web server may publish the folder as it stands. */
export function ledgerFolder({ config }: Pick<NodeDependencies, 'config'>): string {
  return join(config.dataFolder, 'ledger')
}

/**
 * Opens the node's log, or begins it. The caller holds the data folder: one process writes.
 *
 * The origin stays what it was when the log began, whatever address the node has today: it is the name of the key. What its entries
 * amount to is read from what was saved, and replayed from there.
 *
 * @throws KeyFileError `key-file/wrong` under another key file; LedgerError when the files are not what the key signed
 */
export async function openNodeLog(dependencies: NodeDependencies, followedLogs: FollowedLogs): Promise<NodeLog> {
  const { database, cryptography, keyFile } = dependencies
  await beginKeys(dependencies)
  return database.transaction().execute(async (transaction) => {
    const { origin, sealed_private_key: sealed } = await holdLog(transaction)
    const jwk = JSON.parse(keyFile.open(sealed, purposeOf(origin)).toString()) as PrivateKeyJwk
    const { storage, close: closeStorage } = await openLogStorage(origin, ledgerFolder(dependencies), dependencies.config)
    const ledger = await openLog(storage, { origin, signingKey: await cryptography.importSigningKey(jwk), otherKeys: () => laterKeys(dependencies), cryptography })
    const judgedLog = await openJudgedLog(ledger, dependencies, followedLogs)
    await showKey(ledger, dependencies)
    return {
      ledger,
      judgedLog,
      operatorKey: await openOperatorKey(transaction, dependencies),
      close: async () => {
        await ledger.close()
        await saveOwnRegistry(judgedLog, dependencies)
        await closeStorage()
      },
    }
  })
}

/** Beside the log as at its address: whoever audits the folder needs no node for it. */
export async function showKey({ verifierKey }: Pick<TransparencyLog, 'verifierKey'>, dependencies: Pick<NodeDependencies, 'config'>): Promise<void> {
  await writeFile(join(ledgerFolder(dependencies), 'key'), `${verifierKey}\n`)
}

/**
 * Makes a key for this node's log, sealed like the first. It signs nothing until a policy entry names it
 * (docs/decisions/0010-rotating-a-log-key.md).
 */
export async function makeLogKey(dependencies: Pick<NodeDependencies, 'database' | 'cryptography' | 'keyFile' | 'now'>): Promise<string> {
  const { database, cryptography: { sha256 } } = dependencies
  const { origin } = await database.selectFrom('ledger_key').select('origin').where('id', '=', keyRow).executeTakeFirstOrThrow()
  const id = `${laterRows}${makeUuidV7(dependencies.now(), randomBytes(10))}`
  await beginKey({ id, origin, purpose: purposeOf(origin) }, dependencies)
  const { public_key: bytes } = await database.selectFrom('ledger_key').select('public_key').where('id', '=', id).executeTakeFirstOrThrow()
  return formatVerifierKey(verifierKeyOf(origin, { type: 'Ed25519', bytes: Uint8Array.from(bytes) }, sha256))
}

/** The keys that were made for the log after its first, also by another process while this one runs. */
async function laterKeys({ database, cryptography, keyFile }: NodeDependencies): Promise<readonly SigningKey[]> {
  const rows = await database.selectFrom('ledger_key').select(['origin', 'sealed_private_key']).where('id', 'like', `${laterRows}%`).orderBy('created_at').execute()
  return Promise.all(rows.map(async ({ origin, sealed_private_key: sealed }) => cryptography.importSigningKey(JSON.parse(keyFile.open(sealed, purposeOf(origin)).toString()) as PrivateKeyJwk)))
}

/** Without the registry that the log follows its entries mean nothing: when the copy of it is lost, it is fetched first. */
async function openJudgedLog(ledger: TransparencyLog, dependencies: NodeDependencies, followedLogs: FollowedLogs): Promise<JudgedLog> {
  const open = async (): Promise<JudgedLog> => (
    JudgedLog.open(ledger, { cryptography: dependencies.cryptography, registryAt: followedLogs.registryAt }, await loadOwnRegistry(ledger, dependencies))
  )
  try {
    return await open()
  } catch (cause) {
    if (!(cause instanceof TrustError) || cause.code !== 'trust/registry-unknown') throw cause
    await Promise.all(followedLogs.all.map(({ log }) => log.step()))
    return open()
  }
}

/** Holds the log until the transaction ends: appending and backing up take turns, also between processes. */
export async function holdLog(connection: Connection): Promise<{ readonly origin: string; readonly sealed_private_key: string }> {
  return connection.selectFrom('ledger_key').select(['origin', 'sealed_private_key']).where('id', '=', keyRow).forUpdate().executeTakeFirstOrThrow()
}

/** The key of what the node itself states, and of its seat in the governance. */
export async function openOperatorKey(connection: Connection, { cryptography, keyFile }: Pick<NodeDependencies, 'cryptography' | 'keyFile'>): Promise<SigningKey> {
  const { origin, sealed_private_key: sealed } = await connection.selectFrom('ledger_key').select(['origin', 'sealed_private_key']).where('id', '=', operatorRow).executeTakeFirstOrThrow()
  return cryptography.importSigningKey(JSON.parse(keyFile.open(sealed, operatorPurposeOf(origin)).toString()) as PrivateKeyJwk)
}

/** Makes both keys at the first start. The log's signs checkpoints and nothing else, the operator's entries and nothing else. */
async function beginKeys(dependencies: NodeDependencies): Promise<void> {
  const rows = await dependencies.database.selectFrom('ledger_key').select(['id', 'origin']).execute()
  const origin = rows.find(({ id }) => id === keyRow)?.origin ?? `${new URL(dependencies.config.publicBaseUrl).host}/ledger`
  for (const [id, purpose] of [[keyRow, purposeOf(origin)], [operatorRow, operatorPurposeOf(origin)]] as const) {
    if (!rows.some((row) => row.id === id)) await beginKey({ id, origin, purpose }, dependencies)
  }
}

async function beginKey({ id, origin, purpose }: { readonly id: string; readonly origin: string; readonly purpose: string }, { database, cryptography, keyFile, now }: Pick<NodeDependencies, 'database' | 'cryptography' | 'keyFile' | 'now'>): Promise<void> {
  const jwk = await cryptography.generateKey('Ed25519')
  await database.insertInto('ledger_key').values({
    id, origin, public_key: Buffer.from(publicKeyFromJwk(jwk).bytes), sealed_private_key: keyFile.seal(JSON.stringify(jwk), purpose), created_at: now(),
  }).onConflict((conflict) => conflict.column('id').doNothing()).execute()
}

function purposeOf(origin: string): string {
  return `ledger-key ${origin}`
}

function operatorPurposeOf(origin: string): string {
  return `operator-key ${origin}`
}
