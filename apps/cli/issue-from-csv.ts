import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHex, formatCsv } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import type { DateOrder, RowReading, RowToIssue } from 'everlearned/issuer'
import { parseAchievementTemplate } from 'everlearned/issuer'
import { inOrder, nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, type Console } from './command.ts'
import { beginFile, readBytes } from './files.ts'
import type { IssueError, IssueReport } from './issue-report.ts'
import { keepInFolder, keepInLines, type Keeping } from './keep-credentials.ts'
import type { NamedKey, Securing } from './key-file.ts'
import { createProgress } from './progress.ts'
import { openGraduates, type Graduates } from './read-csv.ts'
import { endingOf } from './securing.ts'
import { openSigning, type BatchSigning } from './sign-in-threads.ts'
import type { SignedRow } from './sign-rows.ts'

/** What `ler issue --csv` was given; without `out` it is a dry run. */
export interface CsvOrder {
  readonly csvPath: string
  readonly templatePath: string
  readonly key: NamedKey | undefined
  readonly securing: Securing
  readonly maps: readonly string[]
  readonly dateOrder: DateOrder | undefined
  /** All credentials in one file, one a line, in place of a file each. */
  readonly isInLines: boolean
  readonly out: string | undefined
}

/** Rows that are signed at once, by one thread. */
const rowsInBatch = 50
/** Untrusted: a file of which more is wrong is another file than was meant, and its report would be read by nobody. */
const maxErrors = 100_000

/** Signs the good rows of a file. It is read as a stream: no more rows are in memory than are being signed. */
export async function issueFromCsv(order: CsvOrder, console: Console): Promise<IssueReport> {
  const templateBytes = await readBytes(order.templatePath)
  const template = parseAchievementTemplate(templateBytes, cryptography)
  const graduates = await openGraduates(order.csvPath, order.maps, { dateOrder: order.dateOrder, now: console.now })
  const reader = new GoodRows(graduates)
  const { out, key, securing } = order
  if (out === undefined || key === undefined) {
    const good = await countRows(reader)
    return { isDryRun: true, folder: null, counts: { issued: good, alreadyIssued: 0, ...reader.counts() }, credentials: [], errors: reader.errors }
  }
  const digest = encodeHex(cryptography.sha256(new TextEncoder().encode(`${encodeHex(graduates.sha256)},${encodeHex(cryptography.sha256(templateBytes))}${key.did}${securingName(securing)}${order.isInLines ? ' in lines' : ''}`)))
  const name = digest.slice(0, 12)
  const claims = `report/claims-${name}.csv`
  if (order.isInLines && existsSync(join(out, `${name}.jsonl`))) return reportAgain(reader, { folder: out, file: `${name}.jsonl`, claims })
  const keeping = order.isInLines ? await keepInLines(out, name) : keepInFolder(out, name, endingOf(securing))
  const award = { ...template, issuer: { ...template.issuer, id: key.did } }
  const signing = await openSigning(key, { award, securing, now: console.now, isOneLine: order.isInLines }, graduates.count)
  try {
    const result = await issueRows(reader, { signing, keeping, claimsPath: join(out, claims), progress: createProgress(console, 'Signing', graduates.count) })
    const { credentials, failures, issued, alreadyIssued } = result
    const counts = { issued, alreadyIssued, ...reader.counts() }
    return {
      isDryRun: false, folder: out, claims, credentials, errors: [...reader.errors, ...failures], counts: { ...counts, refused: counts.refused + failures.length },
      ...(order.isInLines ? { file: keeping.fileOf(0) } : {}),
    }
  } finally {
    await signing.close()
    await keeping.abandon()
  }
}

/** The good rows of a file, in batches; what is wrong with the others gathers as they are passed. */
class GoodRows {
  readonly errors: IssueError[] = []
  /** Rows that were looked at, good and bad. */
  passed = 0
  readonly #graduates: Graduates
  #bad = 0
  #duplicates = 0

  constructor(graduates: Graduates) {
    this.#graduates = graduates
  }

  async* batches(): AsyncGenerator<readonly RowToIssue[]> {
    let batch: RowToIssue[] = []
    for await (const readings of this.#graduates.readings()) {
      for (const reading of readings) {
        this.passed += 1
        if ('row' in reading) batch.push(reading.row)
        else this.#refuse(reading)
        if (batch.length < rowsInBatch) continue
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }

  #refuse({ errors, isDuplicate }: Exclude<RowReading, { row: unknown }>): void {
    for (const error of errors) this.errors.push({ source: `line ${error.line}`, ...error })
    const [first] = this.errors
    if (first !== undefined && this.errors.length > maxErrors) throw new InputError(`Cannot go on with the rows: more than ${maxErrors} faults are in them, the first at ${first.source} (${first.code})`)
    if (isDuplicate) this.#duplicates += 1
    else this.#bad += 1
  }

  counts(): { readonly refused: number; readonly duplicates: number } {
    return { refused: this.#bad, duplicates: this.#duplicates }
  }
}

async function countRows(reader: GoodRows): Promise<number> {
  let count = 0
  for await (const batch of reader.batches()) count += batch.length
  return count
}

interface Issuing {
  readonly signing: BatchSigning
  readonly keeping: Keeping
  readonly claimsPath: string
  readonly progress: ReturnType<typeof createProgress>
}

interface Issued {
  readonly credentials: IssueReport['credentials']
  readonly failures: readonly IssueError[]
  readonly issued: number
  readonly alreadyIssued: number
}

async function issueRows(reader: GoodRows, { signing, keeping, claimsPath, progress }: Issuing): Promise<Issued> {
  const credentials: { source: string; line: number; file: string }[] = []
  const failures: IssueError[] = []
  let [issued, alreadyIssued] = [0, 0]
  const claims = await beginFile(claimsPath, 0o600)
  try {
    await claims.write(formatCsv([['name', 'email', 'file']]))
    for await (const results of inOrder(reader.batches(), { ahead: signing.ahead, run: (rows) => signMissing(rows, { signing, keeping }) })) {
      const fresh = results.flatMap(({ row: { line }, signed }) => (signed instanceof Uint8Array ? [{ line, text: signed }] : []))
      const places = await keeping.keep(fresh)
      const claimed: string[][] = []
      for (const { row: { line, name, email }, signed } of results) {
        const [source, file] = [`line ${line}`, keeping.fileOf(line)]
        if (signed !== undefined && 'code' in signed) failures.push({ source, line, field: null, ...signed })
        else {
          claimed.push([name, email, places.get(line) ?? file])
          if (!keeping.isOneFile) credentials.push({ source, line, file })
        }
      }
      await claims.write(formatCsv(claimed))
      issued += fresh.length
      alreadyIssued += claimed.length - fresh.length
      progress.step(reader.passed)
    }
    await claims.finish()
    await keeping.finish()
  } finally {
    await claims.abandon()
  }
  progress.end()
  return { credentials, failures, issued, alreadyIssued }
}

interface RowResult {
  readonly row: RowToIssue
  /** Undefined when it was there already. */
  readonly signed: SignedRow | undefined
}

async function signMissing(rows: readonly RowToIssue[], { signing, keeping }: Pick<Issuing, 'signing' | 'keeping'>): Promise<readonly RowResult[]> {
  const missing = rows.filter(({ line }) => !keeping.has(keeping.fileOf(line)))
  const signed = missing.length === 0 ? [] : await signBatch(missing, { signing, keeping })
  const signedOf = new Map(missing.map((row, index) => [row, signed[index]]))
  return rows.map((row) => ({ row, signed: signedOf.get(row) }))
}

/** Where a thread died, the rows that it was at are refused, and only those; one file for all of them gets no name, since nothing can be added to it. */
async function signBatch(rows: readonly RowToIssue[], { signing, keeping }: Pick<Issuing, 'signing' | 'keeping'>): Promise<readonly SignedRow[]> {
  try {
    return await signing.run(rows)
  } catch (error) {
    if (!(error instanceof EverlearnedError) || error.code === 'work/pool-ended' || keeping.isOneFile) throw error
    return rows.map(() => ({ code: error.code, message: error.message }))
  }
}

/** What a file with a credential a line says of an earlier run, which was finished. */
async function reportAgain(reader: GoodRows, { folder, file, claims }: { readonly folder: string; readonly file: string; readonly claims: string }): Promise<IssueReport> {
  const good = await countRows(reader)
  const { count: alreadyIssued } = await openGraduates(join(folder, claims), [], { dateOrder: 'mdy', now: new Date(0) })
  const failed = good - alreadyIssued
  const failures = failed === 0 ? [] : [{ source: file, line: null, field: null, code: 'issue/refused-before', message: `${failed} rows could not be signed when this file was made; in a file of their own they can be tried again` }]
  const { refused, duplicates } = reader.counts()
  return { isDryRun: false, folder, file, claims, credentials: [], errors: [...reader.errors, ...failures], counts: { issued: 0, alreadyIssued, refused: refused + failed, duplicates } }
}

/** Part of the name of a run only when it is not as usual. */
function securingName({ cryptosuite, format, mandatoryPointers }: Securing): string {
  const name = format ?? cryptosuite
  return name === undefined ? '' : JSON.stringify([name, mandatoryPointers ?? null])
}
