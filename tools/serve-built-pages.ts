/**
 * Serves one built set of pages on a free loopback port, under the policy that the node sets, for tests in a
 * real browser that need no node behind them. Answers of a node may be given as JSON by path.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** As strict as the node's own: nothing inline, Trusted Types, WebAssembly for the wallet's argon2 alone. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src data:; connect-src 'self' https:; worker-src 'self'; "
  + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types everlearned"

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html', json: 'application/json', png: 'image/png', webmanifest: 'application/manifest+json' }

/** Pages that answer. */
export interface ServedPages {
  readonly origin: string
  close(): void
}

/** What a server says in place of a file that was built. */
export interface OtherAnswer {
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** Serves `dist/web/<pages>`; what is no file is the one page. A server that is up to something answers `otherwise`. */
export async function serveBuiltPages(pages: 'node' | 'wallet', answers: Readonly<Record<string, unknown>> = {}, otherwise: (path: string) => OtherAnswer | Promise<OtherAnswer> | undefined = () => undefined): Promise<ServedPages> {
  const folder = fileURLToPath(new URL(`../dist/web/${pages}/`, import.meta.url))
  if (!existsSync(`${folder}index.html`)) throw new Error(`Cannot serve pages: ${pages} is not built; run npm run build`)
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
    const other = await otherwise(pathname)
    if (other !== undefined) return response.writeHead(200, { ...headers, 'content-type': types[pathname.split('.').at(-1) ?? ''] ?? 'text/html', ...other.headers }).end(other.body)
    if (pathname in answers) return response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(answers[pathname]))
    if (pathname.startsWith('/api/')) return response.writeHead(410, { ...headers, 'content-type': 'application/problem+json' }).end(JSON.stringify({ code: 'share/ended' }))
    const file = `${folder}${pathname.slice(1)}`
    const found = existsSync(file) && statSync(file).isFile() ? file : `${folder}index.html`
    return response.writeHead(200, { ...headers, 'content-type': types[found.split('.').at(-1) ?? ''] ?? 'application/octet-stream' }).end(readFileSync(found))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => void server.close() }
}
