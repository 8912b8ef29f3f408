import { copyForms, parseCopyRequest } from 'everlearned/exchange/claim'
import { z } from 'zod'
import type { Routes } from '../app.ts'
import { challengeCopy, takeCopy } from '../issuing/copies.ts'
import { takeRate } from '../rate-limit.ts'
import { challengeSchema, resultSchema } from './claims.ts'

const addressLimit = { name: 'copy-address', limit: 600, windowSeconds: 600 }
const credentialId = z.string().max(128)
const copySchema = resultSchema.pick({ credential: true, documents: true }).meta({ id: 'CopyResult' })
const form = z.enum(copyForms).default('ecdsa-sd-2023').meta({ description: 'dc+sd-jwt: SD-JWT VC, bound to the holder; bbs-2023: cannot be linked, names nobody, has no status and ends within thirty days' })

/** Copies of a claimed credential for one share, for whoever proves that it is theirs. */
export const copyRoutes: Routes = (app, context) => {
  const tags = ['claiming']

  app.post('/api/copies/challenge', {
    schema: { summary: 'A challenge to prove the key of a credential against, once', tags, body: z.object({ credentialId }), response: { 200: challengeSchema } },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(await challengeCopy(request.body.credentialId, context))
  })

  app.post('/api/copies', {
    schema: {
      summary: 'A copy made now, so that nothing shared dates the award', tags,
      body: z.object({ credentialId, presentation: z.record(z.string(), z.unknown()), form }), response: { 200: copySchema },
    },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    const { credential, documents } = await takeCopy(parseCopyRequest(request.body), context)
    return reply.header('cache-control', 'no-store').send({ credential, documents: documents as Record<string, Record<string, unknown>> })
  })
}
