/** Builds the node's HTTP application from its parts; `main.ts` makes it listen, tests inject into it. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { createOrganisationKeys } from './accounts/organisation-keys.ts'
import { enforceAccess } from './authorize.ts'
import type { NodeContext, NodeDependencies } from './context.ts'
import { allowOrigins } from './cors.ts'
import { describeApi } from './describe-api.ts'
import { refuseUnknown } from './not-found.ts'
import { observe } from './observe.ts'
import { sendProblem } from './problem.ts'
import { routes } from './routes/routes.ts'
import { secureHeaders } from './secure-headers.ts'

/** The Fastify instance that routes register on; schemas are zod. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** One resource of the API: a file in `routes/` and a line in `routes/routes.ts`. */
export type Routes = (app: App, context: NodeContext) => void

/** A node that answers but does not listen yet. */
export interface Node {
  readonly app: App
  readonly context: NodeContext
}

/** JSON bodies; a route that takes more says so with its own `bodyLimit`. */
const maxBodyBytes = 256 * 1024

/** Builds a node. Logs go to `logger`, or nowhere. */
export async function createNode(dependencies: NodeDependencies, logger?: FastifyBaseLogger): Promise<Node> {
  const context: NodeContext = { ...dependencies, organisationKeys: createOrganisationKeys(dependencies) }
  const app = createApp(context, logger)
  await app.register(swagger, { ...describeApi(context.config), transform: jsonSchemaTransform, transformObject: jsonSchemaTransformObject })
  enforceAccess(app as unknown as FastifyInstance, context)
  for (const register of routes) register(app, context)
  await app.ready()
  return { app, context }
}

function createApp(context: NodeContext, logger: FastifyBaseLogger | undefined): App {
  const { trustedProxies, tls } = context.config
  const options = {
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    bodyLimit: maxBodyBytes,
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    return503OnClosing: true,
    routerOptions: { maxParamLength: 256 },
  }
  // Over TLS the server is of another class; routes never meet it.
  const app = (tls === undefined ? Fastify(options) : Fastify({ ...options, https: tls })) as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  observe(app)
  secureHeaders(app, context.config)
  allowOrigins(app)
  refuseUnknown(app)
  return app
}
