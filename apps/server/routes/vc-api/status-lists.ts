import { z } from 'zod'
import type { App } from '../../app.ts'
import { ServerError } from '../../server-error.ts'
import type { Surface } from '../../vc-api/surface.ts'

/** The lists that credentials of the status profile name (Bitstring Status List 1.0). */
export function statusListRoutes(scope: App, { statusLists }: Surface): void {
  scope.get('/vc-api/status-lists/:id', {
    schema: { summary: 'A status list as it stands now, as a signed credential', tags: ['vc-api'], params: z.object({ id: z.string().max(64) }) },
  }, async (request, reply) => {
    const list = await statusLists.publish(request.params.id)
    if (list === undefined) throw new ServerError('status-list/not-found', 'Cannot find status list: there is none under this id')
    return reply.type('application/json').header('cache-control', 'no-store').serializer(JSON.stringify).send(list)
  })
}
