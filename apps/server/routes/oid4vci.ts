import { formatRedirect, formatServerMetadata, Oid4vciRefusal, parseAuthorizationRequest, parseTokenRequest, type Form } from 'everlearned/exchange/oid4vci'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { findOpenExchange } from '../exchanges/exchange-session.ts'
import { requireExchangeCode } from '../exchanges/hand-over.ts'
import { answerCredentialRequest, answerDeferredRequest, takeNotification, type CredentialResult } from '../exchanges/oid4vci/answer-credential.ts'
import { authorizePage } from '../exchanges/oid4vci/authorize-page.ts'
import { findNames, issuerUrlOf, showIssuer, showOffer } from '../exchanges/oid4vci/describe-issuer.ts'
import { makeAuthorizationCode, redeemCode } from '../exchanges/oid4vci/grants.ts'
import { makeNonce } from '../exchanges/oid4vci/nonces.ts'
import { plainPagePolicy } from '../exchanges/plain-page.ts'
import { readJsonBody } from '../exchanges/read-json-body.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { oid4vciProblemOf, sendExchangeProblem, sendOid4vciProblem } from '../problem.ts'
import { takeRate } from '../rate-limit.ts'

/** Forms, and a few key proofs. */
const maxBodyBytes = 256 * 1024

/** Requests of one address: a whole campus may sit behind one. Wrong proofs have their own count, codes cannot be guessed. */
const oid4vciLimit = { name: 'oid4vci-address', limit: 3_000, windowSeconds: 600 }

const tags = ['exchanges']
const params = z.object({ id: z.string().max(64) })
const response = { 200: z.record(z.string(), z.unknown()) }
const json = ['application/json']

/** Handing claims over to wallets of any make by OpenID4VCI 1.0; whoever has the address of an exchange takes part. */
export function oid4vciRoutes(app: App, context: NodeContext): void {
  const scoped = (register: (scope: App) => void, sendError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply): void => {
    void app.register(async (scope: App) => {
      scope.setErrorHandler((error, request, reply) => sendError(error, request, reply))
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body))
      scope.addHook('preHandler', async (request) => takeRate(oid4vciLimit, request.ip, context))
      register(scope)
    })
  }
  scoped((scope) => documentRoutes(scope, context), (error, request, reply) => sendExchangeProblem(error, context.config, request, reply))
  // A person reads this one.
  scoped((scope) => authorizeRoutes(scope, context), (error, request, reply) =>
    reply.code(oid4vciProblemOf(error, 'token').status).header('cache-control', 'no-store').header('content-security-policy', plainPagePolicy()).type('text/html; charset=utf-8').send(authorizePage(request.headers['accept-language'], undefined)))
  scoped((scope) => tokenRoutes(scope, context), (error, request, reply) => sendOid4vciProblem(error, 'token', request, reply))
  scoped((scope) => credentialRoutes(scope, context), (error, request, reply) => sendOid4vciProblem(error, 'credential', request, reply))
}

function documentRoutes(scope: App, context: NodeContext): void {
  scope.get('/offers/:id', {
    schema: {
      summary: 'The offer of an exchange (OpenID4VCI)', tags, params, response,
      querystring: z.object({
        format: z.enum(['ldp_vc', 'dc+sd-jwt']).default('ldp_vc'),
        grant: z.enum(['pre-authorized', 'authorization_code']).default('pre-authorized').meta({ description: 'authorization_code: the person goes to a page of the issuer first' }),
      }),
    },
  }, async ({ params: { id }, query: { format, grant } }, reply) => reply.header('cache-control', 'no-store')
    .send(await showOffer(id, { configurationId: format === 'ldp_vc' ? 'OpenBadgeCredential' : 'OpenBadgeCredentialSdJwt', grant: grant === 'pre-authorized' ? grant : 'authorization' }, context)))

  scope.get('/.well-known/openid-credential-issuer/oid4vci/:id', { schema: { summary: 'The issuer of an exchange (OpenID4VCI)', tags, params, response } }, async (request, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(await showIssuer(request.params.id, context)))

  scope.get('/.well-known/oauth-authorization-server/oid4vci/:id', { schema: { summary: 'The authorization server of an exchange (RFC 8414)', tags, params, response } }, async (request, reply) => {
    await findOpenExchange(request.params.id, 'issue', context)
    return reply.header('cache-control', 'public, max-age=60').send(formatServerMetadata(issuerUrlOf(request.params.id, context.config)))
  })

  scope.post('/oid4vci/:id/nonce', { schema: { summary: 'A nonce for a key proof', tags, params, response } }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send({ c_nonce: await makeNonce(await findOpenExchange(request.params.id, 'issue', context), context) }))
}

function tokenRoutes(scope: App, context: NodeContext): void {
  scope.post('/oid4vci/:id/token', { schema: { summary: 'A token for a code', tags, params, consumes: ['application/x-www-form-urlencoded'], response } }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await redeemCode(request.params.id, parseTokenRequest(readForm(request.body)), context)))
}

function authorizeRoutes(scope: App, context: NodeContext): void {
  scope.get('/oid4vci/:id/authorize', { schema: { summary: 'The page on which a person lets a wallet have their record', tags, params, produces: ['text/html'] } }, async (request, reply) =>
    showAuthorizePage(request.params.id, readForm(Buffer.from(request.url.split('?')[1] ?? '')), false, { request, reply, context }))

  scope.post('/oid4vci/:id/authorize', { schema: { summary: 'What the person answers on that page', tags, params, consumes: ['application/x-www-form-urlencoded'] } }, async (request, reply) => {
    const { answer, claim_code: claimCode, ...form } = readForm(request.body)
    const { id } = request.params
    const asked = parseAuthorizationRequest(form)
    const exchange = await findOpenExchange(id, 'issue', context)
    const issuer = issuerUrlOf(id, context.config)
    reply.header('cache-control', 'no-store')
    if (answer !== 'agree') return reply.redirect(formatRedirect(asked, { error: 'access_denied' }, issuer), 303)
    try {
      await requireExchangeCode(exchange, claimCode?.slice(0, 40).replaceAll(/[\s-]/g, '') || undefined, context)
    } catch (error) {
      if (error instanceof IssuingError && error.code.startsWith('claim/code-')) return showAuthorizePage(id, form, true, { request, reply, context })
      throw error
    }
    return reply.redirect(formatRedirect(asked, { code: await makeAuthorizationCode(exchange, asked, context) }, issuer), 303)
  })
}

/** Nobody is sent anywhere before the request has been read: until then what is wrong with it is told here. */
async function showAuthorizePage(id: string, form: Form, isCodeWrong: boolean, { request, reply, context }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly context: NodeContext }): Promise<FastifyReply> {
  const { redirectUri } = parseAuthorizationRequest(form)
  const names = await findNames(id, context)
  const { host: wallet, origin } = new URL(redirectUri)
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-language')
    // The answer of a form leads on to the wallet, which browsers hold against this list.
    .header('content-security-policy', plainPagePolicy(`'self' ${origin}`))
    .send(authorizePage(request.headers['accept-language'], { ...names, wallet, parameters: form, isCodeWrong }))
}

function credentialRoutes(scope: App, context: NodeContext): void {
  const bearer = ({ params, headers, body }: FastifyRequest) => ({ sessionId: (params as { readonly id: string }).id, authorization: headers.authorization, body: readJsonBody(body) })
  const send = (reply: FastifyReply, { answer }: CredentialResult): FastifyReply => reply.header('cache-control', 'no-store').send(answer)

  scope.post('/oid4vci/:id/credential', { schema: { summary: 'Credentials for proven keys', tags, params, consumes: json, response: { ...response, 202: response[200] } } }, async (request, reply) => {
    const result = await answerCredentialRequest(bearer(request), context)
    return send(result.isDeferred ? reply.code(202) : reply, result)
  })

  scope.post('/oid4vci/:id/deferred_credential', { schema: { summary: 'Credentials that come later', tags, params, consumes: json, response: { ...response, 202: response[200] } } }, async (request, reply) => {
    const result = await answerDeferredRequest(bearer(request), context)
    return send(result.isDeferred ? reply.code(202) : reply, result)
  })

  scope.post('/oid4vci/:id/notification', { schema: { summary: 'What became of the credentials', tags, params, consumes: json, response: { 204: z.null() } } }, async (request, reply) => {
    await takeNotification(bearer(request), context)
    return reply.code(204).header('cache-control', 'no-store').send(null)
  })
}

/** Untrusted: a parameter that comes twice would be read one way by one program and another way by the next. @throws Oid4vciRefusal `invalid_request` */
function readForm(body: unknown): Form {
  const entries = [...new URLSearchParams(Buffer.isBuffer(body) ? body.toString() : '')]
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw new Oid4vciRefusal('invalid_request', 'Cannot read request: a parameter comes twice')
  return Object.fromEntries(entries)
}
