import { maxShareBytes, parseShareRequest } from 'everlearned/exchange/claim'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { endShare, keepShare, loadShare } from '../issuing/shares.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'

/** Ciphertext in base64url, and the little around it. */
const maxBodyBytes = Math.ceil((maxShareBytes * 4) / 3) + 1_024

const shareLimit = { name: 'share-address', limit: 60, windowSeconds: 3_600 }

/** Shares: ciphertext that whoever has the link can open, and this node cannot. */
export function shareRoutes(app: App, context: NodeContext): void {
  const tags = ['sharing']
  const params = z.object({ id: z.string().max(64) })
  const body = z.object({
    ciphertext: z.string().min(1).max(maxBodyBytes).meta({ description: 'base64url: 12 bytes of IV, then AES-256-GCM ciphertext' }),
    expiresAt: z.iso.datetime({ offset: true }),
  })

  app.post('/api/shares', {
    schema: {
      summary: 'Keep a share until it expires or is ended', tags, body,
      response: { 201: z.object({ id: z.string(), endToken: z.string() }) },
    },
    bodyLimit: maxBodyBytes,
  }, async (request, reply) => {
    await takeRate(shareLimit, request.ip, context)
    return reply.code(201).header('cache-control', 'no-store').send(await keepShare(parseShareRequest(request.body), context))
  })

  app.get('/api/shares/:id', {
    schema: {
      summary: 'The ciphertext of a share', tags, params,
      response: { 200: z.object({ ciphertext: z.string(), expiresAt: z.iso.datetime() }) },
    },
  }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await loadShare(request.params.id, context)))

  app.delete('/api/shares/:id', {
    schema: { summary: 'End a share with its end token as bearer: the ciphertext is deleted at once', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    const [, endToken] = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.authorization ?? '') ?? []
    if (endToken === undefined) throw new ServerError('share/token-wrong', 'Cannot end share: its end token is missing')
    await endShare(request.params.id, endToken, context)
    return reply.code(204).send(null)
  })
}
