import { maxSyncEntryBytes } from 'everlearned/exchange/sync'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { closeChannel, isChannel, listChannel, readEntry, writeEntry, type ChannelAccess } from '../sync/sync-channels.ts'

const addressLimit = { name: 'sync-address', limit: 12_000, windowSeconds: 3_600 }
/** A wallet makes one channel, and another after each turn of its key. */
const newChannelLimit = { name: 'sync-new', limit: 40, windowSeconds: 86_400 }

const channelName = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
const entryName = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Where the devices of a wallet meet: ciphertext for whoever has the token of the channel. */
export function syncRoutes(app: App, context: NodeContext): void {
  const tags = ['sync']
  const channelParams = z.object({ channel: channelName })
  const entryParams = channelParams.extend({ name: entryName })

  app.get('/api/sync/:channel', {
    schema: {
      summary: 'What was written into a channel since some write; its token as bearer', tags, params: channelParams, querystring: z.object({ after: count.default(0) }),
      response: { 200: z.object({ revision: z.number(), entries: z.array(z.object({ name: z.string(), revision: z.number(), length: z.number() })) }) },
    },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    const { revision, entries } = await listChannel(accessOf(request, request.params.channel), request.query.after, context)
    return reply.header('cache-control', 'no-store').send({ revision, entries: [...entries] })
  })

  app.get('/api/sync/:channel/:name', {
    schema: { summary: 'The ciphertext of one entry', tags, produces: ['application/octet-stream'], params: entryParams },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    const ciphertext = await readEntry(accessOf(request, request.params.channel), request.params.name, context)
    return reply.type('application/octet-stream').header('cache-control', 'no-store').send(ciphertext)
  })

  // The body is bytes here and only here.
  void app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: maxSyncEntryBytes }, (_request, body, done) => done(null, body))
    scope.put('/api/sync/:channel/:name', {
      schema: {
        summary: 'Write an entry if it still is as the writer knows it; the first write makes the channel', tags, consumes: ['application/octet-stream'],
        params: entryParams, querystring: z.object({ expects: count }), response: { 200: z.object({ revision: z.number() }) },
      },
      bodyLimit: maxSyncEntryBytes,
    }, async (request, reply) => {
      await takeRate(addressLimit, request.ip, context)
      const access = accessOf(request, request.params.channel)
      if (!Buffer.isBuffer(request.body)) throw new ServerError('request/media-type-unsupported', 'Cannot take entry: send it as application/octet-stream')
      if (!(await isChannel(access.id, context))) await takeRate(newChannelLimit, request.ip, context)
      const revision = await writeEntry(access, { name: request.params.name, expects: request.query.expects, ciphertext: request.body }, context)
      return reply.header('cache-control', 'no-store').send({ revision })
    })
  })

  app.delete('/api/sync/:channel', {
    schema: { summary: 'Delete everything in a channel and close it for good', tags, params: channelParams, response: { 204: z.null() } },
  }, async (request, reply) => {
    await takeRate(addressLimit, request.ip, context)
    await closeChannel(accessOf(request, request.params.channel), context)
    return reply.code(204).send(null)
  })
}

function accessOf({ headers }: FastifyRequest, id: string): ChannelAccess {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(headers.authorization ?? '') ?? []
  if (token === undefined) throw new ServerError('sync/token-wrong', 'Cannot open channel: its token is missing')
  return { id, token }
}
