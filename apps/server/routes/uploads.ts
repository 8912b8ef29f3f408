import { maxCsvBytes } from 'everlearned/encoding'
import { fieldNames } from 'everlearned/issuer'
import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import { keepUpload, previewUpload } from '../issuing/uploads.ts'
import { ServerError } from '../server-error.ts'
import { actingOf, orgAndIdParams, orgParams, rowErrorSchema } from './issuing-actor.ts'

/** How many rows a preview shows. */
const sampleRows = 5

/** How many errors an answer lists; the file of errors has them all. */
const maxListedErrors = 200

const column = z.object({ index: z.int(), header: z.string(), suggested: z.enum(fieldNames).nullable(), samples: z.array(z.string()) })

const uploadSchema = z.object({
  id: z.string(),
  sha256: z.string(),
  encoding: z.string(),
  separator: z.string(),
  rowCount: z.int(),
  columns: z.array(column),
  ambiguousDates: z.boolean(),
  knownAs: z.enum(['credly', 'canvas-badgr', 'accredible']).nullable(),
}).meta({ id: 'Upload' })

const orderSchema = z.object({
  achievementId: z.string().max(64),
  mapping: z.partialRecord(z.enum(fieldNames), z.int().min(0).max(1_000)).meta({ description: 'Which column, counted from 0, holds which field' }),
  dateOrder: z.enum(['mdy', 'dmy']).optional(),
})

const sampleSchema = z.object({
  line: z.int(),
  name: z.string(),
  email: z.string(),
  awardedOn: z.string().optional(),
  expiresOn: z.string().optional(),
  narrative: z.string().optional(),
  licenseNumber: z.string().optional(),
  externalId: z.string().optional(),
})

const previewSchema = z.object({
  counts: z.object({ rows: z.int(), good: z.int(), bad: z.int(), duplicates: z.int() }),
  errors: z.array(rowErrorSchema),
  sample: z.array(sampleSchema),
  needsDateOrder: z.boolean(),
}).meta({ id: 'Preview' })

/** Files of graduates: kept, looked at, issued. */
export function uploadRoutes(app: App, context: NodeContext): void {
  const tags = ['uploads']

  // The body is bytes here and only here: which encoding they are in is for the reader of CSV to find out.
  void app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(['text/csv', 'application/octet-stream'], { parseAs: 'buffer', bodyLimit: maxCsvBytes }, (_request, body, done) => done(null, body))
    scope.post('/api/organisations/:org/uploads', {
      schema: {
        summary: 'Bring a file of graduates; the body is the file, nothing is issued yet', tags,
        consumes: ['text/csv', 'application/octet-stream'], params: orgParams, response: { 201: uploadSchema },
      },
      bodyLimit: maxCsvBytes,
    }, async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) throw new ServerError('request/media-type-unsupported', 'Cannot take file: send it as text/csv')
      const upload = await keepUpload(request.body, actingOf(request, context).actor, context)
      return reply.code(201).send({ ...upload, columns: upload.columns.map((each) => ({ ...each, samples: [...each.samples] })) })
    })
  })

  app.post('/api/organisations/:org/uploads/:id/preview', {
    schema: {
      summary: 'What would be issued: the same reading as issuing, without issuing', tags, params: orgAndIdParams, body: orderSchema,
      response: { 200: previewSchema },
    },
  }, async (request) => {
    const { counts, errors, rows, needsDateOrder } = await previewUpload(request.params.id, request.body, { organisationId: organisationOf(request).id, context })
    return { counts, errors: errors.slice(0, maxListedErrors), sample: rows.slice(0, sampleRows), needsDateOrder }
  })

  app.post('/api/organisations/:org/uploads/:id/issue', {
    schema: {
      summary: 'Issue the good rows; the same file and achievement is the same job', tags, params: orgAndIdParams,
      body: orderSchema.extend({ secondFactor: z.boolean().default(false) }), response: { 202: z.object({ id: z.string() }) },
    },
  }, async (request, reply) =>
    reply.code(202).send(await startIssueJob(request.params.id, request.body, actingOf(request, context))))
}
