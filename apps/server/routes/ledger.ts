import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { loadLedgerProof } from '../issuing/ledger-proofs.ts'
import { ServerError } from '../server-error.ts'

const proofSchema = z.object({
  state: z.enum(['pending', 'recorded']),
  batchIndex: z.int().optional(),
  batchPath: z.array(z.string()).optional(),
  entry: z.string().optional(),
  proof: z.string().optional(),
}).meta({ id: 'LedgerProofAnswer' })

/** The public log (C2SP tlog-tiles) and where a commitment stands in it. */
export function ledgerRoutes(app: App, context: NodeContext): void {
  const { ledger } = context
  const tags = ['ledger']

  app.get('/ledger/key', {
    schema: { summary: 'The key that verifies the log, as a signed-note verifier key', tags, produces: ['text/plain'] },
  }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=300').send(`${ledger.verifierKey}\n`))

  app.get('/ledger/checkpoint', { schema: { summary: 'The last signed checkpoint', tags, produces: ['text/plain'] } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(ledger.checkpoint.text))

  // A full tile never changes and a partial one only gives way to a longer one under another address (C2SP tlog-tiles, "Caching").
  app.get('/ledger/tile/*', {
    schema: {
      summary: 'A tile of the tree, or a bundle of entries', tags, produces: ['application/octet-stream'],
      params: z.object({ '*': z.string().max(200) }),
    },
  }, async (request, reply) => {
    const tile = await ledger.resource(`tile/${request.params['*']}`)
    if (tile === undefined) throw new ServerError('ledger/not-found', 'Cannot show tile: the log has none at this address')
    return reply.type('application/octet-stream').header('cache-control', 'public, max-age=31536000, immutable').send(Buffer.from(tile))
  })

  app.get('/api/ledger-proofs/:commitment', {
    schema: {
      summary: 'Where a commitment stands: pending, or recorded with its proof', tags, params: z.object({ commitment: z.string().max(64) }),
      response: { 200: proofSchema },
    },
  }, async (request, reply) => {
    const answer = await loadLedgerProof(request.params.commitment, context)
    return reply.header('cache-control', 'no-store').send(answer.state === 'pending' ? answer : { ...answer, batchPath: [...answer.batchPath] })
  })
}
