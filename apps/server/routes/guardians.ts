import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { answerAsGuardian, lookAsGuardian } from '../guardians/guardian-answers.ts'
import { handOverCustody, loadDeskGuardian, renewGuardianLink, showGuardianCode } from '../guardians/guardian-desk.ts'
import { takeRate } from '../rate-limit.ts'
import { actingOf, orgAndIdParams } from './issuing-actor.ts'

/** A whole evening of parents may sit behind one address; codes have their own count. */
const perAddress = { name: 'guardian-address', limit: 600, windowSeconds: 600 }

const sharing = z.enum(['none', 'link']).meta({ description: 'What the person may do with the record meanwhile: nothing, or share it by links that end' })
const tokenSchema = z.object({ token: z.string().max(64) })
const code = z.string().max(40).transform((text) => text.replaceAll(/[\s-]/g, ''))
const answerSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('yes'), sharing: sharing.default('link'), ...tokenSchema.shape, code }),
  z.object({ say: z.literal('no'), ...tokenSchema.shape, code }),
  z.object({ say: z.literal('let-go'), ...tokenSchema.shape, code }),
])
const viewSchema = z.object({
  organisation: z.string(), achievement: z.object({ name: z.string(), description: z.string() }), recipientHint: z.string(),
  until: z.iso.date(), state: z.enum(['asked', 'given', 'refused', 'over', 'voided']), sharing, isTaken: z.boolean(),
}).meta({ id: 'GuardianView' })
const deskSchema = z.object({
  guardian: z.object({
    until: z.iso.date(), state: z.enum(['asked', 'given', 'refused', 'ended', 'over']), endedReason: z.enum(['by-guardian', 'of-age', 'guardian-gone', 'by-law']).nullable(), sharing,
    answeredAt: z.iso.datetime().nullable(), email: z.string().nullable(), link: z.string().nullable(), isCodeLocked: z.boolean(), mailedAt: z.iso.datetime().nullable(),
  }).nullable(),
}).meta({ id: 'Guardian' })

/** Records of minors: what a guardian sees and says, and what the school does about it. The guardian's token is in the body: addresses end up in logs. */
export function guardianRoutes(app: App, context: NodeContext): void {
  const tags = ['guardians']
  const preHandler = async ({ ip }: { readonly ip: string }): Promise<void> => takeRate(perAddress, ip, context)

  app.post('/api/guardian/look', {
    schema: { summary: 'What a guardian is asked; looking changes nothing', tags, body: tokenSchema, response: { 200: viewSchema } }, preHandler,
  }, async ({ body }, reply) => reply.header('cache-control', 'no-store').send(await lookAsGuardian(body.token, context)))

  app.post('/api/guardian/answer', {
    schema: { summary: 'Agree, refuse (also afterwards), or let the person decide alone', tags, body: answerSchema, response: { 200: viewSchema } }, preHandler,
  }, async ({ body: { token, code: given, ...answer } }, reply) => {
    await answerAsGuardian(token, given, answer, context)
    return reply.header('cache-control', 'no-store').send(await lookAsGuardian(token, context))
  })

  app.get('/api/organisations/:org/claims/:id/guardian', {
    schema: { summary: 'The guardian of a minor\'s claim; null for everybody else', tags, params: orgAndIdParams, response: { 200: deskSchema } },
  }, async (request, reply) => {
    const guardian = await loadDeskGuardian(request.params.id, organisationOf(request).id, context)
    return reply.header('cache-control', 'no-store').send({
      guardian: guardian === null ? null : { ...guardian, answeredAt: guardian.answeredAt?.toISOString() ?? null, mailedAt: guardian.mailedAt?.toISOString() ?? null },
    })
  })

  app.post('/api/organisations/:org/claims/:id/guardian/code', {
    schema: { summary: 'Show the guardian\'s code, to give it by another way than the link; who asks is written down', tags, params: orgAndIdParams, response: { 200: z.object({ code: z.string() }) } },
  }, async (request, reply) => reply.header('cache-control', 'no-store').send({ code: await showGuardianCode(request.params.id, actingOf(request, context)) }))

  app.post('/api/organisations/:org/claims/:id/guardian/renew', {
    schema: { summary: 'Give the guardian a new link and code, at another address if it changed', tags, params: orgAndIdParams, body: z.object({ email: z.email().max(254).optional() }), response: { 204: z.null() } },
  }, async (request, reply) => {
    await renewGuardianLink(request.params.id, request.body.email, actingOf(request, context))
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/claims/:id/hand-over', {
    schema: {
      summary: 'Hand the record over to the person alone; from a wallet that somebody else opens too it moves with the claim link and a new code', tags, params: orgAndIdParams,
      body: z.object({ reason: z.enum(['of-age', 'guardian-gone', 'by-law']) }), response: { 204: z.null() },
    },
  }, async (request, reply) => {
    await handOverCustody(request.params.id, request.body.reason, actingOf(request, context))
    return reply.code(204).send(null)
  })
}
