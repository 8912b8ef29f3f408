/** Adapters for Node: primitives on its own OpenSSL, the ledger on its file system. */
export { nativeCryptography } from './native-cryptography.ts'
export { fileLogStorage } from './file-log-storage.ts'
export { folderLogReader } from './folder-log-reader.ts'
