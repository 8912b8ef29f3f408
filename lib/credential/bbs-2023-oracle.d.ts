/** What tests use of another implementation of bbs-2023, as their oracle. */

declare module '@digitalbazaar/bbs-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): object
  export function createDiscloseCryptosuite(options: { selectivePointers: readonly string[]; presentationHeader?: Uint8Array }): object
  export function createVerifyCryptosuite(): object
}

declare module '@digitalbazaar/bls12-381-multikey' {
  interface KeyPair {
    readonly publicKeyMultibase: string
    signer(): object
  }
  export const ALGORITHMS: { readonly BBS_BLS12381_SHA256: string }
  export function generateBbsKeyPair(options: { algorithm: string; id?: string; controller?: string }): Promise<KeyPair>
  export function from(key: object): Promise<KeyPair>
}
