import type { FastifyBaseLogger } from 'fastify'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import { createHttpServer } from './http-server.ts'
import { refuseUnknown } from './not-found.ts'
import { observe } from './observe.ts'
import { secureHeaders } from './secure-headers.ts'
import { ServerError } from './server-error.ts'
import { loadStaticFiles } from './static-files.ts'

/** Addresses that the wallet's own router answers, which a page that is loaded anew asks for: a first word that it knows, and at most two more. */
const pageAddress = /^\/(?:(?:add|claim|drafts|exchange|export|import|kiosk|learning|life|log|profiles?|read|record|recovery|restore|resume|settings|sync|vouch|waiting)(?:\/[^/]+){0,2})?$/

/**
 * The wallet's origin: pages and nothing else. It has no API, so no answer of the node's ever runs
 * under the origin that holds people's keys.
 */
export async function createWalletApp(config: Config, logger?: FastifyBaseLogger): Promise<App> {
  const app = createHttpServer(config, logger)
  const files = loadStaticFiles(config.pages.wallet)
  observe(app)
  secureHeaders(app, config, 'wallet')
  refuseUnknown(app, () => ['GET'])
  app.get('/health', async () => ({ status: 'ok', version: config.version, node: config.publicBaseUrl }))
  // A device whose worker is not there yet sends here what it shares. It is not read: nothing that is shared is a server's to see.
  app.post('/learning/shared', { onRequest: async (_, reply) => reply.header('connection', 'close').redirect('/learning/new#lost', 303) }, async () => undefined)
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const isPage = pageAddress.test(path)
    if (await files.send(isPage ? '/index.html' : path, request, reply)) return reply
    if (isPage) throw new ServerError('page/not-built', 'Cannot show page: run npm run build')
    throw new ServerError('request/not-found', 'Cannot answer: no such address')
  })
  await app.ready()
  return app
}
