import type { FastifyBaseLogger } from 'fastify'
import { randomUUID } from 'node:crypto'
import { EverlearnedError } from 'everlearned/error'
import type { Selectable } from 'kysely'
import { faultOf } from '../problem.ts'
import type { IssuingContext } from './issuing-context.ts'
import { recordBatches } from './record-batches.ts'
import { extendLease, failIssueJob, leaseSeconds, releaseIssueJob, runIssueJob, takeIssueJob } from './run-issue-job.ts'
import { sealPool } from './seal-commitments.ts'
import { sweepShares } from './shares.ts'
import type { IssueJobTable } from './tables.ts'

/** What goes on in a node behind its answers: jobs, batches, and what has expired. */
export interface IssuingWorker {
  /** Looks for work now instead of at the next turn. */
  wake(): void
  /** Finishes the chunk at hand, gives the job back and ends. */
  stop(): Promise<void>
}

/** Time between two looks for work; after a fault longer, so that a full disk does not fill the log as well. */
const turnMilliseconds = 500
const faultMilliseconds = 10_000

/** Time between two looks for what has expired. */
const sweepMilliseconds = 60_000

/** Starts the worker of a node; faults are logged and tried again at the next turn. */
export function startIssuingWorker(context: IssuingContext, logger?: Pick<FastifyBaseLogger, 'error' | 'info'>): IssuingWorker {
  const workerId = randomUUID()
  let isStopping = false
  let wake = (): void => undefined
  let sweptAt = 0
  let pause = turnMilliseconds
  const guarded = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      pause = faultMilliseconds
      logger?.error({ work: name, ...faultOf(error) }, 'fault')
    })
  }
  const turn = async (): Promise<void> => {
    pause = turnMilliseconds
    await guarded('issue', () => workOnJobs(workerId, { context, isStopping: () => isStopping }))
    await guarded('seal', () => sealPool(context))
    await guarded('record', () => recordBatches(context))
    if (Date.now() - sweptAt < sweepMilliseconds) return
    sweptAt = Date.now()
    await guarded('sweep', () => sweep(context))
  }
  const ended = (async () => {
    while (!isStopping) {
      await turn()
      if (isStopping) break
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    wake: () => wake(),
    stop: () => {
      isStopping = true
      wake()
      return ended
    },
  }
}

/** Runs jobs until none is left, and records what they sealed. */
export async function workOnJobs(workerId: string, work: { readonly context: IssuingContext; readonly isStopping: () => boolean }): Promise<void> {
  while (!work.isStopping()) {
    const job = await takeIssueJob(workerId, work.context)
    if (job === undefined) return
    await runToItsEnd(job, work)
    await recordBatches(work.context)
  }
}

async function runToItsEnd(job: Selectable<IssueJobTable>, work: { readonly context: IssuingContext; readonly isStopping: () => boolean }): Promise<void> {
  const heartbeat = setInterval(() => void extendLease(job, work.context).catch(() => undefined), leaseSeconds * 300)
  try {
    await runIssueJob(job, work)
  } catch (error) {
    // What is wrong with the order itself stays wrong; anything else, the database away for example, is tried again.
    if (error instanceof EverlearnedError && /^(issuer|encoding)\//.test(error.code)) await failIssueJob(job, error.code, work.context)
    else throw error
  } finally {
    clearInterval(heartbeat)
    await releaseIssueJob(job, work.context).catch(() => undefined)
  }
}

async function sweep(context: IssuingContext): Promise<void> {
  await sweepShares(context)
  await context.database.deleteFrom('claim_challenge').where('expires_at', '<=', context.now()).execute()
}
