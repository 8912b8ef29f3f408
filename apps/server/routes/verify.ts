import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { nodeTrustFile } from '../issuing/node-trust.ts'
import { verifyDocument } from '../issuing/verify-document.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'

/** A credential, a presentation, a baked badge or a share bundle. */
const maxDocumentBytes = 2 * 1024 * 1024

/** Verifying costs arithmetic: one address gets so many of them. */
const verifyLimit = { name: 'verify-address', limit: 300, windowSeconds: 600 }

/** The verdict on a document, for whoever has no verifier of their own. Nothing of it is kept. */
export function verifyRoutes(app: App, context: NodeContext): void {
  app.post('/api/trust', {
    schema: {
      summary: 'What this node trusts, as far as it is about these issuers and credential types: a trust file for verifiers that hold no registry', tags: ['verifying'],
      body: z.object({ names: z.array(z.string().max(512)).max(100) }), response: { 200: z.record(z.string(), z.unknown()) },
    },
  }, async (request, reply) => {
    await takeRate(verifyLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(await nodeTrustFile(request.body.names, context))
  })

  // Whatever it claims to be, it is bytes: what is inside decides.
  void app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxDocumentBytes }, (_request, body, done) => done(null, body))
    scope.post('/api/verify', {
      schema: {
        summary: 'The verdict on a document, question by question', tags: ['verifying'], consumes: ['application/octet-stream'],
        response: { 200: z.record(z.string(), z.unknown()) },
      },
      bodyLimit: maxDocumentBytes,
    }, async (request, reply) => {
      await takeRate(verifyLimit, request.ip, context)
      if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new ServerError('request/malformed', 'Cannot verify: the body is empty')
      const report = await verifyDocument(new Uint8Array(request.body), context)
      return reply.header('cache-control', 'no-store').send(report as Record<string, unknown>)
    })
  })
}
