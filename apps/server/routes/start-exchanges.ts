import { notificationEvents } from 'everlearned/exchange/oid4vci'
import { policyNames } from 'everlearned/verifier'
import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import type { Exchange } from '../exchanges/exchange-session.ts'
import { makeSealedKey } from '../exchanges/oid4vp/question.ts'
import { presentStarted } from '../exchanges/protocols.ts'
import { listExchanges, loadExchange, removeExchange, stateOf } from '../exchanges/show-exchange.ts'
import { startIssueExchange, startVerifyExchange } from '../exchanges/start-exchange.ts'
import type { ExchangeResult } from '../exchanges/tables.ts'
import { takeRate } from '../rate-limit.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

const startedSchema = z.object({
  id: z.string(),
  interactionUrl: z.string().meta({ description: 'For a QR code and to be copied; whoever has it can take part, once. It is shown only now.' }),
  protocols: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
}).meta({ id: 'StartedExchange' })

const code = z.string().max(40).transform((text) => text.replaceAll(/[\s-]/g, '')).optional().meta({ description: 'The code of the claim, where its issuer asks for one' })

const questionFields = {
  purpose: z.string().min(1).max(500).meta({ description: 'Said to the holder: why they are asked' }),
  alternative: z.string().min(1).max(500).optional().meta({ description: 'Said to the holder: how they go on without showing a record, on equal terms' }),
  minutes: z.int().min(5).max(10_080).default(10).meta({ description: 'How long it may be answered' }),
  types: z.array(z.string().regex(/^[A-Za-z][\w-]{0,99}$/)).min(1).max(8).default(['OpenBadgeCredential']),
  policy: z.enum(policyNames).default('known-issuer'),
  redirectUrl: z.url({ protocol: /^https$/ }).max(2_048).optional().meta({ description: 'Where the holder may go on afterwards' }),
  agreement: z.string().min(1).max(2_000).optional().meta({ description: 'What the holder agrees to by showing it; only OpenID4VP has a place for it' }),
  isEncrypted: z.boolean().default(false).meta({ description: 'Whether the answer is encrypted beyond TLS (direct_post.jwt of OpenID4VP)' }),
}

const startSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('issue'), claimId: z.string().max(64), code }),
  z.object({ kind: z.literal('verify'), ...questionFields }),
])

const exchangeSchema = z.object({
  id: z.string(),
  kind: z.enum(['issue', 'verify']),
  state: z.enum(['open', 'complete', 'closed', 'expired']),
  failures: z.int().meta({ description: 'Wrong proofs' }),
  claimId: z.string().nullable(),
  question: z.object({ purpose: z.string(), alternative: z.string().optional(), types: z.array(z.string()), policy: z.string(), redirectUrl: z.string().optional(), agreement: z.string().optional() }).nullable(),
  askedBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  notified: z.enum(notificationEvents).nullable().meta({ description: 'What the holder\'s wallet said that became of the credential' }),
}).meta({ id: 'Exchange' })

const shownSchema = exchangeSchema.extend({
  result: z.object({
    presentations: z.array(z.object({ holder: z.string(), document: z.string(), verdict: z.unknown(), isUnasked: z.literal(true).optional() })),
    isDeclined: z.literal(true).optional().meta({ description: 'The holder said no, or had nothing to show' }),
    responseCode: z.string().optional().meta({ description: 'Who comes back to redirectUrl with this as #response_code is who answered' }),
  }).nullable(),
}).meta({ id: 'ExchangeWithResult' })

const claimExchangeLimit = { name: 'claim-exchange-address', limit: 300, windowSeconds: 600 }

/** Beginning exchanges and seeing what came of them: for the desk, and for the person who holds a claim link. */
export function startExchangeRoutes(app: App, context: NodeContext): void {
  const tags = ['exchanges']

  app.post('/api/claims/:token/exchange', {
    schema: {
      summary: 'Take the claim with a wallet of another make', tags: ['claiming'], params: z.object({ token: z.string().max(128) }),
      body: z.object({ code }), response: { 201: startedSchema },
    },
  }, async (request, reply) => {
    await takeRate(claimExchangeLimit, request.ip, context)
    const started = await startIssueExchange({ token: request.params.token }, request.body.code, context)
    return reply.code(201).header('cache-control', 'no-store').send(presentStarted(started, context.config))
  })

  app.post('/api/organisations/:org/exchanges', {
    schema: { summary: 'Begin an exchange: hand a claim over, or ask a holder for credentials', tags, params: orgParams, body: startSchema, response: { 201: startedSchema } },
  }, async (request, reply) => {
    const { actor } = actingOf(request, context)
    const { body } = request
    const started = body.kind === 'issue'
      ? await startIssueExchange({ claimId: body.claimId, actor }, body.code, context)
      : await startVerifyExchange({ purpose: body.purpose, alternative: body.alternative, types: body.types, policy: body.policy, redirectUrl: body.redirectUrl, agreement: body.agreement, sealedResponseKey: body.isEncrypted ? await makeSealedKey(context) : undefined }, { actor, lifeSeconds: body.minutes * 60 }, context)
    return reply.code(201).send(presentStarted(started, context.config))
  })

  app.get('/api/organisations/:org/exchanges', {
    schema: { summary: 'The newest exchanges', tags, params: orgParams, response: { 200: z.object({ exchanges: z.array(exchangeSchema) }) } },
  }, async (request) => ({ exchanges: (await listExchanges(organisationOf(request).id, context)).map((exchange) => presentExchange(exchange, context)) }))

  app.get('/api/organisations/:org/exchanges/:id', {
    schema: { summary: 'An exchange and what came of it: what was shown, and the verdict on it', tags, params: orgAndIdParams, response: { 200: shownSchema } },
  }, async (request) => {
    const exchange = await loadExchange(request.params.id, organisationOf(request).id, context)
    return { ...presentExchange(exchange, context), result: exchange.result === null ? null : presentResult(exchange.result) }
  })

  app.delete('/api/organisations/:org/exchanges/:id', {
    schema: { summary: 'Remove an exchange and all that was shown in it', tags, params: orgAndIdParams, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeExchange(request.params.id, actingOf(request, context))
    return reply.code(204).send(null)
  })
}

function presentResult({ presentations, isDeclined, responseCode }: ExchangeResult): NonNullable<z.infer<typeof shownSchema>['result']> {
  return {
    presentations: presentations.map(({ holder, document, verdict, isUnasked }) => ({ holder, document, verdict, ...(isUnasked === undefined ? {} : { isUnasked }) })),
    ...(isDeclined === undefined ? {} : { isDeclined }), ...(responseCode === undefined ? {} : { responseCode }),
  }
}

function presentExchange(exchange: Omit<Exchange, 'result'>, { now }: NodeContext): z.infer<typeof exchangeSchema> {
  const { id, kind, failures, claim_id: claimId, question, asked_by: askedBy } = exchange
  return {
    id, kind, failures, claimId, askedBy, state: stateOf(exchange, now()),
    question: question === null ? null : { purpose: question.purpose, ...(question.alternative === undefined ? {} : { alternative: question.alternative }), types: [...question.types], policy: question.policy, ...(question.redirectUrl === undefined ? {} : { redirectUrl: question.redirectUrl }), ...(question.agreement === undefined ? {} : { agreement: question.agreement }) },
    createdAt: exchange.created_at.toISOString(), expiresAt: exchange.expires_at.toISOString(), finishedAt: exchange.finished_at?.toISOString() ?? null, notified: exchange.notified,
  }
}
