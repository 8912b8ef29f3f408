import { CredentialError, parseJson } from 'everlearned/credential'
import { parseParameters } from 'everlearned/exchange/oid4vp'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { ExchangeRefusal } from '../exchanges/exchange-refusal.ts'
import { makeDcApiRequest, takeDcApiResponse } from '../exchanges/oid4vp/answer-dc-api.ts'
import { makeOid4vpRequest, takeOid4vpResponse } from '../exchanges/oid4vp/answer-oid4vp.ts'
import { sendExchangeProblem, sendOid4vpProblem } from '../problem.ts'
import { takeRate } from '../rate-limit.ts'

/** A presentation of a few credentials, each character of it escaped. */
const maxBodyBytes = 3 * 1024 * 1024

/** Requests of one address: a whole campus may sit behind one. */
const exchangeLimit = { name: 'exchange-address', limit: 3_000, windowSeconds: 600 }

/** Asking wallets of any make for a presentation (OpenID for Verifiable Presentations 1.0); whoever has the address takes part. */
export function oid4vpRoutes(app: App, context: NodeContext): void {
  const tags = ['exchanges']
  const params = z.object({ id: z.string().max(64) })
  const response = { 200: z.record(z.string(), z.unknown()) }

  void app.register(async (scope: App) => {
    scope.setErrorHandler((error, request, reply) => sendOid4vpProblem(error, request, reply))
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body))

    scope.get('/vp/:id/request', {
      schema: { summary: 'The request of an exchange (OpenID4VP), each time with a new nonce', tags, params, response },
    }, async (request, reply) => {
      await takeRate(exchangeLimit, request.ip, context)
      return reply.header('cache-control', 'no-store').send(await makeOid4vpRequest(request.params.id, context))
    })

    scope.post('/vp/:id/response', {
      schema: { summary: 'Answer the request (OpenID4VP): presentations, or that there will be none', tags, params, consumes: ['application/x-www-form-urlencoded', 'application/json'], response },
      bodyLimit: maxBodyBytes,
    }, async (request, reply) => {
      await takeRate(exchangeLimit, request.ip, context)
      return reply.header('cache-control', 'no-store').send(await takeOid4vpResponse(request.params.id, readBody(request.body), context))
    })
  })

  // Its answers are read by a page, which knows problems by their code.
  void app.register(async (scope: App) => {
    scope.setErrorHandler((error, request, reply) => sendExchangeProblem(error, context.config, request, reply))
    scope.post('/vp/:id/digital/request', {
      schema: { summary: 'The request as a page of this node hands it to the browser (Digital Credentials API), each time with a new nonce', tags, params, response: { 200: z.object({ protocol: z.string(), data: z.record(z.string(), z.unknown()) }) } },
    }, async (request, reply) => {
      await takeRate(exchangeLimit, request.ip, context)
      return reply.header('cache-control', 'no-store').send(await makeDcApiRequest(request.params.id, context))
    })

    scope.post('/vp/:id/digital/response', {
      schema: { summary: 'What the browser handed back to that page', tags, params, body: z.record(z.string(), z.unknown()), response }, bodyLimit: maxBodyBytes,
    }, async (request, reply) => {
      await takeRate(exchangeLimit, request.ip, context)
      return reply.header('cache-control', 'no-store').send(await takeDcApiResponse(request.params.id, request.body, context))
    })
  })
}

/** Untrusted: a form or JSON, whichever it calls itself. */
function readBody(body: unknown): unknown {
  const text = Buffer.isBuffer(body) ? body.toString().trim() : ''
  if (!text.startsWith('{')) {
    const entries = [...new URLSearchParams(text)]
    if (new Set(entries.map(([name]) => name)).size < entries.length) throw new ExchangeRefusal('exchange/malformed', 'Cannot read answer: it says something twice')
    return parseParameters(Object.fromEntries(entries))
  }
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof CredentialError) throw new ExchangeRefusal('exchange/unreadable', 'Cannot read answer: it is not JSON, or not safe to read')
    throw cause
  }
}
