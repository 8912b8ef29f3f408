import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { SigningKey } from 'everlearned/crypto'
import { encodeBase64url } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { formatEntry, parseEntry, signStatement, type EntrySignature, type Statement } from 'everlearned/trust'
import { z } from 'zod'
import { ConfigError, parseConfig, type Config } from './config.ts'
import { openDatabase } from './database/open-database.ts'
import { openOperatorKey } from './issuing/node-log.ts'
import { openKeyFile } from './key-file.ts'

/** What `ler ledger policy draft` writes, as far as a signature needs it. */
const draftSchema = z.looseObject({
  type: z.literal('LedgerPolicyDraft'), origin: z.string(), statement: z.enum(['policy', 'accredit', 'withdraw', 'rules']), payload: z.looseObject({}), signatures: z.array(z.object({ key: z.string(), signature: z.string() })),
})

/**
 * Adds the signature of this node's own seat to a draft, beside a node that runs or not: its key never leaves the database.
 *
 * @throws ConfigError `config/path-missing`, `config/draft-unreadable`; KeyFileError
 */
export async function signPolicy(argv: readonly string[], print: (line: string) => void): Promise<void> {
  const [path, ...flags] = argv
  if (path === undefined || path.startsWith('--')) throw new ConfigError('config/path-missing', 'Cannot sign policy: say which draft, sign-policy DRAFT [--data DIR …]')
  const draft = readDraft(path)
  const signer = await openSeat(parseConfig(flags, process.env))
  const { key, signature } = await sign(draft, signer)
  const signatures = [...draft.signatures.filter((other) => other.key !== key), { key, signature: encodeBase64url(signature) }]
  writeFileSync(`${path}.part`, `${JSON.stringify({ ...draft, signatures }, null, 2)}\n`)
  renameSync(`${path}.part`, path)
  print(`${path}: signed by ${key}`)
}

/** Untrusted: somebody else drafted it. */
function readDraft(path: string): z.infer<typeof draftSchema> {
  try {
    return draftSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

async function sign({ statement: type, payload, origin }: z.infer<typeof draftSchema>, signer: SigningKey): Promise<EntrySignature> {
  try {
    const statement = { type, payload } as unknown as Statement
    const signature = await signStatement(statement, { origin, signer })
    parseEntry(formatEntry(statement, [signature]))
    return signature
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw unreadable('DRAFT', cause)
    throw cause
  }
}

async function openSeat({ databaseUrl, keyFile }: Config): Promise<SigningKey> {
  const { database, close } = await openDatabase(databaseUrl)
  try {
    return await openOperatorKey(database, { cryptography, keyFile: openKeyFile(keyFile, false) })
  } finally {
    await close()
  }
}

function unreadable(path: string, cause: unknown): ConfigError {
  return new ConfigError('config/draft-unreadable', `Cannot sign policy: ${path} is no draft of a policy`, { cause })
}
