/** What tests use of another implementation of ecdsa-sd-2023, as their oracle. */

declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): object
  export function createDiscloseCryptosuite(options: { selectivePointers: readonly string[] }): object
  export function createVerifyCryptosuite(): object
}

declare module '@digitalbazaar/ecdsa-multikey' {
  interface KeyPair {
    readonly publicKeyMultibase: string
    signer(): object
  }
  export function generate(options: { curve: string }): Promise<KeyPair>
  export function from(key: object): Promise<KeyPair>
}

declare module '@digitalbazaar/vc' {
  export function derive(options: { verifiableCredential: object; suite: object; documentLoader: object }): Promise<object>
}
