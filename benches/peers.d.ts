/** What rows use of another implementation of Data Integrity, which says nothing about its types. */

declare module '@digitalcredentials/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: object; cryptosuite: object; date?: string })
  }
}

declare module '@digitalcredentials/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}

declare module '@digitalcredentials/ed25519-multikey' {
  export function from(key: object): Promise<{ signer(): object }>
}

declare module '@digitalcredentials/vc' {
  export function issue(options: { credential: object; suite: object; documentLoader: object; now: Date }): Promise<object>
  export function verifyCredential(options: { credential: object; suite: object; documentLoader: object; now: Date; checkStatus: () => Promise<{ verified: boolean }> }): Promise<{ verified: boolean; error?: unknown }>
}
