/** What the build writes into a service worker: its version, and every file that its pages need. */
export interface BuiltFiles {
  readonly version: string
  readonly files: readonly string[]
}

/** How the worker of one origin differs from the other's. */
export interface OfflinePages extends BuiltFiles {
  /** Tells whether an address is one of the pages, all of which are the same file. */
  isPage(path: string): boolean
  /** Answers of the node that are kept for offline use, asked for anew while there is a connection. */
  isKept(path: string): boolean
}

/**
 * Keeps one build whole: a page and its scripts always come from the same version. A new version waits until the pages
 * of the old one are closed, so that none is changed under a person's hands.
 */
export function serveOffline(worker: ServiceWorkerGlobalScope, { version, files, isPage, isKept }: OfflinePages): void {
  const built = `built-${version}`
  const kept = 'kept'
  // Status lists with their moments, which pages keep themselves.
  const lists = 'lists'
  worker.addEventListener('install', (event) => event.waitUntil(keepFiles(built, files)))
  worker.addEventListener('activate', (event) => event.waitUntil(dropOthers([built, kept, lists])))
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const { origin, pathname } = new URL(request.url)
    if (request.method !== 'GET' || origin !== worker.location.origin) return
    if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(fromBuild(built, '/index.html', request))
    else if (files.includes(pathname)) event.respondWith(fromBuild(built, pathname, request))
    else if (isKept(pathname)) event.respondWith(fromNodeElseKept(kept, request))
  })
}

/** All or nothing: an install that misses a file fails, and the old version goes on. */
async function keepFiles(name: string, files: readonly string[]): Promise<void> {
  const cache = await caches.open(name)
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))
}

async function dropOthers(names: readonly string[]): Promise<void> {
  for (const name of await caches.keys()) if (!names.includes(name)) await caches.delete(name)
}

async function fromBuild(name: string, path: string, request: Request): Promise<Response> {
  return (await (await caches.open(name)).match(path)) ?? fetch(request)
}

async function fromNodeElseKept(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(name)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(request.url, response.clone())
    return response
  } catch (cause) {
    const last = await cache.match(request.url)
    if (last === undefined) throw cause
    return last
  }
}
