import type { FastifyBaseLogger } from 'fastify'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import { createHttpServer } from './http-server.ts'
import { refuseUnknown } from './not-found.ts'
import { observe } from './observe.ts'
import { secureHeaders } from './secure-headers.ts'
import { ServerError } from './server-error.ts'
import { loadStaticFiles } from './static-files.ts'

/** Addresses that the wallet's own router answers. */
const pageAddress = /^\/(?:add|exchange(?:\/back)?|waiting\/[^/]+|log|kiosk|resume|claim|settings|recovery\/(?:words|people)|sync|export|import|restore(?:\/(?:words|people))?|vouch\/[^/]+|record\/[^/]+(?:\/(?:share|card))?)?$/

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
