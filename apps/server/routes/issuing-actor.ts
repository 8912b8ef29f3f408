import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { actorOf, organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import type { Acting } from '../issuing/issuing-context.ts'

/** The organisation of the path. */
export const orgParams = z.object({ org: z.string().max(64) })

/** The organisation and the thing of the path. */
export const orgAndIdParams = orgParams.extend({ id: z.string().max(64) })

/** What was wrong with one row. */
export const rowErrorSchema = z.object({ line: z.int(), field: z.string().nullable(), code: z.string(), message: z.string() }).meta({ id: 'RowError' })

/** Who acts for which organisation, on routes of members and keys. */
export function actingOf(request: FastifyRequest, context: NodeContext): Acting {
  return { actor: { organisationId: organisationOf(request).id, id: actorOf(request) }, context }
}
