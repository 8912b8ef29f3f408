import { z } from 'zod'
import { createApiKey, listApiKeys, revokeApiKey } from '../accounts/api-keys.ts'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'

const apiKeySchema = z.object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable() })
const newApiKeySchema = z.object({ id: z.string(), name: z.string(), key: z.string().meta({ description: 'Shown once: only its hash is kept' }) })

/** The keys with which an organisation's own systems call this API. */
export function apiKeyRoutes(app: App, context: NodeContext): void {
  const tags = ['API keys']
  const params = z.object({ org: z.string().max(64) })
  const body = z.object({ name: z.string().trim().min(1).max(120) })

  app.get('/api/organisations/:org/api-keys', { schema: { summary: 'The keys that work', tags, params, response: { 200: z.object({ apiKeys: z.array(apiKeySchema) }) } } }, async (request) => {
    const keys = await listApiKeys(organisationOf(request).id, context)
    return { apiKeys: keys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })) }
  })

  app.post('/api/organisations/:org/api-keys', { schema: { summary: 'Make a key', tags, params, body, response: { 201: newApiKeySchema } } }, async (request, reply) =>
    reply.code(201).send(await createApiKey(organisationOf(request).id, request.body.name, context)))

  app.delete('/api/organisations/:org/api-keys/:id', { schema: { summary: 'Revoke a key, at once', tags, params: params.extend({ id: z.string().max(64) }), response: { 204: z.null() } } }, async (request, reply) => {
    await revokeApiKey(organisationOf(request).id, request.params.id, context)
    return reply.code(204).send(null)
  })
}
