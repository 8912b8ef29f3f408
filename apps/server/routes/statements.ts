import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { listStatements, stateFor, statementTypes, type Stated } from '../network/statements.ts'
import { takeRate } from '../rate-limit.ts'
import { accreditationSchema } from './network.ts'

const mention = z.object({ index: z.int(), type: z.string() })
const given = accreditationSchema.extend({ to: z.object({ did: z.string(), name: z.string().nullable() }) })
const params = z.object({ org: z.string().max(64) })

/** What stays for good is not said by the hundred. */
const statementLimit = { name: 'organisation-statements', limit: 120, windowSeconds: 3_600 }

/** What an organisation says on the ledger, of others and of its own keys. */
export function statementRoutes(app: App, context: NodeContext): void {
  const tags = ['network']

  app.get('/api/organisations/:org/statements', {
    schema: { summary: 'What you have stated in the registry, and what others have stated about you', tags, params, response: { 200: z.object({ origin: z.string(), isRegistered: z.boolean(), stated: z.array(mention), received: z.array(mention), given: z.array(given) }) } },
  }, async (request) => listStatements(organisationOf(request).id, context))

  app.post('/api/organisations/:org/statements', {
    schema: {
      summary: 'State something in the registry, signed with your key: public and for good. Who speaks, and the sequence, are filled in; `rotate` sets the recovery key in `privateKeyJwk`, or makes one and answers it once',
      tags, params, body: z.object({ type: z.enum(statementTypes), payload: z.record(z.string(), z.unknown()) }),
      response: { 201: z.object({ index: z.int(), recoveryKey: z.object({ publicKeyMultibase: z.string(), privateKeyJwk: z.record(z.string(), z.unknown()).optional() }).optional() }) },
    },
  }, async (request, reply) => {
    const { id } = organisationOf(request)
    await takeRate(statementLimit, id, context)
    const { index, recoveryKey } = await stateFor(id, request.body, context)
    return reply.code(201).header('cache-control', 'no-store').send({ index, ...(recoveryKey === undefined ? {} : { recoveryKey: presented(recoveryKey) }) })
  })
}

function presented({ publicKeyMultibase, privateKeyJwk }: NonNullable<Stated['recoveryKey']>): { publicKeyMultibase: string; privateKeyJwk?: Record<string, unknown> } {
  return { publicKeyMultibase, ...(privateKeyJwk === undefined ? {} : { privateKeyJwk: { ...privateKeyJwk } }) }
}
