/**
 * For `s3-log-files.test.ts`: an object store in memory that speaks as much of the S3 protocol as a log needs, and takes no
 * request whose signature Amazon's own signer would not have made, or whose content is not the one that was signed.
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'

/** A running store with one bucket, `bucket`. */
export interface TestS3 {
  readonly endpoint: string
  readonly objects: Map<string, { readonly bytes: Buffer; readonly headers: IncomingMessage['headers'] }>
  /** Requests that were refused for their signature. */
  readonly refused: string[]
  /** Answers so many requests with 503 from now on; without conditional writes those get 501. */
  behave(as: { readonly busyFor?: number; readonly hasConditions?: boolean }): void
  /** Runs before the next conditional write is decided. */
  interfere(action: () => void): void
  close(): Promise<void>
}

export const testKeys = { region: 'eu-test-1', accessKeyId: 'AKTEST', secretAccessKey: 'secret/of+the=test' }

class NodeSha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBuffer(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    throw new Error('used once')
  }
}

function toBuffer(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}

const signer = new SignatureV4({
  credentials: { accessKeyId: testKeys.accessKeyId, secretAccessKey: testKeys.secretAccessKey },
  region: testKeys.region, service: 's3', sha256: NodeSha256, uriEscapePath: false,
})

export async function openTestS3(): Promise<TestS3> {
  const objects: TestS3['objects'] = new Map()
  const refused: string[] = []
  const state = { busyFor: 0, hasConditions: true, interfere: (): void => undefined }
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body = '', headers = {} }) => response.writeHead(status, headers).end(body), (cause: unknown) => fail(response, cause))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: Buffer | string; headers?: Record<string, string> }> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const bytes = Buffer.concat(parts)
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    if (!(await isSigned(request, url, bytes))) {
      refused.push(url.pathname)
      return { status: 403 }
    }
    if (state.busyFor > 0) {
      state.busyFor -= 1
      return { status: 503 }
    }
    const key = decodeURIComponent(url.pathname.replace(/^\/bucket\//, ''))
    if (key === '') return { status: 200, body: list(url.searchParams.get('prefix') ?? '') }
    if (request.method === 'PUT') return put(key, bytes, request.headers)
    const found = objects.get(key)
    if (request.method === 'DELETE') return { status: objects.delete(key) ? 204 : 404 }
    return found === undefined ? { status: 404 } : { status: 200, body: found.bytes, headers: { etag: tagOf(found.bytes) } }
  }

  function put(key: string, bytes: Buffer, headers: IncomingMessage['headers']): { status: number } {
    const [match, noneMatch] = [headers['if-match'], headers['if-none-match']]
    if (match !== undefined || noneMatch !== undefined) {
      if (!state.hasConditions) return { status: 501 }
      state.interfere()
      state.interfere = () => undefined
      const present = objects.get(key)
      if (noneMatch === '*' && present !== undefined) return { status: 412 }
      if (match !== undefined && present === undefined) return { status: 404 }
      if (match !== undefined && present !== undefined && match !== tagOf(present.bytes)) return { status: 412 }
    }
    objects.set(key, { bytes, headers })
    return { status: 200 }
  }

  const list = (prefix: string): string => `<ListBucketResult>${[...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refused,
    behave: (as) => void Object.assign(state, as),
    interfere: (action) => {
      state.interfere = action
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Signs what has arrived again, as it claims to have been signed, and compares. */
async function isSigned(request: IncomingMessage, url: URL, bytes: Buffer): Promise<boolean> {
  const { authorization = '' } = request.headers
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(request.headers['x-amz-date']))
  if (date === null || !['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return false
  if (request.headers['x-amz-content-sha256'] !== createHash('sha256').update(bytes).digest('hex')) return false
  const signingDate = new Date(`${date[1]}-${date[2]}-${date[3]}T${date[4]}:${date[5]}:${date[6]}Z`)
  const again = await signer.sign({
    method: request.method ?? '', protocol: 'http:', hostname: url.hostname, port: Number(url.port), path: url.pathname,
    query: Object.fromEntries(url.searchParams), body: bytes, headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
  }, { signingDate, signableHeaders: new Set(names) })
  const signatureOf = (text: string | undefined): string | undefined => /Signature=([0-9a-f]{64})$/.exec(text ?? '')?.[1]
  return Math.abs(Date.now() - signingDate.getTime()) < 900_000 && signatureOf(again.headers['authorization']) === signatureOf(authorization)
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function fail(response: ServerResponse, cause: unknown): void {
  response.writeHead(400).end(String(cause))
}
