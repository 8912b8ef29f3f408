import { describe, expect, it } from 'vitest'
import { encodeHex, encodeUtf8 } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBuildKeeper, type BuildKeeper } from './build-keeper.ts'
import { readKeeper } from './keeper-state.ts'

const csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types everlearned"
const origin = 'https://wallet.example'

/** What browsers give a service worker to keep files in, as far as it is used. */
function memoryCaches(): CacheStorage & { readonly names: Map<string, Map<string, Response>> } {
  const names = new Map<string, Map<string, Response>>()
  const open = async (name: string): Promise<Cache> => {
    const files = names.get(name) ?? new Map<string, Response>()
    names.set(name, files)
    const cache: Pick<Cache, 'match' | 'put'> = { match: async (path) => files.get(String(path))?.clone(), put: async (path, response) => void files.set(String(path), response) }
    return cache as Cache
  }
  const storage: Pick<CacheStorage, 'open' | 'delete' | 'keys'> = { open, delete: async (name) => names.delete(name), keys: async () => [...names.keys()] }
  return { ...storage, names } as CacheStorage & { readonly names: Map<string, Map<string, Response>> }
}

type Served = Map<string, { readonly body: string; readonly headers?: Record<string, string> }>

function serve(served: Served, page: string, policy = csp, extra: Readonly<Record<string, string>> = {}): void {
  const files = { '/index.html': page, '/assets/page.js': 'page()', '/service-worker.js': 'worker()', '/assets/pdf-x.js': 'pdf()', ...extra }
  for (const [path, body] of Object.entries(files)) served.set(path, { body, headers: { 'content-type': 'text/plain', 'refresh': '0;url=https://thief.example', ...(path === '/index.html' ? { 'content-security-policy': policy } : {}) } })
  const listed = Object.entries(files).map(([path, body]) => [path, { sha256: encodeHex(cryptography.sha256(encodeUtf8(body))), size: body.length }])
  served.set('/build.json', { body: JSON.stringify({ type: 'EverlearnedBuild', version: '1', files: Object.fromEntries(listed) }) })
}

function open(served: Served, storage = memoryCaches()): { readonly keeper: BuildKeeper; readonly storage: ReturnType<typeof memoryCaches> } {
  const fetch = async (address: string): Promise<Response> => {
    const file = served.get(new URL(address).pathname)
    if (file === undefined) throw new TypeError('offline')
    return new Response(file.body, file.headers === undefined ? {} : { headers: file.headers })
  }
  return { storage, keeper: createBuildKeeper({ storage, fetch, cryptography, origin }) }
}

describe('the keeper of builds', () => {
  it('keeps a page with its policy and without whatever else was sent along, and goes on without a node', async () => {
    const served: Served = new Map()
    serve(served, 'first')
    const { keeper } = open(served)
    await keeper.begin()
    served.clear()
    const page = await keeper.page(true)
    expect([await page?.text(), page?.headers.get('content-security-policy'), page?.headers.get('refresh')]).toEqual(['first', csp, null])
    expect(await (await keeper.file('/assets/page.js'))?.text()).toBe('page()')
    expect(await keeper.file('/assets/other.js')).toBeUndefined()
    expect(await keeper.fulfil('look')).toMatchObject({ log: null, current: { index: null }, next: null, refused: null })
  })

  it.each([
    ['scripts from elsewhere', csp.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' https:")], ['inline script', csp.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")], ['no Trusted Types', csp.replace("; require-trusted-types-for 'script'", '')],
    ['another rule first', `script-src *; ${csp}`], ['a second policy', `${csp}, script-src *`], ['a way around', `${csp}; script-src-elem *`], ['none at all', ''],
  ])('takes no page whose policy allows %s', async (_what, policy) => {
    const served: Served = new Map()
    serve(served, 'first', policy)
    await expect(open(served).keeper.begin()).rejects.toMatchObject({ code: 'build/policy-weaker' })
  })

  it('has the same build again after the browser cleared its files, and no other in its place', async () => {
    const served: Served = new Map()
    serve(served, 'first')
    const { keeper, storage } = open(served)
    await keeper.begin()
    const build = [...storage.names.keys()].find((name) => name.startsWith('build-')) ?? ''
    storage.names.delete(build)
    expect(await (await keeper.page(true))?.text()).toBe('first')
    storage.names.delete(build)
    serve(served, 'second')
    expect(await keeper.page(true)).toBeUndefined()
  })

  it('goes on from what the worker before it did while it waited', async () => {
    const served: Served = new Map()
    serve(served, 'first')
    const { keeper: before, storage } = open(served)
    await before.begin()
    const { keeper: after } = open(served, storage)
    await after.begin()
    const taken = await before.fulfil('stay')
    await after.settle()
    expect([taken.stays, (await readKeeper(storage)).stays, (await after.fulfil('look')).stays]).toEqual([true, true, true])
  })

  it('begins anew when everything was cleared', async () => {
    const served: Served = new Map()
    serve(served, 'first')
    const { storage } = open(served)
    await open(served, storage).keeper.begin()
    storage.names.clear()
    expect(await (await open(served, storage).keeper.page(true))?.text()).toBe('first')
    expect((await readKeeper(storage)).current).not.toBeNull()
  })

  it('takes nothing of which a file is longer than it may be, and lets go of what older workers kept', async () => {
    const served: Served = new Map()
    serve(served, 'first')
    const { keeper, storage } = open(served)
    await storage.open('built-0123456789abcdef')
    await keeper.begin()
    await keeper.settle()
    expect([...storage.names.keys()].filter((name) => name.startsWith('built-'))).toEqual([])
    served.set('/assets/pdf-x.js', { body: 'x'.repeat(1_000_000) })
    await expect(keeper.file('/assets/pdf-x.js')).rejects.toMatchObject({ code: 'build/file-differs' })
  })
})
