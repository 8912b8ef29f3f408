import { parsePagePackage } from 'everlearned/exchange/public-page'
import { requestNode } from 'everlearned/holder'

/** Fetches what somebody made public on this node. @throws HolderError `holder/node-unreachable`; NodeRefusal `public-page/ended`; PublicPageError */
export async function fetchPage(id: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly expiresAt: string }> {
  const { bundle, expiresAt } = parsePagePackage(await requestNode(`${location.origin}/api/public-pages/${encodeURIComponent(id)}`, fetch.bind(globalThis)))
  return { bytes: new TextEncoder().encode(bundle), expiresAt }
}
