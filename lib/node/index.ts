/** Adapters for Node: primitives on its own OpenSSL. */
export { nativeCryptography } from './native-cryptography.ts'
