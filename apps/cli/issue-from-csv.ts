import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHex, formatCsv } from 'everlearned/encoding'
import type { DateOrder, RowToIssue } from 'everlearned/issuer'
import { credentialForRow, parseAchievementTemplate, undated } from 'everlearned/issuer'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { EverlearnedError } from 'everlearned/error'
import type { Console } from './command.ts'
import { readBytes, writeWhole } from './files.ts'
import type { IssueError, IssueReport } from './issue-report.ts'
import type { NamedKey, Securing } from './key-file.ts'
import { createProgress } from './progress.ts'
import { readCsv } from './read-csv.ts'
import { endingOf, isInParts, secureCredential } from './secure-credential.ts'

/** What `ler issue --csv` was given; without `out` it is a dry run. */
export interface CsvOrder {
  readonly csvPath: string
  readonly templatePath: string
  readonly key: NamedKey | undefined
  readonly securing: Securing
  readonly maps: readonly string[]
  readonly dateOrder: DateOrder | undefined
  readonly out: string | undefined
}

/**
 * Signs the good rows of a file, each into a file of its own. The name of that file follows from the content of file and template,
 * the key and the line, so that a run after an interruption finds what is there and issues nobody twice.
 */
export async function issueFromCsv(order: CsvOrder, console: Console): Promise<IssueReport> {
  const [bytes, templateBytes] = [await readBytes(order.csvPath), await readBytes(order.templatePath)]
  const template = parseAchievementTemplate(templateBytes, cryptography)
  const { read } = readCsv(bytes, order.maps, { dateOrder: order.dateOrder, now: console.now })
  const errors: IssueError[] = read.errors.map((error) => ({ source: `line ${error.line}`, ...error }))
  const { out, key } = order
  const duplicates = read.counts.duplicates
  if (out === undefined || key === undefined) {
    return { isDryRun: true, folder: null, counts: { issued: read.counts.good, alreadyIssued: 0, refused: read.counts.bad, duplicates }, credentials: [], errors }
  }
  const digest = encodeHex(cryptography.sha256(new TextEncoder().encode([bytes, templateBytes].map((part) => encodeHex(cryptography.sha256(part))).join() + key.did + securingName(order.securing))))
  const award = { ...template, issuer: { ...template.issuer, id: key.did } }
  const { securing } = order
  const credentials: { source: string; line: number; file: string }[] = []
  const progress = createProgress(console, 'Signing', read.rows.length)
  let alreadyIssued = 0
  const failures: IssueError[] = []
  for (const [index, row] of read.rows.entries()) {
    const file = `${digest.slice(0, 12)}-${String(row.line).padStart(5, '0')}${endingOf(securing)}`
    try {
      if (existsSync(join(out, file))) alreadyIssued += 1
      else {
        const dated = credentialForRow(row, award, { now: console.now, cryptography })
        // Whoever may keep the day of the award to themselves must find it nowhere else.
        const credential = isInParts(securing, key) ? undated(dated, console.now) : dated
        await writeWhole(join(out, file), (await secureCredential(credential, key, { securing, now: console.now })).text)
      }
      credentials.push({ source: `line ${row.line}`, line: row.line, file })
    } catch (error) {
      if (!(error instanceof EverlearnedError)) throw error
      failures.push({ source: `line ${row.line}`, line: row.line, field: null, code: error.code, message: error.message })
    }
    progress.step(index + 1)
  }
  progress.end()
  const claims = `report/claims-${digest.slice(0, 12)}.csv`
  await writeWhole(join(out, claims), formatClaims(read.rows, credentials), 0o600)
  return {
    isDryRun: false, folder: out, claims, credentials, errors: [...errors, ...failures],
    counts: { issued: credentials.length - alreadyIssued, alreadyIssued, refused: read.counts.bad + failures.length, duplicates },
  }
}

/** Part of the name of a run only when it is not as usual. */
function securingName({ cryptosuite, format, mandatoryPointers }: Securing): string {
  const name = format ?? cryptosuite
  return name === undefined ? '' : JSON.stringify([name, mandatoryPointers ?? null])
}

/** Whose file is whose, for whoever sends them out. */
function formatClaims(rows: readonly RowToIssue[], credentials: readonly { readonly line: number; readonly file: string }[]): string {
  const files = new Map(credentials.map(({ line, file }) => [line, file]))
  return formatCsv([['name', 'email', 'file'], ...rows.flatMap(({ line, name, email }) => (files.has(line) ? [[name, email, files.get(line) ?? '']] : []))])
}
