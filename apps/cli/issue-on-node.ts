import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { DateOrder } from 'everlearned/issuer'
import type { Console } from './command.ts'
import { InputError, UnavailableError, UsageError } from './command.ts'
import { readBytes, readText, writeWhole } from './files.ts'
import type { IssueError, IssueReport } from './issue-report.ts'
import { createProgress } from './progress.ts'
import { mappingOf } from './read-csv.ts'

/** What `ler issue --node` was given; without `out` it is a dry run. */
export interface NodeOrder {
  readonly node: string
  readonly csvPath: string
  readonly organisation: string
  readonly achievement: string
  readonly keyPath: string
  readonly maps: readonly string[]
  readonly dateOrder: DateOrder | undefined
  readonly hasSecondFactor: boolean
  readonly out: string | undefined
}

interface Upload {
  readonly id: string
  readonly columns: readonly { readonly header: string }[]
}

interface Row {
  readonly line: number
  readonly field: string | null
  readonly code: string
  readonly message: string
}

interface Preview {
  readonly counts: { readonly good: number; readonly bad: number; readonly duplicates: number }
  readonly errors: readonly Row[]
  readonly needsDateOrder: boolean
}

interface Job {
  readonly id: string
  readonly state: 'queued' | 'running' | 'done' | 'failed'
  readonly total: number
  readonly issued: number
  readonly refused: number
}

const pollMilliseconds = 500

/** Uploads a file to a node, looks at the preview, lets the node issue and waits; the same file and achievement is the same job. */
export async function issueOnNode(order: NodeOrder, console: Console): Promise<IssueReport> {
  const ask = await createClient(order)
  const upload = (await ask('POST', '/uploads', await readBytes(order.csvPath))) as Upload
  const request = {
    achievementId: order.achievement,
    mapping: mappingOf(upload.columns.map(({ header }) => header), order.maps),
    ...(order.dateOrder === undefined ? {} : { dateOrder: order.dateOrder }),
  }
  const preview = (await ask('POST', `/uploads/${upload.id}/preview`, request)) as Preview
  if (preview.needsDateOrder) throw new InputError('Cannot read dates: 04/05/2025 may be April or May; say --date-order mdy or --date-order dmy')
  const errors: readonly IssueError[] = preview.errors.map((error) => ({ source: `line ${error.line}`, ...error }))
  const { good, bad, duplicates } = preview.counts
  if (order.out === undefined) return { isDryRun: true, folder: null, counts: { issued: good, alreadyIssued: 0, refused: bad, duplicates }, credentials: [], errors }
  const { id } = (await ask('POST', `/uploads/${upload.id}/issue`, { ...request, secondFactor: order.hasSecondFactor })) as { readonly id: string }
  const job = await waitForJob(id, ask, console)
  const claims = `report/claims-${id}.csv`
  await writeWhole(join(order.out, claims), String(await ask('GET', `/jobs/${id}/claims.csv`)), 0o600)
  if (job.state === 'failed') throw new UnavailableError(`The node could not finish the job ${id}: ${job.issued} of ${job.total} issued; the same command continues it`)
  return { isDryRun: false, folder: order.out, claims, counts: { issued: job.issued, alreadyIssued: 0, refused: bad, duplicates }, credentials: [], errors, job: id }
}

async function waitForJob(id: string, ask: Ask, console: Console): Promise<Job> {
  let progress: ReturnType<typeof createProgress> | undefined
  for (;;) {
    const job = (await ask('GET', `/jobs/${id}`)) as Job
    progress ??= createProgress(console, 'Issuing', job.total)
    progress.step(job.issued)
    if (job.state === 'done' || job.state === 'failed') {
      progress.end()
      return job
    }
    await setTimeout(pollMilliseconds)
  }
}

type Ask = (method: 'GET' | 'POST', path: string, body?: Uint8Array<ArrayBuffer> | object) => Promise<unknown>

/** Asks the node in the name of an organisation. The address is the caller's own choice; the key goes nowhere else. */
async function createClient({ node, organisation, keyPath }: NodeOrder): Promise<Ask> {
  if (!URL.canParse(node) || !/^https?:$/.test(new URL(node).protocol)) throw new UsageError('--node must be the address of a node, such as http://localhost:4000')
  const base = `${node.replace(/\/+$/, '')}/api/organisations/${encodeURIComponent(organisation)}`
  const authorization = `Bearer ${(await readText(keyPath)).trim()}`
  return async (method, path, body) => {
    const isBytes = body instanceof Uint8Array
    const response = await fetch(base + path, {
      method, redirect: 'error', signal: AbortSignal.timeout(120_000),
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': isBytes ? 'text/csv' : 'application/json' }) },
      ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new UnavailableError(`Cannot reach the node at ${node}`, { cause })
    })
    if (!response.ok) throw await refusalOf(response)
    return response.headers.get('content-type')?.includes('json') === true ? response.json() : response.text()
  }
}

/** A problem (RFC 9457) of the node, as an error of ours: ours to mend below 500, the node's above. */
async function refusalOf(response: Response): Promise<Error> {
  const problem = (await response.json().catch(() => ({}))) as { readonly title?: unknown; readonly detail?: unknown; readonly code?: unknown }
  const said = [problem.detail ?? problem.title, problem.code].filter((part) => typeof part === 'string').join(' ')
  const message = `The node refused (${response.status}): ${said.slice(0, 300)}`
  return response.status >= 500 || response.status === 429 ? new UnavailableError(message) : new InputError(message)
}
