import { type BuiltFiles, serveOffline } from './service-worker-core.ts'

declare const self: ServiceWorkerGlobalScope
/** Written by the build. */
declare const builtFiles: BuiltFiles

/** Who the node is, whom it knows, and the documents of its organisations: what a verdict needs. Never status lists, whose age must be true. */
const keptAddresses = /^\/api\/(?:node|issuers)$|^\/orgs\/[^/]+\/did\.json$/

serveOffline(self, {
  ...builtFiles,
  isPage: (path) => /^\/(?:$|verify$|s\/|ledger$)/.test(path),
  isKept: (path) => keptAddresses.test(path),
})
