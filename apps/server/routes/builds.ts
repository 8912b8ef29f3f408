import { buildsOf } from 'everlearned/trust'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { proveBuild, readOwnBuild } from '../network/own-build.ts'
import { takeRate } from '../rate-limit.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const proofSchema = z.object({ type: z.literal('ArchiveProof'), entry: z.string(), proof: z.string() })

/** Reading a proof hashes tiles. */
const readLimit = { name: 'ledger-read', limit: 1_200, windowSeconds: 60 }

/** What this node serves to wallets, as its log says it. */
export function buildRoutes(app: App, context: NodeContext): void {
  const tags = ['ledger']
  const own = readOwnBuild(context)

  app.get('/api/ledger/builds', {
    schema: {
      summary: 'The builds of the wallet that stand on the log, and the one that is served', tags,
      response: { 200: z.object({ served: z.object({ digest, version: z.string() }).nullable(), builds: z.array(z.object({ index: z.int(), digest, id: z.string() })) }) },
    },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    const builds = buildsOf(context.judgedLog.registry).map(({ index, digest: recorded, id }) => ({ index, digest: recorded, id }))
    return { served: own === undefined ? null : { digest: own.digest, version: own.version }, builds }
  })

  app.get('/api/ledger/builds/:digest', {
    schema: {
      summary: 'Where a build stands on the log: pending, or recorded with its proof', tags, params: z.object({ digest }),
      response: { 200: z.object({ state: z.enum(['pending', 'recorded']), index: z.int().optional(), proof: proofSchema.optional() }) },
    },
  }, async (request, reply) => {
    await takeRate(readLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(await proveBuild(request.params.digest, context))
  })
}
