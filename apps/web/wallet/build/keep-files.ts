import { encodeHex } from 'everlearned/encoding'
import { parseBuildManifest, type BuildFile, type BuildManifest } from 'everlearned/trust'
import { fetchFile, type KeeperTools, type OfferedBuild } from './fetch-build.ts'
import { stateCache, type KeeperState } from './keeper-state.ts'

/** A file of a build that is not what its manifest says, or comes under a policy that lets its page do more. */
export class BuildFault extends Error {
  override readonly name = 'BuildFault'
  readonly code: 'build/file-differs' | 'build/policy-weaker'

  constructor(code: BuildFault['code']) {
    super('Cannot keep build: a file is not as it must be')
    this.code = code
  }
}

/** The page that every address of the wallet shows. */
const page = '/index.html'
const manifestPath = '/build.json'
const nameOf = (digest: string): string => `build-${digest}`

/** Large, and few ever need them: fetched when they are asked for, and held against the manifest then. The browser fetches the worker itself. */
const isFetchedLater = (path: string): boolean => path === '/service-worker.js' || path.startsWith('/assets/pdf') || path.endsWith('.jsonld')

/** Answers of a file that are kept beside its bytes; whatever else was sent could make the browser do something. */
const keptHeaders = ['content-type', 'content-security-policy', 'cross-origin-opener-policy', 'permissions-policy', 'referrer-policy', 'x-content-type-options', 'x-frame-options']

/**
 * Keeps every file of a build under the digest of its manifest, or nothing. What another build holds already is not fetched again.
 *
 * @throws BuildFault when a file is another than the manifest says
 */
export async function keepBuild({ bytes, digest, manifest }: OfferedBuild, before: readonly string[], tools: KeeperTools): Promise<void> {
  const { storage } = tools
  const cache = await storage.open(nameOf(digest))
  const older = await Promise.all(before.map((each) => storage.open(nameOf(each))))
  const wanted = Object.entries(manifest.files).filter(([path]) => !isFetchedLater(path))
  if (!wanted.some(([path]) => path === page)) throw new BuildFault('build/file-differs')
  try {
    const keepNext = async (): Promise<void> => {
      for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) await keepFile(cache, next, older, tools)
    }
    await Promise.all(Array.from({ length: 6 }, keepNext))
    await cache.put(manifestPath, new Response(bytes, { headers: { 'content-type': 'application/json' } }))
  } catch (cause) {
    await storage.delete(nameOf(digest))
    throw cause
  }
}

/** The file of an address, out of the first of these builds that has it; undefined when none does. */
export async function fileOf(path: string, builds: readonly string[], tools: KeeperTools): Promise<Response | undefined> {
  for (const digest of builds) {
    const cache = await tools.storage.open(nameOf(digest))
    const kept = await cache.match(path)
    if (kept !== undefined) return kept
    const file = (await manifestIn(cache))?.files[path]
    if (file !== undefined) return keepFile(cache, [path, file], [], tools)
  }
  return undefined
}

/** The one page of a build. */
export async function pageOf(digest: string, { storage }: KeeperTools): Promise<Response | undefined> {
  return (await storage.open(nameOf(digest))).match(page)
}

/** Lets go of every cache that is of none of these builds, those of older service workers too. */
export async function dropOtherBuilds({ current, previous, next }: KeeperState, { storage }: KeeperTools): Promise<void> {
  const kept = [stateCache, ...[current?.digest, previous, next?.digest].flatMap((digest) => digest ?? []).map(nameOf)]
  for (const name of await storage.keys()) if (!kept.includes(name)) await storage.delete(name)
}

async function manifestIn(cache: Cache): Promise<BuildManifest | undefined> {
  const kept = await cache.match(manifestPath)
  return kept === undefined ? undefined : parseBuildManifest(new Uint8Array(await kept.arrayBuffer()))
}

async function keepFile(cache: Cache, [path, { sha256, size }]: readonly [string, BuildFile], older: readonly Cache[], tools: KeeperTools): Promise<Response> {
  const isRight = (bytes: Uint8Array): boolean => bytes.length === size && encodeHex(tools.cryptography.sha256(bytes)) === sha256
  // A page comes with its policy, which may change with the build.
  for (const cached of path === page ? [] : older) {
    const response = await cached.match(path)
    if (response === undefined || !isRight(new Uint8Array(await response.clone().arrayBuffer()))) continue
    await cache.put(path, response.clone())
    return response
  }
  const { response: answer, bytes } = await fetchFile(path, size, tools).catch((cause: unknown) => {
    throw cause instanceof TypeError && cause.message.endsWith('too long') ? new BuildFault('build/file-differs') : cause
  })
  if (!isRight(bytes)) throw new BuildFault('build/file-differs')
  const headers = new Headers(keptHeaders.flatMap((name) => { const value = answer.headers.get(name); return value === null ? [] : [[name, value] as [string, string]] }))
  if (path === page && !isStrict(headers.get('content-security-policy'))) throw new BuildFault('build/policy-weaker')
  const response = new Response(bytes, { headers })
  await cache.put(path, response.clone())
  return response
}

/** What the policy of the wallet's page must say, whatever else it says (Content Security Policy Level 3). */
const demanded: Readonly<Record<string, string>> = {
  'default-src': "'none'", 'script-src': "'self' 'wasm-unsafe-eval'", 'style-src': "'self'", 'worker-src': "'self'", 'base-uri': "'none'", 'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'", 'trusted-types': 'everlearned',
}

function isStrict(policy: string | null): boolean {
  const directives = new Map((policy ?? '').split(';').map((directive) => {
    const [name = '', ...values] = directive.trim().split(/\s+/)
    return [name.toLowerCase(), values.join(' ')] as const
  }).toReversed())
  const forbidden = ['script-src-elem', 'script-src-attr', 'object-src', 'frame-src', 'child-src']
  return !(policy ?? ',').includes(',') && Object.entries(demanded).every(([name, value]) => directives.get(name) === value) && !forbidden.some((name) => directives.has(name))
}
