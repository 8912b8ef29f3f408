import type { Trust } from 'everlearned/verifier'
import { callApi } from './api.ts'
import type { NodeCard } from './node-api.ts'

/** What this node trusts: its own organisations and its own log. Where it cannot be asked, nobody. */
export async function loadTrust(): Promise<Trust> {
  const [issuers, node] = await Promise.all([
    callApi<{ readonly issuers: Trust['issuers'] }>('/api/issuers').catch(() => ({ issuers: [] })),
    callApi<NodeCard>('/api/node').catch(() => undefined),
  ])
  return { policy: 'known-issuer', issuers: issuers.issuers, logs: node?.log === undefined ? [] : [node.log.verifierKey] }
}
