/**
 * A page that a person chose to make public, at an address that anybody may read. Version 1; messages are JSON over HTTPS.
 *
 * 1. `POST /api/public-pages` takes a {@link PageRequest} and answers a {@link PageReceipt}.
 * 2. `GET /api/public-pages/:id` answers a {@link PagePackage}; `PUT` puts another in its place, `DELETE` ends it.
 *
 * Each proof is a presentation that answers {@link pageChallenge} for the address of the node.
 *
 * ```ts
 * isPageId('k7m2p9xw4hq8tz3c') // true
 * ```
 */
export { isPageId, maxPageBytes, maxPageDays, maxPageProofs, pageChallenge, parsePagePackage, parsePageReceipt, type PageContent, type PagePackage, type PageReceipt, type PageRequest } from './page-request.ts'
export { PublicPageError } from './public-page-error.ts'
