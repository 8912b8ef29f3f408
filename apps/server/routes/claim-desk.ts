import encodeQR from 'qr'
import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { reissueClaim, resendClaim, showClaimCode } from '../issuing/change-claim.ts'
import { loadDeskClaim, searchClaims, type DeskClaim } from '../issuing/claim-desk.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { selectionOf, selectionSchema, suspendReason, voidReason } from './change-claims.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

const claimSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  achievement: z.string(),
  state: z.enum(['unclaimed', 'bound', 'voided']),
  voidReason: voidReason.nullable(),
  suspendedAt: z.iso.datetime().nullable(),
  suspendReason: suspendReason.nullable(),
  canSuspend: z.boolean().meta({ description: 'False for what was issued before suspension was there: it can only be voided' }),
  issuedAt: z.iso.datetime(),
  claimedAt: z.iso.datetime().nullable(),
  hasTicket: z.boolean(),
  hasCode: z.boolean(),
  isCodeLocked: z.boolean(),
  reissuedAs: z.string().nullable(),
  erasedAt: z.iso.datetime().nullable().meta({ description: 'Since when nothing of the person is here any more; name and address are empty' }),
  jobId: z.string().nullable(),
  link: z.string().nullable().meta({ description: 'Null once nobody can claim with it any more' }),
  guardianLink: z.string().nullable().meta({ description: 'For the guardian of a minor, while they have a say; it needs a code that goes another way' }),
  mail: z.object({ state: z.enum(['queued', 'sent', 'failed']), through: z.enum(['smtp', 'outbox']), code: z.string().nullable(), settledAt: z.iso.datetime().nullable() }).nullable()
    .meta({ description: 'What became of the last mail with the link; null when there was none' }),
}).meta({ id: 'Claim' })

const pageSchema = z.object({
  claims: z.array(claimSchema),
  nextCursor: z.string().nullable(),
  found: z.int().meta({ description: 'How many the search means, on all its pages' }),
  counts: z.object({ unclaimed: z.int(), bound: z.int(), suspended: z.int(), voided: z.int(), tickets: z.int() }),
})

const searchSchema = selectionSchema.extend({
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

function presentClaim({ issuedAt, claimedAt, suspendedAt, erasedAt, mail, ...claim }: DeskClaim): z.infer<typeof claimSchema> {
  return { ...claim, mail: mail === null ? null : { ...mail, settledAt: mail.settledAt?.toISOString() ?? null }, issuedAt: issuedAt.toISOString(), claimedAt: claimedAt?.toISOString() ?? null, suspendedAt: suspendedAt?.toISOString() ?? null, erasedAt: erasedAt?.toISOString() ?? null }
}

/** The claim desk: who has what, and what to do when something is wrong. */
export function claimDeskRoutes(app: App, context: NodeContext): void {
  const tags = ['claim desk']
  const correction = z.object({ name: z.string().trim().min(1).max(200).optional(), email: z.email().max(254).optional() })

  app.get('/api/organisations/:org/claims', {
    schema: { summary: 'Search the claims', tags, params: orgParams, querystring: searchSchema, response: { 200: pageSchema } },
  }, async (request) => {
    const { cursor, limit, ...meant } = request.query
    const { claims, ...page } = await searchClaims({ ...selectionOf(meant), cursor, limit }, organisationOf(request).id, context)
    return { claims: claims.map(presentClaim), ...page }
  })

  app.get('/api/organisations/:org/claims/:id', {
    schema: { summary: 'One claim', tags, params: orgAndIdParams, response: { 200: claimSchema } },
  }, async (request) =>
    presentClaim(await loadDeskClaim(request.params.id, organisationOf(request).id, context)))

  app.post('/api/organisations/:org/claims/:id/resend', {
    schema: { summary: 'Mail the link again', tags, params: orgAndIdParams, response: { 204: z.null() } },
  }, async (request, reply) => {
    await resendClaim(request.params.id, actingOf(request, context))
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/claims/:id/code', {
    schema: { summary: 'Show the code of the second factor, to pass it on by another channel than the link; who asks is written down', tags, params: orgAndIdParams, response: { 200: z.object({ code: z.string() }) } },
  }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send({ code: await showClaimCode(request.params.id, actingOf(request, context)) }))

  app.post('/api/organisations/:org/claims/:id/reissue', {
    schema: {
      summary: 'Issue anew under a new link; the old one is void', tags, params: orgAndIdParams, body: correction,
      response: { 201: claimSchema },
    },
  }, async (request, reply) => {
    const id = await reissueClaim(request.params.id, request.body, actingOf(request, context))
    return reply.code(201).send(presentClaim(await loadDeskClaim(id, organisationOf(request).id, context)))
  })

  app.get('/api/organisations/:org/claims/:id/qr.svg', {
    schema: { summary: 'The claim link as a QR code', tags, produces: ['image/svg+xml'], params: orgAndIdParams },
  }, async (request, reply) => {
    const { link } = await loadDeskClaim(request.params.id, organisationOf(request).id, context)
    if (link === null) throw new IssuingError('claim/not-open', 'Cannot draw link: the claim is not open')
    return reply.type('image/svg+xml').header('cache-control', 'no-store').send(encodeQR(link, 'svg', { ecc: 'medium' }))
  })
}
