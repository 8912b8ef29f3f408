import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EverlearnedError } from 'everlearned/error'

/** Untrusted: nobody sends more than a checkpoint with its proof, and not for longer. */
const maxBodyBytes = 2_097_152
const requestMilliseconds = 30_000
const maxConnections = 512

/** A listening server. */
export interface Serving {
  readonly url: string
  close(): Promise<void>
}

/** Where to listen. */
export interface ServingPlace {
  readonly host: string
  readonly port: number
  /** Told of what went wrong on this machine, in one line without what the request was. */
  readonly tell?: (line: string) => void
}

type Handle = (request: Request) => Promise<Response>

/** Serves a handler of web requests over HTTP. Untrusted: every request. */
export async function serveRequests({ host, port, tell }: ServingPlace, handle: Handle): Promise<Serving> {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing, { handle, tell }))
  Object.assign(server, { requestTimeout: requestMilliseconds, headersTimeout: requestMilliseconds, maxConnections })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => close(server) }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, { handle, tell }: { readonly handle: Handle; readonly tell: ServingPlace['tell'] }): Promise<void> {
  try {
    const response = await respond(incoming, handle)
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'x-content-type-options': 'nosniff' })
    outgoing.end(new Uint8Array(await response.arrayBuffer()))
  } catch (cause) {
    // Whoever asks learns nothing of a fault of this machine, and need not wait for it.
    tell?.(`a request met a fault: ${cause instanceof EverlearnedError ? cause.code : cause instanceof Error ? cause.name : typeof cause}`)
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
    outgoing.end()
  }
}

async function respond(incoming: IncomingMessage, handle: Handle): Promise<Response> {
  const { method = 'GET', url = '/' } = incoming
  if (!['GET', 'HEAD', 'POST'].includes(method)) return new Response('', { status: 405, headers: { allow: 'GET, HEAD, POST' } })
  const address = `http://localhost${url}`
  if (!url.startsWith('/') || !URL.canParse(address)) return new Response('', { status: 400 })
  const body = method === 'POST' ? await readBody(incoming) : undefined
  if (method === 'POST' && body === undefined) return new Response('', { status: 413 })
  return handle(new Request(address, { method, ...(body === undefined ? {} : { body }) }))
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length
    if (length > maxBodyBytes) return undefined
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
