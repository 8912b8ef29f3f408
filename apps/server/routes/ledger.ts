import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { loadArchiveProofs } from '../issuing/archive-proofs.ts'
import { loadLedgerProof } from '../issuing/ledger-proofs.ts'
import { admitEntry } from '../network/admit-entry.ts'
import { findKeptBlob } from '../network/find-blob.ts'
import { showEntries, showGrowth, showProvenEntry } from '../network/show-entries.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'

const proofSchema = z.object({
  state: z.enum(['pending', 'recorded']),
  batchIndex: z.int().optional(),
  batchPath: z.array(z.string()).optional(),
  entry: z.string().optional(),
  proof: z.string().optional(),
}).meta({ id: 'LedgerProofAnswer' })

const entrySchema = z.object({
  index: z.int(),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
  signedBy: z.array(z.object({ key: z.string(), did: z.string().nullable(), name: z.string().nullable() })),
  final: z.boolean().meta({ description: 'Whether the cosigners of the policy in force have signed for it' }),
}).meta({ id: 'LedgerEntry' })

const provenEntrySchema = entrySchema.extend({ bytes: z.string(), proof: z.string().nullable().meta({ description: 'c2sp.org/tlog-proof@v1; null until the entry is final' }) })

const admittedSchema = z.object({
  index: z.int(),
  receipt: z.string().meta({ description: 'c2sp.org/tlog-proof@v1 under a checkpoint that the log has signed, final or not: the log is bound to keep the entry' }),
}).meta({ id: 'AdmittedEntry' })

/** The longest entry, and the longest request for a cosignature (C2SP tlog-witness). */
const maxEntryBytes = 16_384
const maxAddCheckpointBytes = 65_536

/** Every entry costs a signature or more to judge, and stays for good. */
const entryLimits = [{ name: 'ledger-entries', limit: 120, windowSeconds: 60 }, { name: 'ledger-entries', limit: 2_000, windowSeconds: 86_400 }]
/** Cosigners are asked once a turn by each log; whoever is not followed costs little. */
const checkpointLimit = { name: 'ledger-add-checkpoint', limit: 1_200, windowSeconds: 60 }
/** Reading entries parses them. */
const readLimit = { name: 'ledger-read', limit: 1_200, windowSeconds: 60 }

/** The public log (C2SP tlog-tiles), what it says, and where a commitment stands in it. */
export function ledgerRoutes(app: App, context: NodeContext): void {
  publishedFiles(app, context)
  readableEntries(app, context)
  takenEntries(app, context)

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

const tags = ['ledger']
const text = 'text/plain; charset=utf-8'

function publishedFiles(app: App, context: NodeContext): void {
  const { ledger, finality } = context

  app.get('/ledger/key', {
    schema: { summary: 'The key that verifies the log, as a signed-note verifier key', tags, produces: ['text/plain'] },
  }, async (_request, reply) => reply.type(text).header('cache-control', 'public, max-age=300').send(`${await finality.verifierKey()}\n`))

  app.get('/ledger/checkpoint', {
    schema: { summary: 'The last final checkpoint, with the cosignatures that make it so', tags, produces: ['text/plain'] },
  }, async (_request, reply) => {
    const final = await finality.checkpoint()
    if (final === undefined) throw new ServerError('ledger/not-final', 'Cannot show checkpoint: nothing of the log is final yet')
    return reply.type(text).header('cache-control', 'no-cache').send(final.text)
  })

  app.get('/ledger/pending', {
    schema: { summary: 'The newest signed checkpoint, final or not', tags, produces: ['text/plain'] },
  }, async (_request, reply) => reply.type(text).header('cache-control', 'no-cache').send(ledger.checkpoint.text))

  app.get('/ledger/policy', {
    schema: { summary: 'The policy that this node runs, in the form of C2SP tlog-policy', tags, produces: ['text/plain'] },
  }, async (_request, reply) => {
    if (finality.inForce === undefined) throw new ServerError('ledger/not-found', 'Cannot show policy: none is in force')
    return reply.type(text).header('cache-control', 'no-cache').send(finality.inForce.text)
  })

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

  app.get('/ledger/blob/:digest', {
    schema: { summary: 'A status list as its digest on this log, or on one that this node follows, says it was, by SHA-256', tags, params: z.object({ digest: z.string().max(64) }), produces: ['application/octet-stream'] },
  }, async ({ params: { digest } }, reply) => {
    const bytes = await findKeptBlob(digest, context)
    if (bytes === undefined) throw new ServerError('ledger/not-found', 'Cannot show snapshot: none of this digest is kept here')
    return reply.type('application/octet-stream').header('cache-control', 'public, max-age=31536000, immutable').send(Buffer.from(bytes))
  })
}

function readableEntries(app: App, context: NodeContext): void {
  app.get('/api/ledger/entries', {
    schema: {
      summary: 'What stands on the log', tags,
      querystring: z.object({ from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0), limit: z.coerce.number().int().min(1).max(100).default(50) }),
      response: { 200: z.object({ size: z.int(), types: z.array(z.string()).meta({ description: 'Kinds of entries that the log holds' }), entries: z.array(entrySchema) }) },
    },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return showEntries(request.query, context)
  })

  app.get('/api/ledger/entries/:index', {
    schema: {
      summary: 'One entry with its bytes and its proof', tags, params: z.object({ index: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
      response: { 200: provenEntrySchema },
    },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return showProvenEntry(request.params.index, context)
  })

  app.get('/api/ledger/archive', {
    schema: {
      summary: 'The proof that an issuer archived its DID document here, for the time after it', tags, querystring: z.object({ id: z.string().max(255) }),
      response: { 200: z.object({ archived: z.array(z.object({ type: z.literal('ArchiveProof'), entry: z.string(), proof: z.string() })) }) },
    },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return { archived: await loadArchiveProofs(request.query.id, context) }
  })

  app.get('/api/ledger/growth', {
    schema: { summary: 'How the log grew', tags, response: { 200: z.array(z.object({ at: z.string(), size: z.int() })) } },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return showGrowth(context)
  })
}

/** What it is, its bytes say. */
function takenEntries(app: App, context: NodeContext): void {
  void app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxAddCheckpointBytes }, (_request, body, done) => done(null, body))

    scope.post('/ledger/entries', {
      schema: { summary: 'Record one signed entry, free, when the rules allow it', tags, consumes: ['application/octet-stream'], response: { 201: admittedSchema } },
      bodyLimit: maxEntryBytes,
    }, async (request, reply) => {
      for (const limit of entryLimits) await takeRate(limit, request.ip, context)
      if (!Buffer.isBuffer(request.body)) throw new ServerError('request/malformed', 'Cannot take entry: the body is empty')
      return reply.code(201).header('cache-control', 'no-store').send(await admitEntry(Uint8Array.from(request.body), context))
    })

    scope.post('/ledger/add-checkpoint', {
      schema: { summary: 'Ask this node for its cosignature under a checkpoint of a log that it follows (C2SP tlog-witness)', tags, consumes: ['text/plain'], produces: ['text/plain'] },
      bodyLimit: maxAddCheckpointBytes,
    }, async (request, reply) => {
      await takeRate(checkpointLimit, request.ip, context)
      const body = Buffer.isBuffer(request.body) ? request.body.toString() : ''
      const answer = await context.followedLogs.addCheckpoint(body)
      return reply.code(answer.status).type(answer.headers.get('content-type') ?? text).header('cache-control', 'no-store').send(await answer.text())
    })
  })

  app.get('/ledger/:originHash/checkpoint', {
    schema: { summary: 'What this node has cosigned of a log last, under the hash of its origin (C2SP tlog-witness)', tags, params: z.object({ originHash: z.string().regex(/^[0-9a-f]{64}$/) }), produces: ['text/plain'] },
  }, async ({ params: { originHash } }, reply) => {
    const answer = await context.followedLogs.shownCheckpoint(originHash)
    return reply.code(answer.status).type(text).header('cache-control', 'no-cache').send(await answer.text())
  })
}
