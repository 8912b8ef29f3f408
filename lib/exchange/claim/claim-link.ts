import { ClaimError } from './claim-error.ts'

/** A claim token: 32 random bytes in base64url without padding. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** Where a claim is waiting: the node that issued and the token of the link. */
export interface ClaimLink {
  readonly nodeOrigin: string
  readonly token: string
}

/** Tells whether `text` has the form of a claim token. */
export function isClaimToken(text: string): boolean {
  return tokenForm.test(text)
}

/** The link that a person is given: `<node>/claim/<token>`. Opening it shows; only a POST claims. */
export function formatClaimLink({ nodeOrigin, token }: ClaimLink): string {
  return `${nodeOrigin}/claim/${token}`
}

/** The same claim opened in a wallet: `<wallet>/claim#node=…&token=…`. The fragment never reaches the wallet's server. */
export function formatWalletClaimLink(link: ClaimLink, walletOrigin: string): string {
  return `${walletOrigin}/claim#${new URLSearchParams({ node: link.nodeOrigin, token: link.token })}`
}

/**
 * Reads a claim link in either form, as pasted or scanned.
 *
 * Untrusted: the caller still decides whether to contact `nodeOrigin`.
 *
 * @throws ClaimError `claim/link-malformed`
 */
export function parseClaimLink(text: string): ClaimLink {
  if (text.length > 2_048 || !URL.canParse(text.trim())) throw linkMalformed()
  const url = new URL(text.trim())
  const fragment = new URLSearchParams(url.hash.slice(1))
  const node = fragment.get('node')
  const path = /^\/claim\/([^/]+)$/.exec(url.pathname)
  const link = node === null ? { node: url.origin, token: path?.[1] ?? '' } : { node, token: fragment.get('token') ?? '' }
  if (!isClaimToken(link.token) || !URL.canParse(link.node)) throw linkMalformed()
  const origin = new URL(link.node)
  if (origin.protocol !== 'https:' && origin.protocol !== 'http:') throw linkMalformed()
  return { nodeOrigin: origin.origin, token: link.token }
}

function linkMalformed(): ClaimError {
  return new ClaimError('claim/link-malformed', 'Cannot read claim link: neither a claim address nor a wallet address with node and token')
}
