import { AwsClient } from 'aws4fetch'
import { encodeHex } from '../encoding/hex.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import type { LogFile, LogFiles } from '../ledger/log-storage.ts'
import { inTurns } from './in-turns.ts'

/** A bucket of an object store that speaks the S3 protocol, addressed by path: `<endpoint>/<bucket>/<prefix>tile/…`. */
export interface S3Place {
  /** For example `https://s3.eu-central-1.amazonaws.com`, or the address of a MinIO, Garage or R2. */
  readonly endpoint: string
  readonly bucket: string
  /** Before every name; empty, or such as `ledger/`: letters, digits, `.`, `_`, `-`, each part followed by a slash. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly fetch: typeof fetch
}

/** A request is repeated so often when the store does not answer or says that it is busy. */
const attempts = 4
/** A checkpoint is compared and set anew so often when others write it as well. */
const checkpointAttempts = 20

/**
 * Publishes a log in a bucket that may be served as it stands. Objects appear whole and are durable once written; the
 * checkpoint is replaced only by a larger one, with conditional writes where the store has them.
 *
 * @throws LedgerError `ledger/files-unreachable` when the store refuses or does not answer
 */
export function s3LogFiles(place: S3Place): LogFiles {
  if (!/^(?:[\w-][\w.-]*\/)*$/.test(place.prefix)) throw new RangeError('a prefix is names, each followed by a slash')
  const ask = s3Requests(place)
  const keyOf = (path: string): string => `${place.prefix}${path}`

  async function read(path: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly tag: string } | undefined> {
    const answer = await ask('GET', keyOf(path), { accept: [200, 404] })
    return answer.status === 404 ? undefined : { bytes: new Uint8Array(await answer.arrayBuffer()), tag: answer.headers.get('etag') ?? '' }
  }

  async function publish({ path, bytes }: LogFile): Promise<void> {
    // A tile never changes: whoever has it need not ask again.
    await ask('PUT', keyOf(path), { bytes, headers: { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' }, accept: [200] })
  }

  /** Answers whether the checkpoint is published, or one that is larger; false when another writer came between. */
  async function growCheckpoint(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const present = await read('checkpoint')
    if (present !== undefined && sizeOf(present.bytes) >= sizeOf(bytes)) return true
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }
    const condition: Record<string, string> = present === undefined ? { 'if-none-match': '*' } : { 'if-match': present.tag }
    const { status } = await ask('PUT', keyOf('checkpoint'), { bytes, headers: { ...headers, ...condition }, accept: [200, 404, 409, 412, 501] })
    if (status !== 501) return status === 200
    // This store knows no conditional writes: the comparison above has to do.
    await ask('PUT', keyOf('checkpoint'), { bytes, headers, accept: [200] })
    return true
  }

  return {
    read: async (path) => (await read(path))?.bytes,
    write: (files) => inTurns(files, publish),
    writeCheckpoint: async (bytes) => {
      for (let attempt = 0; attempt < checkpointAttempts; attempt += 1) if (await growCheckpoint(bytes)) return
      throw new LedgerError('ledger/files-unreachable', 'Cannot publish checkpoint: others keep replacing it')
    },
    removePartials: (paths) => inTurns(paths, async (path) => {
      const listed = await ask('GET', '', { query: `list-type=2&prefix=${encodeURIComponent(keyOf(`${path}.p/`))}`, accept: [200] })
      const keys = [...(await listed.text()).matchAll(/<Key>([\w./-]+)<\/Key>/g)].map(([, key = '']) => key)
      for (const key of keys) if (key.startsWith(keyOf(`${path}.p/`))) await ask('DELETE', key, { accept: [200, 204, 404] })
    }),
    flush: async () => undefined,
    close: async () => undefined,
  }
}

interface S3Request {
  readonly bytes?: Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
  /** The answers that are no fault. */
  readonly accept: readonly number[]
}

/** Signs requests (AWS Signature Version 4, the content included) and repeats them while the store is busy. */
function s3Requests(place: S3Place): (method: string, key: string, request: S3Request) => Promise<Response> {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = place
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
  return async (method, key, { bytes, headers = {}, query = '', accept }) => {
    const url = `${endpoint.replace(/\/$/, '')}/${bucket}/${key}${query === '' ? '' : `?${query}`}`
    const digest = encodeHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes ?? new Uint8Array(0))))
    for (let attempt = 1; ; attempt += 1) {
      const signed = await client.sign(url, { method, headers: { ...headers, 'x-amz-content-sha256': digest }, ...(bytes === undefined ? {} : { body: bytes }) })
      const answer = await place.fetch(signed).catch((cause: unknown) => (cause instanceof Error ? cause : new Error('no answer', { cause })))
      if (answer instanceof Response && accept.includes(answer.status)) return answer
      const isBusy = answer instanceof Error || answer.status === 429 || (answer.status >= 500 && answer.status !== 501)
      if (!isBusy || attempt === attempts) throw unreachable(method, key, answer)
      await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** attempt))
    }
  }
}

function unreachable(method: string, key: string, answer: Response | Error): LedgerError {
  const state = answer instanceof Error ? 'it does not answer' : `it answers ${answer.status}`
  return new LedgerError('ledger/files-unreachable', `Cannot ${method} ${key === '' ? 'a list' : key} in the object store: ${state}`, answer instanceof Error ? { cause: answer } : {})
}

/** What does not read as a checkpoint gives way to any. */
function sizeOf(bytes: Uint8Array): number {
  try {
    return parseCheckpoint(decodeUtf8(bytes)).size
  } catch {
    return -1
  }
}
