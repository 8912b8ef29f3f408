import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { listStatusLists, loadStatusList } from '../issuing/status-lists.ts'

/** Revocations, as lists that tell nobody which record was looked up. */
export function statusRoutes(app: App, context: NodeContext): void {
  app.get('/api/status-lists', {
    schema: {
      summary: 'The addresses of the newest status lists, for verifiers that keep copies for when they are offline', tags: ['public'],
      response: { 200: z.object({ lists: z.array(z.string()) }) },
    },
  }, async (_request, reply) => reply.header('cache-control', 'public, max-age=60').send({ lists: [...await listStatusLists(context)] }))

  app.get('/status/:listId', {
    schema: {
      summary: 'A Bitstring Status List, as a signed credential', tags: ['public'], produces: ['application/vc'],
      params: z.object({ listId: z.string().max(64) }),
    },
  }, async (request, reply) => {
    const published = await loadStatusList(request.params.listId, context)
    return reply.type('application/vc').header('cache-control', 'public, max-age=60').send(published)
  })
}
