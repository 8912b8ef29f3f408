/** Builds the node's HTTP application from its parts; `serve.ts` makes it listen, tests inject into it. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { createOrganisationKeys } from './accounts/organisation-keys.ts'
import { enforceAccess } from './authorize.ts'
import type { NodeContext, NodeDependencies } from './context.ts'
import { allowOrigins } from './cors.ts'
import { describeApi } from './describe-api.ts'
import { openFigures } from './figures.ts'
import { createHttpServer } from './http-server.ts'
import { openNodeLog } from './issuing/node-log.ts'
import { openMail } from './mail.ts'
import { refuseUnknown } from './not-found.ts'
import { Finality } from './network/finality.ts'
import { FollowedLogs } from './network/followed-logs.ts'
import { stateOrganisations } from './network/state-organisations.ts'
import { observe } from './observe.ts'
import { methodsAt } from './route-table.ts'
import { routes } from './routes/routes.ts'
import { secureHeaders } from './secure-headers.ts'
import { knowStaticContexts } from './static-documents.ts'

/** The Fastify instance that routes register on; schemas are zod. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** One resource of the API: a file in `routes/` and a line in `routes/routes.ts`. */
export type Routes = (app: App, context: NodeContext) => void

/** A node that answers but does not listen yet. */
export interface Node {
  readonly app: App
  readonly context: NodeContext
}

/** Builds a node. Logs go to `logger`, or nowhere. */
export async function createNode(dependencies: NodeDependencies, logger?: FastifyBaseLogger): Promise<Node> {
  knowStaticContexts(dependencies.config)
  const followedLogs = await FollowedLogs.open(dependencies)
  const { ledger, judgedLog, operatorKey, close } = await openNodeLog(dependencies, followedLogs)
  await followedLogs.setOwn(judgedLog)
  const { figures, metrics } = openFigures()
  const finality = await Finality.open(judgedLog, { ...dependencies, followedLogs })
  const context: NodeContext = { ...dependencies, organisationKeys: createOrganisationKeys(dependencies), ledger, judgedLog, followedLogs, finality, operatorKey, sendMail: openMail(dependencies.config.mail), figures }
  await stateOrganisations(context)
  const app = createHttpServer(context.config, logger)
  app.addHook('onClose', async () => {
    await followedLogs.close()
    await close()
  })
  observe(app, metrics)
  secureHeaders(app, context.config, 'node')
  allowOrigins(app)
  refuseUnknown(app, (url) => methodsAt(url, (access) => access !== 'vc-api' || context.config.vcApiOpen))
  await app.register(swagger, describeApi(context.config))
  enforceAccess(app as unknown as FastifyInstance, context)
  for (const register of routes) register(app, context)
  await app.ready()
  return { app, context }
}
