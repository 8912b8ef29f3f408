/** Adapters for Node: primitives on its own OpenSSL, the ledger on its file system, a network that cannot be led astray. */
export { nativeCryptography } from './native-cryptography.ts'
export { fileLogStorage } from './file-log-storage.ts'
export { folderLogReader } from './folder-log-reader.ts'
export { createDocumentFetch, createGuardedFetch, guardedFetch, type FetchLimits } from './guarded-fetch.ts'
export { FetchError } from './fetch-error.ts'
export { isPublicAddress } from './public-address.ts'
