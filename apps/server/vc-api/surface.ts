import { createDocumentFetch } from 'everlearned/node'
import type { NodeContext } from '../context.ts'
import { loadOwnDocument } from '../issuing/verify-document.ts'
import { openProfiles, type OpenProfile } from './profiles.ts'
import { openStatusLists, type StatusLists } from './status-lists.ts'

/** What the VC-API surface keeps while the process lives: issuers that nobody knows, and their status lists. */
export interface Surface {
  readonly profiles: readonly OpenProfile[]
  readonly statusLists: StatusLists
  readonly context: NodeContext
  /** What may be looked up: what this node publishes, and the origins that its operator listed. */
  fetchDocument(url: string): Promise<unknown>
}

/** Opens the surface that conformance suites drive. */
export async function openSurface(context: NodeContext): Promise<Surface> {
  const { cryptography, config: { publicBaseUrl, fetchOrigins } } = context
  const profiles = await openProfiles(cryptography)
  const ofStatus = profiles.find(({ hasStatus }) => hasStatus === true)
  if (ofStatus === undefined) throw new TypeError('openSurface() needs a profile with status')
  const statusLists = openStatusLists(ofStatus, context)
  const fetchListed = createDocumentFetch({ allowedOrigins: fetchOrigins })
  const fetchDocument = async (url: string): Promise<unknown> => {
    const prefix = `${publicBaseUrl}/vc-api/status-lists/`
    if (url.startsWith(prefix)) return statusLists.publish(url.slice(prefix.length))
    const isListed = URL.canParse(url) && fetchOrigins.includes(new URL(url).origin)
    return isListed ? fetchListed(url) : loadOwnDocument(url, context)
  }
  return { profiles, statusLists, context, fetchDocument }
}
