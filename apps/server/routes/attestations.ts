import { conflicts, maxWords, relations } from 'everlearned/credential'
import { decodeBase64url } from 'everlearned/encoding'
import { maxAttestationBytes, maxTakeBackLength } from 'everlearned/exchange/attestation'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { endorseForOrganisation, keepAnswer, loadEndorsementStatus, takeEndorsementBack, type LinkedRequest } from '../attestations/answers.ts'
import { mailLanguages } from '../attestations/code-mail.ts'
import { confirmCode, sendCode } from '../attestations/codes.ts'
import { declineAttestation, keepAttestation, lookAtAttestation, readAnswer, withdrawAttestation } from '../attestations/requests.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { actingOf, orgParams } from './issuing-actor.ts'

const newLimit = { name: 'attestation-new', limit: 60, windowSeconds: 3_600 }
const codeLimit = { name: 'attestation-code', limit: 30, windowSeconds: 3_600 }
const addressLimit = { name: 'attestation-address', limit: 3_000, windowSeconds: 600 }

const maxTextLength = Math.ceil((maxAttestationBytes * 4) / 3)
const ciphertext = z.string().min(1).max(maxTextLength).meta({ description: 'base64url: 12 bytes of IV, then AES-256-GCM ciphertext' })
const state = z.enum(['open', 'answered', 'declined', 'withdrawn'])
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const listText = z.string().max(maxTakeBackLength)
const words = z.object({
  statement: z.string().min(1).max(maxWords.statement),
  relation: z.enum(relations).nullable(),
  since: z.string().regex(/^\d{4}(-\d{2})?$/).nullable(),
  conflicts: z.array(z.enum(conflicts)).max(conflicts.length),
  shown: z.array(z.object({ label: z.string().max(maxWords.line), value: z.string().max(maxWords.line) })).max(maxWords.fields),
})

/** Asking somebody to vouch for a record, by link: ciphertext for both sides, and codes to an address that nobody keeps. */
export function attestationRoutes(app: App, context: NodeContext): void {
  const tags = ['attestations']
  const params = z.object({ id: z.string().max(64) })
  const linkOf = async (request: FastifyRequest): Promise<LinkedRequest> => {
    await takeRate(addressLimit, request.ip, context)
    return { id: (request.params as { readonly id: string }).id, linkToken: bearerOf(request) }
  }

  app.post('/api/attestations', {
    schema: {
      summary: 'Keep a request until it expires', tags, body: z.object({ ciphertext, linkToken: token, expiresAt: z.iso.datetime({ offset: true }) }),
      response: { 201: z.object({ id: z.string(), endToken: z.string() }) },
    },
    bodyLimit: maxTextLength + 1_024,
  }, async (request, reply) => {
    await takeRate(newLimit, request.ip, context)
    const { body } = request
    return reply.code(201).header('cache-control', 'no-store').send(await keepAttestation({ ciphertext: decodeBase64url(body.ciphertext), linkToken: body.linkToken, expiresAt: new Date(body.expiresAt) }, context))
  })

  app.get('/api/attestations/:id', {
    schema: { summary: 'What is asked, with the token of the link as bearer; looking changes nothing', tags, params, response: { 200: z.object({ state, ciphertext: z.string().nullable(), expiresAt: z.iso.datetime() }) } },
  }, async (request, reply) => {
    const { id, linkToken } = await linkOf(request)
    return reply.header('cache-control', 'no-store').send(await lookAtAttestation(id, linkToken, context))
  })

  app.post('/api/attestations/:id/code', {
    schema: {
      summary: 'Send a code to an address of whoever is asked; the answer is the same for every address', tags, params,
      body: z.object({ address: z.email().max(254), language: z.enum(mailLanguages).default('en') }), response: { 202: z.object({}) },
    },
  }, async (request, reply) => {
    await takeRate(codeLimit, request.ip, context)
    await sendCode(await linkOf(request), request.body, context)
    return reply.code(202).header('cache-control', 'no-store').send({})
  })

  app.post('/api/attestations/:id/confirm', {
    schema: {
      summary: 'Answer the code, and get the statement of the node about it', tags, params,
      body: z.object({ code: z.string().regex(/^\d{6}$/), endorser: z.string().regex(/^did:key:z[1-9A-HJ-NP-Za-km-z]{40,120}$/) }), response: { 200: z.object({ statement: z.string() }) },
    },
  }, async (request, reply) => reply.header('cache-control', 'no-store').send({ statement: await confirmCode(await linkOf(request), request.body, context) }))

  app.post('/api/attestations/:id/answer', {
    schema: {
      summary: 'Leave the endorsement for the wallet that asked, with the lists by which it can be taken back', tags, params,
      body: z.object({ ciphertext, lists: z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{22}$/), standing: listText, withdrawn: listText }).optional() }),
      response: { 201: z.object({ takeBackToken: z.string().nullable() }) },
    },
    bodyLimit: maxTextLength + maxTakeBackLength * 2 + 1_024,
  }, async (request, reply) => {
    const { ciphertext: answer, lists } = request.body
    return reply.code(201).header('cache-control', 'no-store').send(await keepAnswer(await linkOf(request), { ciphertext: decodeBase64url(answer), lists }, context))
  })

  app.post('/api/attestations/:id/decline', {
    schema: { summary: 'Say no, without a reason', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    const { id, linkToken } = await linkOf(request)
    await declineAttestation(id, linkToken, context)
    return reply.code(204).send(null)
  })

  app.get('/api/attestations/:id/answer', {
    schema: { summary: 'What came of a request, with its end token as bearer', tags, params, response: { 200: z.object({ state, answer: z.string().nullable() }) } },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(await readAnswer(request.params.id, bearerOf(request), context))
  })

  app.delete('/api/attestations/:id', {
    schema: { summary: 'Withdraw a request with its end token as bearer: nobody can answer it any more', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    await withdrawAttestation(request.params.id, bearerOf(request), context)
    return reply.code(204).send(null)
  })

  app.post('/api/organisations/:org/endorsements', {
    schema: {
      summary: 'Sign what you were asked to vouch for with the key of your organisation', tags, params: orgParams,
      body: z.object({ request: z.string().max(64), linkToken: token, about: z.object({ id: z.string().max(2_048), digest: token }), words }), response: { 201: z.object({ endorsement: z.string(), takeBackToken: z.string(), statusId: z.string() }) },
    },
  }, async (request, reply) => {
    const { request: id, linkToken, about, words: said } = request.body
    return reply.code(201).header('cache-control', 'no-store').send(await endorseForOrganisation({ id, linkToken }, { about, words: said }, actingOf(request, context)))
  })

  app.get('/api/endorsement-status/:id', {
    schema: { summary: 'The list that tells whether an endorsement stands', tags, params, produces: ['application/vc'] },
  }, async (request, reply) => reply.header('cache-control', 'no-cache').type('application/vc').send(await loadEndorsementStatus(request.params.id, context)))

  app.post('/api/endorsement-status/:id/withdraw', {
    schema: { summary: 'Take an endorsement back for good, with the token that its signer was given as bearer', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    await takeEndorsementBack(request.params.id, bearerOf(request), context)
    return reply.code(204).send(null)
  })
}

function bearerOf({ headers }: FastifyRequest): string {
  const [, found] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(headers.authorization ?? '') ?? []
  if (found === undefined) throw new ServerError('attestation/token-wrong', 'Cannot open request: its token is missing')
  return found
}
