import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { changeClaim, changeClaims, type ClaimChanges, type ClaimSelection } from '../issuing/change-claims.ts'
import type { DeskSelection } from '../issuing/claim-desk.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

/** Why a claim is taken back for good. */
export const voidReason = z.enum(['wrong-person', 'wrong-details', 'issued-in-error', 'other'])

/** Why a claim rests for a while. */
export const suspendReason = z.enum(['under-review', 'requirement-lapsed', 'asked-by-recipient', 'other'])

/** Which claims a search means. */
export const selectionSchema = z.object({
  q: z.string().max(200).optional(),
  state: z.enum(['unclaimed', 'bound', 'suspended', 'voided', 'all']).default('all'),
  job: z.string().max(64).optional(),
  mail: z.literal('failed').optional(),
})

/** The same, as the desk knows it. */
export function selectionOf({ q, job, ...rest }: z.infer<typeof selectionSchema>): DeskSelection {
  return { ...rest, text: q, jobId: job }
}

/** Untrusted: so many claims are named one by one, and so many are changed in one transaction. */
const [maxIds, maxMeant] = [1_000, 100_000]

const manySchema = z.object({
  ids: z.array(z.string().max(64)).min(1).max(maxIds).optional(),
  search: selectionSchema.optional(),
  count: z.int().min(1).max(maxMeant).optional().meta({ description: 'With `search`: how many it means; when it is another number by now, nothing is changed' }),
}).refine(({ ids, search, count }) => (ids === undefined) !== (search === undefined) && (search === undefined) === (count === undefined), 'either ids, or search and count')

const changesSchema = z.object({
  changed: z.int(),
  unchanged: z.int().meta({ description: 'Those that were so already' }),
  refusedCount: z.int(),
  refused: z.array(z.object({ id: z.string(), code: z.string() })).meta({ description: `The first ${maxIds} of them, each with why` }),
}).meta({ id: 'ClaimChanges' })

function selectedClaims({ ids, search, count }: z.infer<typeof manySchema>): ClaimSelection {
  return search === undefined || count === undefined ? { ids: ids ?? [] } : { search: selectionOf(search), count }
}

function presentChanges({ refused, ...counts }: ClaimChanges): z.infer<typeof changesSchema> {
  return { ...counts, refusedCount: refused.length, refused: refused.slice(0, maxIds).map(({ id, code }) => ({ id, code })) }
}

/** Voiding, suspending and resuming: one claim, or many at once. */
export function changeClaimRoutes(app: App, context: NodeContext): void {
  const tags = ['claim desk']
  const one = { tags, params: orgAndIdParams, response: { 204: z.null() } }
  const many = { tags, params: orgParams, response: { 200: changesSchema } }
  const reasonedVoid = z.object({ reason: voidReason })
  const reasonedSuspension = z.object({ reason: suspendReason })
  const acting = (request: FastifyRequest) => actingOf(request, context)

  app.post('/api/organisations/:org/claims/:id/void', { schema: { ...one, summary: 'Take a claim back for good, and revoke what was issued for it', body: reasonedVoid } }, async (request, reply) => {
    await changeClaim(request.params.id, { act: 'void', ...request.body }, acting(request))
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/claims/:id/suspend', { schema: { ...one, summary: 'Suspend a claim and what was issued for it, until it is resumed', body: reasonedSuspension } }, async (request, reply) => {
    await changeClaim(request.params.id, { act: 'suspend', ...request.body }, acting(request))
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/claims/:id/resume', { schema: { ...one, summary: 'End the suspension of a claim' } }, async (request, reply) => {
    await changeClaim(request.params.id, { act: 'resume' }, acting(request))
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/claims/void', { schema: { ...many, summary: 'Take many claims back for good; each status list is signed once', body: manySchema.and(reasonedVoid) } }, async (request) =>
    presentChanges(await changeClaims(selectedClaims(request.body), { act: 'void', reason: request.body.reason }, acting(request))))

  app.post('/api/organisations/:org/claims/suspend', { schema: { ...many, summary: 'Suspend many claims, until they are resumed', body: manySchema.and(reasonedSuspension) } }, async (request) =>
    presentChanges(await changeClaims(selectedClaims(request.body), { act: 'suspend', reason: request.body.reason }, acting(request))))

  app.post('/api/organisations/:org/claims/resume', { schema: { ...many, summary: 'End the suspension of many claims', body: manySchema } }, async (request) =>
    presentChanges(await changeClaims(selectedClaims(request.body), { act: 'resume' }, acting(request))))
}
