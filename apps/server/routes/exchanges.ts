import { formatInteractionUrl, formatProtocols } from 'everlearned/exchange/vcalm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { answerVcalm, showRequest } from '../exchanges/answer-vcalm.ts'
import { describeExchange } from '../exchanges/describe-exchange.ts'
import { ExchangeRefusal } from '../exchanges/exchange-refusal.ts'
import { findOpenExchange } from '../exchanges/exchange-session.ts'
import { interactionPage } from '../exchanges/interaction-page.ts'
import { plainPagePolicy } from '../exchanges/plain-page.ts'
import { protocolsOf } from '../exchanges/protocols.ts'
import { readJsonBody } from '../exchanges/read-json-body.ts'
import { problemOf, sendExchangeProblem } from '../problem.ts'
import { takeRate } from '../rate-limit.ts'

/** A presentation of a few credentials. */
const maxBodyBytes = 1024 * 1024

/** Requests of one address: a whole campus may sit behind one. Wrong proofs have their own count, addresses cannot be guessed. */
const exchangeLimit = { name: 'exchange-address', limit: 3_000, windowSeconds: 600 }

/** Exchanges as wallets of any make carry them on (VCALM 1.0); whoever has the address takes part. */
export function exchangeRoutes(app: App, context: NodeContext): void {
  const tags = ['exchanges']
  const params = z.object({ id: z.string().max(64) })
  const response = { 200: z.record(z.string(), z.unknown()) }

  void app.register(async (scope: App) => {
    scope.setErrorHandler((error, request, reply) => sendExchangeProblem(error, context.config, request, reply))
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body))

    scope.get('/interactions/:id', {
      schema: { summary: 'What an interaction URL leads to: the protocols for programs, a page for people', tags, params },
    }, async (request, reply) => showInteraction(request.params.id, request, reply, context))

    scope.get('/exchanges/:id/protocols', { schema: { summary: 'The protocols in which the exchange can go on', tags, params, response } }, async (request, reply) => {
      const exchange = await findOpenExchange(request.params.id, undefined, context)
      return reply.header('cache-control', 'no-store').send(formatProtocols(protocolsOf(exchange, request.params.id, context.config)))
    })

    scope.get('/exchanges/:id/request', { schema: { summary: 'What the exchange asks at present; looking changes nothing', tags, params, response } }, async (request, reply) =>
      reply.header('cache-control', 'no-store').send(await showRequest(request.params.id, context)))

    scope.post('/exchanges/:id', {
      schema: { summary: 'Take part (VCALM): an empty object gets the request, a presentation the credential or the receipt', tags, params, consumes: ['application/json'], response },
      bodyLimit: maxBodyBytes,
    }, async (request, reply) => {
      await takeRate(exchangeLimit, request.ip, context)
      return reply.header('cache-control', 'no-store').send(await answerVcalm(request.params.id, readJsonBody(request.body), context))
    })
  })
}

async function showInteraction(id: string, request: FastifyRequest, reply: FastifyReply, context: NodeContext): Promise<FastifyReply> {
  const wantsJson = /\bapplication\/(?:[\w.-]+\+)?json\b/.test(request.headers.accept ?? '')
  const found = await findOpenExchange(id, undefined, context).catch((error: unknown) => {
    if (wantsJson || !(error instanceof ExchangeRefusal)) throw error
    reply.code(problemOf(error).status)
    return undefined
  })
  reply.header('cache-control', 'no-store').header('vary', 'accept, accept-language')
  if (found !== undefined && wantsJson) return reply.send(formatProtocols(protocolsOf(found, id, context.config), await describeExchange(found, context)))
  const { publicBaseUrl, walletBaseUrl } = context.config
  const interaction = found === undefined ? undefined : { url: formatInteractionUrl(publicBaseUrl, id), kind: found.kind, walletBaseUrl, about: await describeExchange(found, context) }
  return reply.type('text/html; charset=utf-8').header('content-security-policy', plainPagePolicy()).send(interactionPage(request.headers['accept-language'], interaction))
}
