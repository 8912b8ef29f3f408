import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import { loadStaticFiles } from '../static-files.ts'

/** Addresses that the pages' own router answers; all else that is no file is nothing. */
const pageAddress = /^\/(?:setup|join|account|login|verify|ledger|ledger\/entry\/\d+|network|issuer|api-guide|console(?:\/.*)?|claim\/[^/]+|guardian|s\/[^/]+|vouch\/[^/]+|take-back)?$/

/** The node's pages and their files. */
export function pageRoutes(app: App, { config }: NodeContext): void {
  const files = loadStaticFiles(config.pages.node)
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const isPage = pageAddress.test(path)
    if (await files.send(isPage ? '/index.html' : path, request, reply)) return reply
    if (isPage) throw new ServerError('page/not-built', 'Cannot show page: run npm run build')
    throw new ServerError('request/not-found', 'Cannot answer: no such address')
  })
}
