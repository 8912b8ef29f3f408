import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UnavailableError } from './command.ts'

/** A page on this machine to which a browser comes back (RFC 8252, "Loopback Interface Redirection"). */
export interface LoopbackPage {
  readonly url: string
  /** The whole address of the first visit. */
  readonly visited: Promise<string>
  close(): void
}

/** A person looks for a code no longer than this. */
const waitSeconds = 600

/** Opens the page, for one visit. */
export async function openLoopbackPage(): Promise<LoopbackPage> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = `${origin}/came-back`
  const visited = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new UnavailableError('Cannot take: nobody came back from the page of the issuer')), waitSeconds * 1_000)
    server.on('request', (request, response) => {
      const isVisit = request.url?.startsWith('/came-back?') === true
      response.writeHead(isVisit ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', 'connection': 'close' }).end(isVisit ? 'Done. Go back to the terminal.\n' : 'There is nothing here.\n')
      if (!isVisit) return
      clearTimeout(timer)
      resolve(origin + (request.url ?? ''))
    })
    server.once('close', () => clearTimeout(timer))
  })
  return { url, visited, close: () => void server.close() }
}
