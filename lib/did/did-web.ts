import { createDidDocument, type DidDocument, type ListedKey } from './did-document.ts'
import { DidError } from './did-error.ts'
import { parseDidUrl } from './did-url.ts'

/**
 * The address of the document of a did:web (did:web Method Specification, "Read (Resolve)").
 *
 * Untrusted: the host comes from the identifier. Whoever fetches must still refuse private addresses.
 *
 * @throws DidError `did/malformed`
 */
export function didWebUrl(did: string): string {
  const { method, methodSpecificId } = parseDidUrl(did)
  if (method !== 'web') throw new DidError('did/malformed', 'Cannot locate did:web: of another method')
  const [host = '', ...path] = methodSpecificId.split(':').map(decodePart)
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/i.test(host)) throw new DidError('did/malformed', 'Cannot locate did:web: not a host name')
  if (path.some((part) => part === '' || part === '.' || part === '..' || part.includes('/') || part.includes('\\'))) {
    throw new DidError('did/malformed', 'Cannot locate did:web: a part of the path is empty or leaves it')
  }
  const folder = path.length === 0 ? '.well-known' : path.map(encodeURIComponent).join('/')
  return `https://${host.toLowerCase()}/${folder}/did.json`
}

/**
 * The did:web identifier that a base address and a path give: `https://host:8443`, `['orgs', 'north']` → `did:web:host%3A8443:orgs:north`.
 *
 * @throws DidError `did/malformed` when the address is not https or has a path of its own
 */
export function didWeb(baseUrl: string, path: readonly string[] = []): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url?.protocol !== 'https:' || url.pathname !== '/') throw new DidError('did/malformed', 'Cannot make did:web: the base must be an https origin')
  return ['did:web', url.host.replace(':', '%3A'), ...path.map(encodeURIComponent)].join(':')
}

/** A key of an organisation; a retired one signs nothing new but stays, so that what it signed still verifies. */
export interface OrganisationKey extends ListedKey {
  readonly isRetired: boolean
}

/**
 * The document of an organisation: current keys for credentials and for authentication, retired keys for old credentials only.
 */
export function didWebDocument(did: string, keys: readonly OrganisationKey[]): DidDocument {
  didWebUrl(did)
  const current = keys.filter(({ isRetired }) => !isRetired)
  return { ...createDidDocument(did, keys, ['assertionMethod']), authentication: current.map(({ fragment }) => `${did}#${fragment}`) }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw new DidError('did/malformed', 'Cannot locate did:web: a part is not percent-encoded UTF-8', { cause })
  }
}
