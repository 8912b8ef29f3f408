import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { countJobMails, queueClaimMails } from '../issuing/claim-mails.ts'
import { listIssueJobs, listJobErrors, loadIssueJob, type IssueJob } from '../issuing/issue-jobs.ts'
import { formatClaimsCsv, formatErrorsCsv } from '../issuing/job-files.ts'
import { mailChannelOf } from '../mail.ts'
import { actingOf, orgAndIdParams, orgParams, rowErrorSchema } from './issuing-actor.ts'

const maxListedErrors = 200

const jobSchema = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  failureCode: z.string().nullable(),
  total: z.int(),
  issued: z.int(),
  refused: z.int(),
  batched: z.int().meta({ description: 'How many are recorded on the ledger' }),
  achievement: z.string(),
  achievementId: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  fileEndsAt: z.iso.datetime().nullable().meta({ description: 'When the bytes of the file are deleted, or were; its hash stays' }),
  isFileDeleted: z.boolean(),
  secondFactor: z.boolean(),
}).meta({ id: 'Job' })

const mailsSchema = z.object({
  through: z.enum(['smtp', 'outbox']).meta({ description: 'Whether this node hands mail to a server or keeps it in its outbox folder' }),
  unmailed: z.int().meta({ description: 'People whom POST …/mail would mail now' }),
  queued: z.int(),
  sent: z.int(),
  failed: z.int(),
  trouble: z.string().nullable().meta({ description: 'Why those that are queued have to wait' }),
}).meta({ id: 'JobMails' })

function presentJob({ achievement, createdAt, finishedAt, fileEndsAt, ...job }: IssueJob): z.infer<typeof jobSchema> {
  return { ...job, achievement: achievement.name, achievementId: achievement.id, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null, fileEndsAt: fileEndsAt?.toISOString() ?? null }
}

/** Files on their way to becoming records. */
export function jobRoutes(app: App, context: NodeContext): void {
  const tags = ['jobs']

  app.get('/api/organisations/:org/jobs', {
    schema: {
      summary: 'The jobs of an organisation, newest first', tags, params: orgParams,
      response: { 200: z.object({ jobs: z.array(jobSchema) }) },
    },
  }, async (request) =>
    ({ jobs: (await listIssueJobs(organisationOf(request).id, context)).map(presentJob) }))

  app.get('/api/organisations/:org/jobs/:id', {
    schema: {
      summary: 'One job, how far it is and what was wrong with rows', tags, params: orgAndIdParams,
      response: { 200: jobSchema.extend({ mail: mailsSchema, errors: z.array(rowErrorSchema) }) },
    },
  }, async (request) => {
    const organisationId = organisationOf(request).id
    const job = await loadIssueJob(request.params.id, organisationId, context)
    const mail = { through: mailChannelOf(context.config.mail), ...await countJobMails(job.id, organisationId, context) }
    return { ...presentJob(job), mail, errors: [...await listJobErrors(job.id, organisationId, context, maxListedErrors)] }
  })

  app.post('/api/organisations/:org/jobs/:id/mail', {
    schema: {
      summary: 'Mail the link to everybody of a job who has not claimed and was not mailed; never the code', tags, params: orgAndIdParams,
      response: { 202: z.object({ queued: z.int() }) },
    },
  }, async (request, reply) =>
    reply.code(202).send({ queued: await queueClaimMails(request.params.id, actingOf(request, context)) }))

  app.get('/api/organisations/:org/jobs/:id/claims.csv', {
    schema: {
      summary: 'Names, addresses, claim links and codes, for your own way of delivery', tags, produces: ['text/csv'],
      params: orgAndIdParams,
    },
  }, async (request, reply) => {
    const text = await formatClaimsCsv(request.params.id, organisationOf(request).id, context)
    return reply.type('text/csv; charset=utf-8').header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="claims.csv"').send(text)
  })

  app.get('/api/organisations/:org/jobs/:id/errors.csv', {
    schema: { summary: 'Every row that was not issued, by its line', tags, produces: ['text/csv'], params: orgAndIdParams },
  }, async (request, reply) => {
    const text = await formatErrorsCsv(request.params.id, organisationOf(request).id, context)
    return reply.type('text/csv; charset=utf-8').header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="errors.csv"').send(text)
  })
}
