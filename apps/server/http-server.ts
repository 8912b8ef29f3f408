import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import { problemOf, sendProblem } from './problem.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'
import { ServerError } from './server-error.ts'

/** JSON bodies; a route that takes more says so with its own `bodyLimit`. */
const maxBodyBytes = 256 * 1024
/** A request must have arrived whole by then, so that slow senders cannot hold connections. */
const requestSeconds = 120

/** A Fastify instance as both listeners use it: zod schemas, problem details for everything, no request logging of its own. */
export function createHttpServer({ trustedProxies, tls }: Config, logger: FastifyBaseLogger | undefined): App {
  const options = {
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestSeconds * 1_000,
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    return503OnClosing: true,
    routerOptions: { maxParamLength: 256 },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: sendProblem,
  }
  // Over TLS the server is of another class; routes never meet it.
  const app = (tls === undefined ? Fastify(options) : Fastify({ ...options, https: tls })) as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  refuseUnstorable(app)
  closeConnectionsWhenStopping(app)
  return app
}

/** A connection kept alive after the last answer would hold up an orderly stop until it times out. */
function closeConnectionsWhenStopping(app: App): void {
  let stopping = false
  app.addHook('preClose', async () => { stopping = true })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
}

const unreadable: Readonly<Record<string, string>> = { ERR_HTTP_REQUEST_TIMEOUT: 'request/timeout', HPE_HEADER_OVERFLOW: 'request/header-too-large' }

/** Answers what is no HTTP at all. Untrusted: any bytes. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const details = problemOf(new ServerError(unreadable[error.code ?? ''] ?? 'request/malformed', 'Cannot read request: see the title'))
  const body = JSON.stringify(details)
  socket.end(`HTTP/1.1 ${details.status} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
}
