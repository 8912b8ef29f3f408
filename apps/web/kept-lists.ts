/**
 * Status lists that this browser fetched, each with its moment, so that a record can be checked where there is no connection.
 * They are kept for whole lists only: nobody learns which record was looked up, and nothing about any person is in them.
 */
import type { StatusSnapshot } from 'everlearned/verifier'
import { callApi } from './api.ts'

const place = 'lists'
const moment = 'x-fetched-at'

/** Untrusted: a list of another length is none. */
const maxListLength = 2 * 1024 * 1024
/** The lists that are fetched anew. */
const maxLists = 16

/** Fetches the lists that records of this node are on nowadays. Nothing waits for it, and nothing fails with it. */
export async function keepLists(): Promise<void> {
  if (!('caches' in globalThis)) return
  const { lists } = await callApi<{ readonly lists: readonly string[] }>('/api/status-lists')
  const cache = await caches.open(place)
  const wanted = lists.slice(0, maxLists).filter((url) => new URL(url).origin === location.origin)
  for (const url of wanted) {
    const response = await fetch(url, { cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: AbortSignal.timeout(10_000) })
    const text = response.ok ? await response.text() : ''
    if (text !== '' && text.length <= maxListLength) await cache.put(url, new Response(text, { headers: { [moment]: new Date().toISOString() } }))
  }
}

/** Those of the lists that are kept here. */
export async function loadKeptLists(urls: readonly string[]): Promise<Readonly<Record<string, StatusSnapshot>>> {
  if (!('caches' in globalThis) || urls.length === 0) return {}
  const cache = await caches.open(place)
  const kept: Record<string, StatusSnapshot> = {}
  for (const url of new Set(urls)) {
    const response = await cache.match(url)
    const fetchedAt = response?.headers.get(moment)
    if (response !== undefined && fetchedAt !== null && fetchedAt !== undefined) kept[url] = { credential: await response.text(), fetchedAt }
  }
  return kept
}
