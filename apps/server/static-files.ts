import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(brotliCompress)

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest'])

interface StaticFile {
  readonly type: string
  readonly etag: string
  readonly immutable: boolean
  readonly content: Buffer
  /** In brotli, made when somebody first takes it so: a start does not wait for what nobody may ask for. */
  readonly compressed: (() => Promise<Buffer>) | undefined
}

/** The built pages of one origin, in memory: a path of a request never touches the disk. */
export interface StaticFiles {
  /** Sends the file at `path`, and tells whether there is one. */
  send(path: string, request: FastifyRequest, reply: FastifyReply): Promise<boolean>
}

/** Reads every file below `folder`; none when it does not exist. */
export function loadStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, StaticFile>()
  for (const path of pathsBelow(folder)) files.set(`/${relative(folder, path).split(sep).join('/')}`, loadFile(path))
  return {
    async send(path, request, reply) {
      const file = files.get(path)
      if (file === undefined) return false
      await sendFile(file, request, reply)
      return true
    },
  }
}

/** The one document of the pages in `folder`, for what is said of an address in its head; undefined before it is built. */
export function readPageDocument(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

function pathsBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}

function loadFile(path: string): StaticFile {
  const content = readFileSync(path)
  const extension = extname(path)
  let compressed: Promise<Buffer> | undefined
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    // The build puts a hash of the content into the names of these.
    immutable: /-[\w-]{8,}\.[a-z0-9]+$/.test(path) && path.includes(`${sep}assets${sep}`),
    content,
    compressed: compressible.has(extension) && content.length > 512 ? () => (compressed ??= toBrotli(content)) : undefined,
  }
}

/** With a window as large as the content: the usual one takes three times as long over small files, most of it to clear its memory. */
function toBrotli(content: Buffer): Promise<Buffer> {
  const window = Math.min(constants.BROTLI_DEFAULT_WINDOW, Math.max(constants.BROTLI_MIN_WINDOW_BITS, Math.ceil(Math.log2(content.length + 16))))
  return compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_LGWIN]: window } })
}

async function sendFile(file: StaticFile, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({ 'etag': file.etag, 'vary': 'accept-encoding', 'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache' })
  if (request.headers['if-none-match'] === file.etag) {
    reply.code(304).send()
    return
  }
  reply.type(file.type)
  const takesBrotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? '')
  if (file.compressed !== undefined && takesBrotli) reply.header('content-encoding', 'br').send(await file.compressed())
  else reply.send(file.content)
}
