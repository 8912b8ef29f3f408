import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { closeTicket, listTickets, type Ticket } from '../issuing/tickets.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

const ticketSchema = z.object({
  id: z.string(),
  claimId: z.string(),
  name: z.string(),
  email: z.string(),
  achievement: z.string(),
  attempts: z.int(),
  openedAt: z.iso.datetime(),
  lastAttemptAt: z.iso.datetime(),
}).meta({ id: 'Ticket' })

function presentTicket({ openedAt, lastAttemptAt, ...ticket }: Ticket): z.infer<typeof ticketSchema> {
  return { ...ticket, openedAt: openedAt.toISOString(), lastAttemptAt: lastAttemptAt.toISOString() }
}

/** Second claims that wait for the registrar. */
export function ticketRoutes(app: App, context: NodeContext): void {
  const tags = ['claim desk']

  app.get('/api/organisations/:org/tickets', {
    schema: { summary: 'Second claims that are open', tags, params: orgParams, response: { 200: z.object({ tickets: z.array(ticketSchema) }) } },
  }, async (request) => {
    const tickets = await listTickets(organisationOf(request).id, context)
    return { tickets: tickets.map(presentTicket) }
  })

  app.post('/api/organisations/:org/tickets/:id/close', {
    schema: {
      summary: 'Close one, saying what came of it', tags, params: orgAndIdParams,
      body: z.object({ resolution: z.enum(['dismissed', 'reissued']) }), response: { 204: z.null() },
    },
  }, async (request, reply) => {
    await closeTicket(request.params.id, request.body.resolution, actingOf(request, context))
    return reply.code(204).send(null)
  })
}
