/**
 * Adapters for browsers: the wallet's storage in IndexedDB (Indexed Database API 3.0), passkeys with the PRF
 * extension (Web Authentication Level 3), the promise to keep data (Storage Standard), and asking whatever wallet a device has
 * (Digital Credentials).
 *
 * ```ts
 * const storage = await openIndexedDbWalletStorage()
 * ```
 */
export { BrowserError } from './browser-error.ts'
export { askDigitalCredential, canAskDigitalCredential } from './digital-credential.ts'
export { openIndexedDbWalletStorage } from './indexed-db-wallet-storage.ts'
export { canUsePasskeyPrf, createPasskey, evaluatePasskey, type EvaluatedPasskey } from './passkey-prf.ts'
export { readStorageState, requestPersistence, type StorageState } from './storage-persistence.ts'
