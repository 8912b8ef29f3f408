import { isShared } from './receive-shared.ts'

/** What answers a request in the wallet's service worker. */
export type RequestAnswer = 'page' | 'file' | 'form' | 'network'

/**
 * Tells what answers a request. Every address of the wallet's origin is the wallet's page: no other page is let in, and none by a form
 * that another page posts here, which would run whatever the node answers beside the keys.
 */
export function answerOf(request: Pick<Request, 'method' | 'mode' | 'destination' | 'url'>, own: string): RequestAnswer {
  const { origin, pathname } = new URL(request.url)
  if (origin !== own) return 'network'
  if (isShared(request, own)) return 'form'
  if (request.mode === 'navigate') return 'page'
  return request.method === 'GET' && (request.destination !== '' || pathname.startsWith('/assets/')) ? 'file' : 'network'
}
