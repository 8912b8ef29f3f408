import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isJsonObject, parseJsonObject } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import type { Console } from './command.ts'
import { readBytes, writeWhole } from './files.ts'
import type { IssueError, IssueReport } from './issue-report.ts'
import type { NamedKey, Securing } from './key-file.ts'
import { secureCredential } from './secure-credential.ts'
import { endingOf } from './securing.ts'

/** What `ler issue --input` was given; without `out` it is a dry run. */
export interface DocumentOrder {
  readonly paths: readonly string[]
  readonly key: NamedKey | undefined
  readonly isIssuerKept: boolean
  readonly securing: Securing
  readonly out: string | undefined
}

/** Signs unsigned credentials, each into a file of the same name; a bad one never stops the others, and one that is there stays. */
export async function issueFromDocuments({ paths, key, isIssuerKept, securing, out }: DocumentOrder, console: Console): Promise<IssueReport> {
  const credentials: { source: string; line: null; file: string }[] = []
  const errors: IssueError[] = []
  let alreadyIssued = 0
  for (const path of paths) {
    const name = nameOf(path, securing)
    try {
      const document = parseJsonObject(await readBytes(path))
      if (credentials.some(({ file }) => file === name)) throw new IssueNameError(name)
      const credential = key === undefined || isIssuerKept ? document : withIssuer(document, key.did)
      const isThere = out !== undefined && existsSync(join(out, name))
      if (isThere) alreadyIssued += 1
      else if (key !== undefined) {
        const { text } = await secureCredential(credential, key, { securing, now: console.now })
        if (out !== undefined) await writeWhole(join(out, name), `${text}\n`)
      }
      credentials.push({ source: path, line: null, file: name })
    } catch (error) {
      if (!(error instanceof EverlearnedError) && !isSystemError(error)) throw error
      errors.push({ source: path, line: null, field: null, code: error.code ?? 'file/unreadable', message: error instanceof EverlearnedError ? error.message : 'Cannot read the file' })
    }
  }
  const counts = { issued: credentials.length - alreadyIssued, alreadyIssued, refused: errors.length, duplicates: 0 }
  return { isDryRun: out === undefined, folder: out ?? null, counts, credentials: out === undefined ? [] : credentials, errors }
}

/** A token is no JSON, and its file does not say that it is. */
function nameOf(path: string, securing: Securing): string {
  const name = basename(path === '-' ? 'credential.json' : path)
  return securing.format === undefined ? name : name.replace(/(\.json)?$/, endingOf(securing))
}

/** Two inputs of one name would overwrite each other. */
class IssueNameError extends EverlearnedError {
  constructor(name: string) {
    super('issue/name-taken', `Cannot issue ${name}: another input has the same name`)
  }
}

function withIssuer(document: JsonObject, did: string): JsonObject {
  const { issuer } = document
  return { ...document, issuer: isJsonObject(issuer) ? { ...issuer, id: did } : did }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
