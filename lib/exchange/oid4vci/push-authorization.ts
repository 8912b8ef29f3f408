import { askPeer, parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { readMembers } from './_read-members.ts'
import type { PendingAuthorization } from './authorize.ts'

/**
 * Where the person goes: the page with the request in its address, or, at servers that take requests beforehand, with no more than its
 * name (RFC 9126, "Pushed Authorization Requests").
 *
 * Untrusted: the answer. @throws ExchangeError; PeerRefusal when the server does not take the request
 */
export async function pushAuthorization({ url, clientId, offer: { server } }: PendingAuthorization, network: ExchangeNetwork): Promise<string> {
  const { pushedEndpoint, authorizationEndpoint } = server
  if (pushedEndpoint === undefined || authorizationEndpoint === undefined) return url
  const page = parsePeerUrl(authorizationEndpoint, network)
  const form = Object.fromEntries([...new URL(url).searchParams].filter(([name]) => !page.searchParams.has(name)))
  const answer = readMembers(await askPeer(pushedEndpoint, { method: 'POST', form }, network), 'answer to a pushed request')
  page.searchParams.set('client_id', clientId)
  page.searchParams.set('request_uri', answer.text('request_uri'))
  return page.href
}
