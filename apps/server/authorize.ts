/** Holds every request to the access table: nothing is ever open or closed by accident. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findApiKey } from './accounts/api-keys.ts'
import { findInvitation } from './accounts/invitations.ts'
import { findOrganisation, type Organisation } from './accounts/organisations.ts'
import { findSession } from './accounts/sessions.ts'
import { isSetUpToken } from './accounts/set-up.ts'
import { accessTable, type Access } from './access-table.ts'
import type { NodeContext } from './context.ts'
import { equalSecrets } from './secrets.ts'
import { ServerError } from './server-error.ts'

/** Who calls. */
export type Caller =
  | { readonly kind: 'session'; readonly accountId: string; readonly token: string }
  | { readonly kind: 'api-key'; readonly organisationId: string; readonly keyId: string }

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes that need one, by the access table. */
    caller: Caller | null
    /** Set on routes under `/api/organisations/:org`, once the caller may act for it. */
    organisation: Organisation | null
  }
}

/** The name of the session cookie. */
export const sessionCookie = 'ler_session'

/** The organisation that the request acts for. */
export function organisationOf(request: FastifyRequest): Organisation {
  if (request.organisation === null) throw new TypeError('organisationOf() is for routes of members')
  return request.organisation
}

/** The person who calls; on routes with access `session` or `member`. */
export function sessionOf(request: FastifyRequest): Caller & { readonly kind: 'session' } {
  if (request.caller?.kind !== 'session') throw new TypeError('sessionOf() is for routes of people who are logged in')
  return request.caller
}

/** Who acts, for the audit trail: an account or an API key, by id. */
export function actorOf(request: FastifyRequest): string {
  if (request.caller === null) throw new TypeError('actorOf() is for routes that need a caller')
  return request.caller.kind === 'session' ? `account:${request.caller.accountId}` : `api-key:${request.caller.keyId}`
}

/** The row of a route, as the table writes it. */
export function rowOf(method: string, pattern: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${pattern}`
}

/** Holds the table over every route that is registered on `app` from now on. */
export function enforceAccess(app: FastifyInstance, context: NodeContext): void {
  const met = new Set<string>()
  app.decorateRequest('caller', null)
  app.decorateRequest('organisation', null)
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      const row = rowOf(each, url)
      if (!(row in accessTable)) throw new TypeError(`Cannot start: route ${row} is not in the access table`)
      met.add(row)
    }
  })
  app.addHook('onReady', async () => {
    const unmet = Object.keys(accessTable).filter((row) => !met.has(row) && (accessTable[row] !== 'vc-api' || context.config.vcApiOpen))
    if (unmet.length > 0) throw new TypeError(`Cannot start: the access table lists routes that do not exist: ${unmet.join(', ')}`)
  })
  app.addHook('onRequest', async (request) => {
    const access = accessOf(request)
    if (access !== undefined) await authorize(access, request, context)
  })
  // The tokens of one-time links are in the body, which is read only now.
  app.addHook('preHandler', async (request) => {
    if (accessOf(request) === 'set-up-token') await requireSetUpToken(request, context)
    if (accessOf(request) === 'invitation-token') await requireInvitationToken(request, context)
  })
}

/** Undefined for addresses without a route: they end in 404 or 405. */
function accessOf(request: FastifyRequest): Access | undefined {
  const { url } = request.routeOptions
  return url === undefined ? undefined : accessTable[rowOf(request.method, url)]
}

async function authorize(access: Access, request: FastifyRequest, context: NodeContext): Promise<void> {
  if (access === 'public') return
  if (access === 'own-pages' || access === 'set-up-token' || access === 'invitation-token') {
    // Programs send no Origin and may log in; a browser always does, and then from our pages only.
    if (request.headers.origin !== undefined) requireOwnOrigin(request, context)
    return
  }
  if (access === 'operator') {
    requireOperator(request, context)
    return
  }
  if (access === 'vc-api') {
    requireThisMachine(request)
    return
  }
  request.caller = await findCaller(request, context)
  if (request.caller === null) throw new ServerError('access/login-required', 'Cannot answer: no valid session or API key')
  if (request.caller.kind === 'session') requireOwnOriginWhenUnsafe(request, context)
  else if (access !== 'member-or-key') throw new ServerError('access/session-required', 'Cannot answer an API key: a person must do this')
  if (access !== 'session') request.organisation = await requireOrganisation(request, request.caller, context)
}

/** An API key wins over a cookie: a request that names a key acts as that key or not at all. */
async function findCaller(request: FastifyRequest, context: NodeContext): Promise<Caller | null> {
  const { authorization, cookie } = request.headers
  if (authorization !== undefined) return findApiKey(authorization, context)
  const token = cookieValue(cookie ?? '', sessionCookie)
  return token === undefined ? null : findSession(token, context)
}

/**
 * Cookies ignore ports, so the browser sends ours along from the wallet's origin and from anything
 * else on this host: whatever changes something must come from our own pages.
 */
function requireOwnOriginWhenUnsafe(request: FastifyRequest, context: NodeContext): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnOrigin(request, context)
}

function requireOwnOrigin(request: FastifyRequest, { config }: NodeContext): void {
  if (request.headers.origin !== config.publicBaseUrl) throw new ServerError('access/origin-refused', 'Cannot act: the request does not come from the node\'s own pages')
}

/** Behind a proxy every caller looks like this machine: with a public address and no TLS of our own, only the token counts. */
function requireOperator(request: FastifyRequest, { config }: NodeContext): void {
  const { authorization, forwarded, 'x-forwarded-for': forwardedFor } = request.headers
  const hasToken = config.metricsToken !== undefined && equalSecrets(authorization ?? '', `Bearer ${config.metricsToken}`)
  const isDirect = (config.rehearsal || config.tls !== undefined) && forwarded === undefined && forwardedFor === undefined
  if (hasToken || (isDirect && isFromThisMachine(request))) return
  throw new ServerError('access/metrics-refused', 'Cannot show metrics: neither this machine nor the metrics token asks')
}

/** A proxy in front also counts as this machine: the node listens on no other address while the surface is open. */
function requireThisMachine(request: FastifyRequest): void {
  if (!isFromThisMachine(request)) throw new ServerError('access/local-only', 'Cannot answer: this is for callers on the node\'s own machine')
}

/** A name that was pointed at this machine by somebody else (DNS rebinding) is not how this machine calls itself. */
function isFromThisMachine({ socket, hostname }: FastifyRequest): boolean {
  const isOwnName = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost')
  return isOwnName && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.remoteAddress ?? '')
}

/** Another's organisation answers like one that does not exist. */
async function requireOrganisation(request: FastifyRequest, caller: Caller, context: NodeContext): Promise<Organisation> {
  const { org } = request.params as { readonly org?: string }
  const organisation = await findOrganisation(org ?? '', caller, context)
  if (organisation === undefined) throw new ServerError('organisation/not-found', 'Cannot find organisation: it does not exist or is not yours')
  return organisation
}

async function requireSetUpToken(request: FastifyRequest, context: NodeContext): Promise<void> {
  const { token } = request.body as { readonly token?: unknown }
  if (typeof token === 'string' && await isSetUpToken(token, context)) return
  throw new ServerError('setup/token-invalid', 'Cannot set up: the link was used already or is not the one that this node printed')
}

async function requireInvitationToken(request: FastifyRequest, context: NodeContext): Promise<void> {
  const { token } = request.body as { readonly token?: unknown }
  if (typeof token === 'string' && await findInvitation(token, context) !== undefined) return
  throw new ServerError('invitation/token-invalid', 'Cannot join: the invitation was used, ended, or is over')
}

/** Untrusted: the first cookie of that name; two of a name are a sign of tampering and count as none. */
export function cookieValue(header: string, name: string): string | undefined {
  const values = header.split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined
}
