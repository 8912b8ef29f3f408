import { randomUUID } from 'node:crypto'
import { EverlearnedError } from 'everlearned/error'
import { newDomainMemory } from 'everlearned/node'
import { sql, type Selectable } from 'kysely'
import { sweepAttestations } from '../attestations/requests.ts'
import { sweepExchanges } from '../exchanges/sweep-exchanges.ts'
import { sweepGuardians } from '../guardians/sweep-guardians.ts'
import type { IssuingContext } from './issuing-context.ts'
import { createBuildRecorder } from '../network/own-build.ts'
import { checkReceipts } from '../network/check-receipts.ts'
import { comparePeers, comparePolicies, followConfigured, followMembers, stepAll, type UnderWay } from '../network/follow-turn.ts'
import { hasGrown, saveOwnRegistry } from '../network/own-registry.ts'
import { readMentions } from '../network/read-mentions.ts'
import { lookAtDomains } from '../network/see-domains.ts'
import { syncRegistry, type SyncMemory } from '../network/sync-registry.ts'
import { stateEpoch, stateLists } from '../network/state-lists.ts'
import { stateOrganisations } from '../network/state-organisations.ts'
import { recordBatches } from './record-batches.ts'
import { extendLease, failIssueJob, leaseSeconds, releaseIssueJob, runIssueJob, takeIssueJob } from './run-issue-job.ts'
import { sealPool } from './seal-commitments.ts'
import { sendClaimMails } from './send-claim-mails.ts'
import { sweepShares } from './shares.ts'
import { sweepChannels } from '../sync/sync-channels.ts'
import { sweepPages } from '../public-pages/public-pages.ts'
import { sweepUploads } from './sweep-uploads.ts'
import type { IssueJobTable } from './tables.ts'
import { startWorkLoop, type WorkLog, type WorkLoop } from './work-loop.ts'

/** Time between two looks for what has expired. */
const sweepMilliseconds = 60_000

/** Time between two looks at the logs of others. */
const followMilliseconds = 2_000

/**
 * Starts what goes on in a node behind its answers: jobs, batches and what has expired in one loop, mail in another, cosigners in
 * a third, the logs of others in a fourth, so that neither a long list nor a slow mail server nor a silent node holds up the rest.
 */
export function startIssuingWorker(context: IssuingContext, logger?: WorkLog): WorkLoop {
  const workerId = randomUUID()
  let sweptAt = 0
  const stateChanges = whenKeysChange(context)
  const recordBuild = createBuildRecorder(context)
  const issuing = startWorkLoop(async ({ guarded, isStopping }) => {
    await guarded('issue', () => workOnJobs(workerId, { context, isStopping }))
    await guarded('seal', () => sealPool(context))
    await guarded('state', () => stateChanges())
    await guarded('build', async () => {
      const recorded = await recordBuild()
      if (recorded !== undefined) logger?.info({ work: 'build', digest: recorded.digest, index: recorded.index }, 'recorded')
    })
    await guarded('record', () => recordBatches(context))
    if (Date.now() - sweptAt < sweepMilliseconds) return
    sweptAt = Date.now()
    await guarded('sweep', () => sweep(context))
  }, logger)
  const mailing = startWorkLoop(async ({ guarded, isStopping, slowDown }) => {
    await guarded('mail', async () => {
      if ((await sendClaimMails({ context, isStopping })).isBlocked) slowDown()
    })
  }, logger)
  const cosigning = startWorkLoop(cosignTurn(context), logger)
  const following = startWorkLoop(followTurn(context), logger)
  const loops = [issuing, mailing, cosigning, following]
  return {
    wake: () => loops.forEach((loop) => loop.wake()),
    stop: async () => void await Promise.all(loops.map((loop) => loop.stop())),
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
    if (error instanceof EverlearnedError && /^(issuer|encoding|upload)\//.test(error.code)) await failIssueJob(job, error.code, work.context)
    else throw error
  } finally {
    clearInterval(heartbeat)
    await releaseIssueJob(job, work.context).catch(() => undefined)
  }
}

async function sweep(context: IssuingContext): Promise<void> {
  await sweepShares(context)
  await sweepPages(context)
  await sweepAttestations(context)
  await sweepChannels(context)
  await sweepUploads(context)
  await sweepGuardians(context)
  await sweepExchanges(context)
  await stateLists(context)
  await context.database.deleteFrom('invitation').where('expires_at', '<=', context.now()).execute()
  await context.database.deleteFrom('claim_challenge').where('expires_at', '<=', context.now()).execute()
}

/** Says on the log what changed among organisations and their keys, without asking the whole database each turn whether anything did. */
function whenKeysChange(context: IssuingContext): () => Promise<void> {
  let stated = ''
  return async () => {
    const row = await context.database.selectFrom('organisation_key')
      .select((of) => [of.fn.countAll<string>().as('count'), of.fn.max('id').as('newest'), of.fn.max('retired_at').as('retired')]).executeTakeFirstOrThrow()
    const { approved, names } = await context.database.selectFrom('organisation').select((of) => [of.fn.max('approved_at').as('approved'), sql<string>`sum(hashtext(name))`.as('names')]).executeTakeFirstOrThrow()
    const { size, syncs } = context.judgedLog.registry
    const seen = `${row.count} ${row.newest} ${row.retired?.getTime()} ${approved?.getTime()} ${names} ${size === 0} ${syncs.at(-1)?.size}`
    if (seen === stated) return
    const [refusal] = await stateOrganisations(context)
    stated = seen
    // Told once: it stays so until something changes.
    if (refusal !== undefined) throw refusal
  }
}

/** Brings what was appended to finality as soon as there is something, and asks now and then who holds a copy. */
function cosignTurn(context: IssuingContext): Parameters<typeof startWorkLoop>[0] {
  const startedAt = context.now()
  let polledAt = 0
  return async ({ guarded }) => {
    await guarded('cosign', () => context.finality.advance())
    if (Date.now() - polledAt < sweepMilliseconds) return
    polledAt = Date.now()
    await guarded('epoch', () => stateEpoch(context, startedAt))
    await guarded('poll', () => context.finality.poll())
  }
}

/** Follows the logs of others, keeps up with the registry among them, and looks through what is new on every log. */
function followTurn(context: IssuingContext): Parameters<typeof startWorkLoop>[0] {
  const memory: SyncMemory = { said: new Map(), syncedAt: undefined }
  const [shown, underWay] = [new Map<string, string>(), new Map() as UnderWay]
  const domains = newDomainMemory()
  let [steppedAt, comparedAt, savedSize] = [0, 0, 0]
  return async ({ guarded }) => {
    if (Date.now() - steppedAt < followMilliseconds) return
    steppedAt = Date.now()
    await guarded('join', () => followConfigured(context))
    await guarded('follow', () => stepAll(context, underWay))
    await guarded('register', () => syncRegistry(memory, context))
    await guarded('mentions', () => readMentions(context))
    await guarded('domains', () => lookAtDomains(domains, context))
    const { size } = context.judgedLog.registry
    if (hasGrown(size, savedSize)) {
      savedSize = size
      await guarded('save', () => saveOwnRegistry(context.judgedLog, context))
    }
    if (Date.now() - comparedAt < sweepMilliseconds) return
    comparedAt = Date.now()
    await guarded('members', () => followMembers(context))
    await guarded('compare', () => comparePolicies(shown, context))
    await guarded('peers', () => comparePeers(context))
    await guarded('receipts', () => checkReceipts(context))
  }
}
