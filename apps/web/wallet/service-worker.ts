import { type BuiltFiles, serveOffline } from '../service-worker-core.ts'

declare const self: ServiceWorkerGlobalScope
/** Written by the build. */
declare const builtFiles: BuiltFiles

serveOffline(self, { ...builtFiles, isPage: (path) => /^\/(?:$|add$|exchange$|log$|claim$|record\/|life\/|drafts$|read$|settings$|resume$|recovery\/(?:words|people)$|sync$|export$|import$|restore(?:\/(?:words|people))?$)/.test(path), isKept: () => false })
