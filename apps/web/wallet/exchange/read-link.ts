/** What a text that was scanned or pasted is: a claim link, the beginning of an exchange, or something else. */
export type WalletLink = { readonly kind: 'claim' | 'exchange'; readonly link: string }

/** Untrusted: an offer by value may be long, but no longer than a code holds several times over. */
const maxLinkLength = 65_536

const schemes = /^(?:interaction|web\+interaction|openid-credential-offer|openid4vp|openid-vc|haip|haip-vci|haip-vp|eudi-openid4vp):/i

/** Tells what a text leads to, without asking anybody; undefined for what the wallet does not know. Untrusted: any text. */
export function readWalletLink(text: string): WalletLink | undefined {
  const link = text.trim()
  if (link.length > maxLinkLength) return undefined
  if (schemes.test(link)) return { kind: 'exchange', link }
  if (!/^https?:/i.test(link) || !URL.canParse(link)) return undefined
  const { pathname, searchParams, hash } = new URL(link)
  // A link to the exchange page of this or another wallet carries the link that it is about.
  const carried = pathname === '/exchange' ? new URLSearchParams(hash.slice(1)).get('link') : null
  if (carried !== null) return carried === text ? undefined : readWalletLink(carried)
  if (/^\/claim(?:\/|$)/.test(pathname)) return { kind: 'claim', link }
  const begins = searchParams.get('iuv') === '1' || searchParams.has('credential_offer') || searchParams.has('credential_offer_uri') || (searchParams.has('client_id') && (searchParams.has('request_uri') || searchParams.has('response_type')))
  return begins ? { kind: 'exchange', link } : undefined
}

/** The address of the page on which an exchange goes on; what stands in its fragment reaches no server. */
export function exchangePage(link: string): string {
  return `/exchange#${new URLSearchParams({ link }).toString()}`
}

/** The link that an address of that page carries. */
export function linkInAddress(hash: string): string | undefined {
  const link = new URLSearchParams(hash.replace(/^#/, '')).get('link')
  return link === null ? undefined : readWalletLink(link)?.link
}

/** Where somebody comes back to from the page of an issuer. */
export const backPage = '/exchange/back'
