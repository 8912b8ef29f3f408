import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { accessTable } from './access-table.ts'
import { methodsAt } from './route-table.ts'

/**
 * Lets pages of any origin call the public routes, which never read a cookie: wallets live on origins
 * of their own, and those of other nodes too. All other routes answer no other origin (Fetch Standard, "CORS protocol").
 */
export function allowOrigins(app: App): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) return answerPreflight(request, reply)
    const { url } = request.routeOptions
    const method = request.method === 'HEAD' ? 'GET' : request.method
    if (url !== undefined && accessTable[`${method} ${url}`] === 'public') reply.header('access-control-allow-origin', '*')
    return undefined
  })
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const allowed = methodsAt(request.url, (access) => access === 'public')
  if (allowed.length === 0) return undefined
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-methods', allowed.join(', '))
    .header('access-control-allow-headers', 'content-type, authorization')
    .header('access-control-max-age', 7_200)
    .code(204).send()
}
