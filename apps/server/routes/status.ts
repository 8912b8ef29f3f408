import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { loadStatusList } from '../issuing/status-lists.ts'

/** Revocations, as lists that tell nobody which record was looked up. */
export function statusRoutes(app: App, context: NodeContext): void {
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
