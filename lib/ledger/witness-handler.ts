import { encodeUtf8 } from '../encoding/bytes.ts'
import { maxAddCheckpointBytes } from './add-checkpoint.ts'
import { formatSignature } from './note.ts'
import { readBody, decodeText } from './read-body.ts'
import { CheckpointWitness, type Witness, type WitnessAnswer } from './witness.ts'

/** The content type of a size in a 409 answer (C2SP tlog-witness, "add-checkpoint"). */
export const sizeContentType = 'text/x.tlog.size'

/** Told of each answer before it is given, with the request's body. */
export type WitnessNotice = (answered: WitnessAnswer, body: string) => Promise<void>

/**
 * Serves a witness over HTTP (C2SP tlog-witness, "HTTP Interface"): `POST …/add-checkpoint` and `GET …/<origin hash>/checkpoint`
 * under any prefix. Its subtree signatures, which are optional, are not offered.
 */
export function witnessHandler(witness: Witness, notice?: WitnessNotice): (request: Request) => Promise<Response> {
  const core = new CheckpointWitness(witness)
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/add-checkpoint')) return addCheckpoint(core, request, notice)
    const originHash = /\/([0-9a-f]{64})\/checkpoint$/.exec(pathname)?.[1]
    return originHash === undefined ? answer(404, 'no such address') : showCheckpoint(core, originHash, request)
  }
}

async function addCheckpoint(core: CheckpointWitness, request: Request, notice: WitnessNotice | undefined): Promise<Response> {
  if (request.method !== 'POST') return answer(405, 'only POST', { allow: 'POST' })
  const bytes = await readBody(request, maxAddCheckpointBytes)
  if (bytes === undefined) return answer(413, `longer than ${maxAddCheckpointBytes} bytes`)
  const body = decodeText(bytes)
  if (body === undefined) return respond({ outcome: 'malformed' })
  const answered = await core.addCheckpoint(body)
  await notice?.(answered, body)
  return respond(answered)
}

async function showCheckpoint(core: CheckpointWitness, originHash: string, { method }: Request): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return answer(405, 'only GET', { allow: 'GET, HEAD' })
  const text = await core.lastCheckpoint(originHash)
  if (text === undefined) return answer(404, 'no checkpoint of this log was cosigned')
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }
  return new Response(method === 'HEAD' ? null : encodeUtf8(text), { headers })
}

function respond(answered: WitnessAnswer): Response {
  switch (answered.outcome) {
    case 'cosigned': return new Response(answered.signatures.map(formatSignature).join(''), { headers: { 'content-type': 'text/plain; charset=utf-8' } })
    case 'malformed': return answer(400, 'not an old size, a consistency proof and a checkpoint that is not smaller')
    case 'not-signed': return answer(403, 'not signed by a trusted key of this log')
    case 'unknown-log': return answer(404, 'unknown log')
    case 'stale': return new Response(`${answered.size}\n`, { status: 409, headers: { 'content-type': sizeContentType } })
    case 'inconsistent': return answer(422, 'not consistent with the last checkpoint')
    case 'not-approved': return answer(answered.refusal.kind === 'refused' ? 422 : 503, answered.refusal.reason)
    case 'rolled-back': return answer(503, 'this witness has lost what it knew and cosigns nothing')
  }
}

function answer(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${reason}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}
