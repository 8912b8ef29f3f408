import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { Config } from './config.ts'

/** The frame of `/openapi.json` (OpenAPI 3.1); its paths come from the schemas that the routes validate with. */
export function describeApi({ name, version, publicBaseUrl }: Config): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${name} node`, version, description: 'Issue, record, claim, share and verify Learning and Employment Records. Refusals are problem details (RFC 9457).' },
      servers: [{ url: publicBaseUrl }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'ler_session', description: 'Set by POST /api/session. Requests that change something must come from the node\'s own origin.' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the organisation, `ler_…`' },
          setUpToken: { type: 'http', scheme: 'bearer', description: 'The one-time token of the set-up link; it is sent in the body as `token`' },
        },
      },
    },
  }
}
