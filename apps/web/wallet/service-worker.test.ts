import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sharedAddress } from './shared-text.ts'

const origin = 'https://wallet.example'
const build = { digest: 'aa', version: '1', index: 0, worker: '' }

/** What the browser hands to a service worker for one request. */
interface FetchCall {
  readonly request: Pick<Request, 'method' | 'mode' | 'url' | 'destination' | 'formData'>
  readonly resultingClientId: string
  respondWith(answer: Promise<Response>): void
  waitUntil(work: Promise<unknown>): void
}

const listeners: ((event: FetchCall) => void)[] = []

beforeAll(async () => {
  const kept = new Map([
    ['keeper', new Map([['/keeper-state', () => Response.json({ current: build })]])],
    ['build-aa', new Map([['/index.html', () => new Response('kept')]])],
  ])
  vi.stubGlobal('caches', { open: async (name: string) => ({ match: async (path: string) => kept.get(name)?.get(path)?.(), put: async () => undefined }), keys: async () => [...kept.keys()] })
  vi.stubGlobal('fetch', async () => new Response('from the node'))
  vi.stubGlobal('self', {
    location: { origin }, clients: { matchAll: async () => [] },
    addEventListener: (type: string, listener: (event: FetchCall) => void) => { if (type === 'fetch') listeners.push(listener) },
  })
  await import('./service-worker.ts')
})

afterAll(() => vi.unstubAllGlobals())

/** Every answer that a request gets here; without any, the browser asks the node. */
async function answersTo(method: string, path: string, { mode = 'navigate' as RequestMode, destination = 'document' as RequestDestination } = {}): Promise<readonly Response[]> {
  const answers: Promise<Response>[] = []
  const request = { method, mode, url: `${origin}${path}`, destination, formData: async () => new FormData() }
  for (const listener of listeners) listener({ request, resultingClientId: '', respondWith: (answer) => void answers.push(answer), waitUntil: () => undefined })
  return Promise.all(answers)
}

describe('the service worker of the wallet', () => {
  it.each(['GET', 'POST'])('shows its own page to whoever comes by %s, so that no form of another page lets one of the node in', async (method) => {
    const answers = await answersTo(method, '/record/1')
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['kept'])
  })

  it('takes what the share sheet sends once, and sends it on to the form', async () => {
    const answers = await answersTo('POST', sharedAddress)
    expect(answers.map(({ status, headers }) => [status, new URL(headers.get('location') ?? '').pathname])).toEqual([[303, '/learning/new']])
  })

  it('leaves what a page asks of its node to the network', async () => {
    expect(await answersTo('POST', '/api/any', { mode: 'cors', destination: '' })).toEqual([])
  })
})
