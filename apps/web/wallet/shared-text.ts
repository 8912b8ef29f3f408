import type { SharedText } from 'everlearned/holder'

/** Where the share sheet of a device sends what somebody shares (Web Share Target); the service worker answers there. */
export const sharedAddress = '/learning/shared'

const members = ['title', 'text', 'url'] as const

/** Untrusted: more of one member is cut, so that it fits into an address. */
const maxLength = 8_000

/** The form with what was shared behind the sign that no browser sends to a server (RFC 3986, "Fragment"); without anything, the form says that it did not arrive. */
export function formatSharedPage(shared: SharedText | undefined): string {
  if (shared === undefined) return '/learning/new#lost'
  const told = members.flatMap((name) => { const text = shared[name]?.slice(0, maxLength); return text === undefined || text === '' ? [] : [[name, text]] })
  return `/learning/new#${new URLSearchParams(told).toString()}`
}

/** What stands there: what was shared, `lost` when it did not arrive, undefined when somebody came by themselves. */
export function readSharedPage(hash: string): SharedText | 'lost' | undefined {
  if (hash === '#lost') return 'lost'
  const told = new URLSearchParams(hash.slice(1))
  const shared = Object.fromEntries(members.flatMap((name) => { const text = told.get(name)?.slice(0, maxLength); return text === undefined ? [] : [[name, text]] }))
  return Object.keys(shared).length === 0 ? undefined : shared
}
