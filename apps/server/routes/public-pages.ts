import type { JsonObject } from 'everlearned/encoding'
import { maxPageBytes, maxPageProofs } from 'everlearned/exchange/public-page'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { requireOperator } from '../accounts/operators.ts'
import type { App } from '../app.ts'
import { sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { problemOf } from '../problem.ts'
import { headPage, unlisted } from '../public-pages/page-head.ts'
import { changePage, endPage, keepPage, loadPage, takePageDown } from '../public-pages/public-pages.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { readPageDocument } from '../static-files.ts'

/** A page, its proofs and the little around them; in JSON each sign of it may take two. */
const maxBodyBytes = maxPageBytes * 2 + maxPageProofs * 4_096

const publishLimit = { name: 'public-page-address', limit: 60, windowSeconds: 3_600 }
const readLimit = { name: 'public-page-read', limit: 1_200, windowSeconds: 600 }

/** Public pages: what a person chose to show to everybody who has the address. Nobody who reads one is counted or remembered. */
export function publicPageRoutes(app: App, context: NodeContext): void {
  const tags = ['sharing']
  const params = z.object({ id: z.string().max(64) })
  const body = z.object({
    bundle: z.string().min(1).max(maxPageBytes).meta({ description: 'A share bundle as text, which everybody may read' }),
    isListed: z.boolean().meta({ description: 'Whether search engines may list the page' }),
    expiresAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    proofs: z.array(z.record(z.string(), z.unknown()).transform((proof) => proof as JsonObject)).min(1).max(maxPageProofs).meta({ description: 'A presentation for each key that a record is about; its challenge is the SHA-256 of the page' }),
  })
  const document = readPageDocument(context.config.pages.node)

  app.post('/api/public-pages', {
    schema: { summary: 'Put a page up until it expires or is taken down', tags, body, response: { 201: z.object({ id: z.string(), editToken: z.string() }) } },
    bodyLimit: maxBodyBytes,
  }, async (request, reply) => {
    await takeRate(publishLimit, request.ip, context)
    return reply.code(201).send(await keepPage(request.body, context))
  })

  app.get('/api/public-pages/:id', {
    schema: { summary: 'A public page', tags, params, response: { 200: z.object({ bundle: z.string(), isListed: z.boolean(), changedAt: z.iso.datetime(), expiresAt: z.iso.datetime() }) } },
  }, async (request, reply) => {
    await takeRate(readLimit, request.ip, context)
    return reply.header('x-robots-tag', unlisted).send(await loadPage(request.params.id, context))
  })

  app.put('/api/public-pages/:id', {
    schema: { summary: 'Put another content or another end in the place of a page, with its edit token as bearer', tags, params, body, response: { 204: z.null() } },
    bodyLimit: maxBodyBytes,
  }, async (request, reply) => {
    await takeRate(publishLimit, request.ip, context)
    await changePage(request.params.id, bearerOf(request), request.body, context)
    return reply.code(204).send(null)
  })

  app.delete('/api/public-pages/:id', {
    schema: { summary: 'Take a page down at once, with its edit token as bearer; nothing of it stays', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    await endPage(request.params.id, bearerOf(request), context)
    return reply.code(204).send(null)
  })

  app.post('/api/public-pages/:id/take-down', {
    schema: { summary: 'Take a page down for whoever runs the node', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    await requireOperator(sessionOf(request).accountId, context)
    await takePageDown(request.params.id, context)
    return reply.code(204).send(null)
  })

  app.get('/p/:id', { schema: { hide: true, params } }, async (request, reply) => {
    await takeRate(readLimit, request.ip, context)
    if (document === undefined) throw new ServerError('page/not-built', 'Cannot show page: run npm run build')
    const found = await loadPage(request.params.id, context).catch(whenEnded)
    const page = found instanceof ServerError ? undefined : found
    if (page?.isListed !== true) reply.header('x-robots-tag', unlisted)
    const status = found instanceof ServerError ? problemOf(found).status : 200
    return reply.code(status).type('text/html; charset=utf-8').send(headPage(document, `${context.config.publicBaseUrl}/p/${request.params.id}`, page))
  })
}

/** Whoever comes too late gets the pages, which say so in words. */
function whenEnded(error: unknown): ServerError {
  if (error instanceof ServerError && error.code === 'public-page/ended') return error
  throw error
}

function bearerOf({ headers: { authorization = '' } }: FastifyRequest): string {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(authorization) ?? []
  if (token === undefined) throw new ServerError('public-page/token-wrong', 'Cannot change page: its edit token is missing')
  return token
}
