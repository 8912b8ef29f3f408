import { webCryptography as cryptography } from 'everlearned/crypto'
import { answerOf } from './answer-of.ts'
import { createBuildKeeper } from './build/build-keeper.ts'
import { keeperWishes } from './build/keeper-state.ts'
import { receiveShared } from './receive-shared.ts'

declare const self: ServiceWorkerGlobalScope

const keeper = createBuildKeeper({ storage: caches, fetch: (address, init) => fetch(address, init), cryptography, origin: self.location.origin })
/** What the node serves is looked at no more often than this, but for a person who asks. */
const pauseMilliseconds = 30_000
let lookedAt = 0

self.addEventListener('install', (event) => event.waitUntil(keeper.begin()))
self.addEventListener('activate', (event) => event.waitUntil(keeper.settle()))

self.addEventListener('fetch', (event) => {
  const answer = answerOf(event.request, self.location.origin)
  if (answer === 'page') {
    event.respondWith(showPage(event.resultingClientId))
    event.waitUntil(lookSoon())
  } else if (answer === 'file') {
    event.respondWith(keeper.file(new URL(event.request.url).pathname).then((file) => file ?? Response.error()))
  }
})

receiveShared(self)

self.addEventListener('message', (event) => {
  const wish = keeperWishes.find((each) => each === event.data)
  if (wish !== undefined) event.waitUntil(keeper.fulfil(wish).then((state) => event.ports[0]?.postMessage(state)))
})

async function showPage(own: string): Promise<Response> {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = await keeper.page(open.every(({ id }) => id === own)).catch(() => undefined)
  return page ?? Response.error()
}

async function lookSoon(): Promise<void> {
  if (Date.now() - lookedAt < pauseMilliseconds) return
  lookedAt = Date.now()
  const state = await keeper.fulfil('look')
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage(state)
}
