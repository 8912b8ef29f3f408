import type { PagePackage } from 'everlearned/exchange/public-page'
import { parseBundle, type BundleCover } from 'everlearned/verifier'

/** What search engines are told of a page that its person did not offer to them. */
export const unlisted = 'noindex, nofollow, noarchive, nosnippet, noimageindex'

/**
 * The pages' document with the name and words of one page in its head: for whoever has nothing but the address, and for programs that
 * show a preview of a link (Open Graph protocol). No picture: it would be asked for at every place where the link is pasted.
 */
export function headPage(document: string, address: string, page: PagePackage | undefined): string {
  const { name, headline } = page === undefined ? {} : coverOf(page)
  const metas = [
    ...(page?.isListed === true ? [] : [['name', 'robots', unlisted]]),
    ...(page === undefined ? [] : [['property', 'og:type', 'profile'], ['property', 'og:url', address], ['property', 'og:title', name ?? 'Everlearned']]),
    ...(headline === undefined ? [] : [['name', 'description', headline], ['property', 'og:description', headline]]),
  ].map(([kind, key, content]) => `    <meta ${kind}="${key}" content="${escapeHtml(content ?? '')}">`)
  const title = name === undefined ? '' : `${escapeHtml(name)} – `
  return document.replace('<title>', () => `${metas.join('\n').trimStart()}\n    <title>${title}`)
}

function coverOf({ bundle }: PagePackage): BundleCover {
  return parseBundle(bundle).cover ?? {}
}

/** Untrusted: the text; as in an attribute of HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;')
}
