import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { eraseClaims } from '../issuing/erase-claims.ts'
import { actingOf, orgAndIdParams } from './issuing-actor.ts'

const erasureSchema = z.object({
  erased: z.int(),
  others: z.int().meta({ description: 'Claims of the organisation for the same address that are still there' }),
}).meta({ id: 'Erasure' })

/** Erasing a person. Programs with an API key cannot: a person of the organisation decides. */
export function eraseClaimRoutes(app: App, context: NodeContext): void {
  app.post('/api/organisations/:org/claims/:id/erase', {
    schema: {
      summary: 'Erase a person: name, address, evidence, what was issued, its nonce, link and mail. It is revoked first, and cannot be undone',
      tags: ['claim desk'], params: orgAndIdParams,
      body: z.object({
        reach: z.enum(['this', 'address']).meta({ description: 'This claim alone, or all that the organisation has for its e-mail address' }),
        confirm: z.literal('erase').meta({ description: 'Nothing is erased by an empty request' }),
      }),
      response: { 200: erasureSchema },
    },
  }, async (request) => eraseClaims(request.params.id, request.body.reach, actingOf(request, context)))
}
