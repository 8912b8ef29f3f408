import { hashOrigin, lintPolicy, parseAddCheckpoint, parsePolicy, type PolicyLint } from 'everlearned/ledger'
import { nativeCryptography as cryptography, type FollowedLog } from 'everlearned/node'
import { EverlearnedError } from 'everlearned/error'
import { policyAt } from 'everlearned/trust'

const asText = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache', 'access-control-allow-origin': '*' }
const asBytes = { 'content-type': 'application/octet-stream', 'access-control-allow-origin': '*' }

/** What a program that follows logs says of itself. */
export interface Introduction {
  readonly name: string | undefined
  readonly role: string
  readonly sector: string | undefined
  readonly cosigner: string
  readonly seat: string
}

/**
 * Serves the logs that are followed: `/ledger/add-checkpoint`, `/ledger/<origin>/checkpoint`, `/pending`, `/key`, `/policy` and
 * `/tile/…` and `/blob/…`, `/ledger/blob/<digest>`, `/ledger/<origin hash>/checkpoint`, `/health` and `/status.json`. Untrusted: every request.
 */
export function followServer(logs: readonly FollowedLog[], introduction: Introduction): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/ledger/add-checkpoint') return addCheckpoint(logs, request)
    if (request.method === 'POST') return new Response('only GET\n', { status: 405, headers: { ...asText, allow: 'GET, HEAD' } })
    if (pathname === '/health') return Response.json({ status: 'ok' })
    if (pathname === '/status.json') return Response.json({ ...introduction, logs: logs.map((log) => describeLog(log, introduction)) }, { headers: { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' } })
    return serveCopy(logs, request, pathname)
  }
}

/** What there is to say about a log that is followed. */
export function describeLog(log: FollowedLog, { cosigner }: Pick<Introduction, 'cosigner'>): Readonly<Record<string, unknown>> {
  const { origin, url, verifierKey, role, size, cosignedSize, state, alarms, registry, blobs } = log
  const text = registry === undefined ? undefined : policyAt(registry, registry.size)?.policy
  const policy = text === undefined ? {} : { policy: { isMember: text.includes(cosigner), ...strengthOf(lintPolicy(parsePolicy(text, cryptography.sha256))) } }
  return { origin, url, verifierKey, role, size, cosignedSize, ...state, alarms, blobs, ...policy }
}

function strengthOf({ isAccepted, members: { total, overlap, mayLie, mayBeDown } }: PolicyLint): Readonly<Record<string, unknown>> {
  return { cosigners: total, overlap, mayLie, mayBeDown, isAccepted }
}

async function addCheckpoint(logs: readonly FollowedLog[], request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response('only POST\n', { status: 405, headers: { ...asText, allow: 'POST' } })
  const body = await request.text()
  const origin = originOf(body)
  // One that nobody here follows is answered as such by any.
  const log = logs.find((each) => each.origin === origin) ?? logs[0]
  return log === undefined ? new Response('unknown log\n', { status: 404, headers: asText }) : log.addCheckpoint(new Request(request.url, { method: 'POST', body }))
}

function originOf(body: string): string | undefined {
  try {
    return parseAddCheckpoint(body).checkpoint.origin
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

async function serveCopy(logs: readonly FollowedLog[], request: Request, pathname: string): Promise<Response> {
  for (const log of logs) {
    if (pathname === `/ledger/${hashOrigin(log.origin, cryptography.sha256)}/checkpoint`) return log.addCheckpoint(request)
    // What has a digest for a name is the same wherever it is asked for.
    const prefix = pathname.startsWith('/ledger/blob/') ? '/ledger/' : `/ledger/${log.origin}/`
    if (!pathname.startsWith(prefix)) continue
    const path = pathname.slice(prefix.length)
    const bytes = await log.reader(path)
    if (bytes !== undefined) return new Response(request.method === 'HEAD' ? null : bytes, { headers: /^(tile|blob)\//.test(path) ? asBytes : asText })
  }
  return new Response('no such file\n', { status: 404, headers: asText })
}
