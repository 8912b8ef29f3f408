import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { accessTable, type Access } from './access-table.ts'
import { rowOf } from './authorize.ts'
import type { Config } from './config.ts'

/** Who may call, in OpenAPI's words. */
const security: Readonly<Record<Access, readonly Record<string, string[]>[] | undefined>> = {
  'public': undefined,
  'own-pages': undefined,
  'operator': [{}, { metricsToken: [] }],
  'vc-api': undefined,
  'set-up-token': undefined,
  'invitation-token': undefined,
  'session': [{ session: [] }],
  'member': [{ session: [] }],
  'member-or-key': [{ session: [] }, { apiKey: [] }],
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: 'ler_session', description: 'Set by POST /api/session. Requests that change something must come from the node\'s own origin.' },
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the organisation, `ler_…`' },
  metricsToken: { type: 'http', scheme: 'bearer', description: 'The operator\'s `LER_METRICS_TOKEN`; the node\'s own machine needs none' },
  endToken: { type: 'http', scheme: 'bearer', description: 'The token that ends a share, given when it was made' },
} as const

const problemResponse = { description: 'Refused (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }

/** What fills `/openapi.json` (OpenAPI 3.1): the schemas that the routes validate with, and the access table. */
export function describeApi({ name, version, publicBaseUrl }: Config): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${name} node`, version, description: 'Issue, record, claim, share and verify Learning and Employment Records. Refusals are problem details (RFC 9457).' },
      servers: [{ url: publicBaseUrl }],
      components: { securitySchemes },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document as Parameters<typeof jsonSchemaTransform>[0])
      const access = accessTable[rowOf([document.route.method].flat()[0] ?? '', document.url)]
      const needed = access === undefined ? undefined : security[access]
      const response = { ...schema.response ?? { 200: { description: 'Default Response' } }, default: problemResponse }
      return { url, schema: { ...schema, response, ...(needed === undefined ? {} : { security: needed }) } }
    },
    transformObject: jsonSchemaTransformObject,
  }
}
