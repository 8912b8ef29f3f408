/** What tests use of another implementation of Data Integrity, as their oracle. */

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: object; cryptosuite: object; date?: string })
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}

declare module '@digitalbazaar/ed25519-multikey' {
  interface KeyPair {
    readonly publicKeyMultibase: string
    signer(): { sign(input: { data: Uint8Array }): Promise<Uint8Array> }
  }
  export function generate(options: { id?: string; controller?: string }): Promise<KeyPair>
  export function from(key: object): Promise<KeyPair>
}

declare module '@digitalbazaar/vc' {
  export function issue(options: { credential: object; suite: object; documentLoader: object; now: Date }): Promise<object>
  export function verifyCredential(options: { credential: object; suite: object; documentLoader: object; now: Date; checkStatus?: () => Promise<{ verified: boolean }> }): Promise<{ verified: boolean; error?: unknown }>
  export function createPresentation(options: { verifiableCredential: object[]; holder: string; now: Date; verify: boolean }): object
  export function signPresentation(options: { presentation: object; challenge: string; domain: string; suite: object; documentLoader: object }): Promise<object>
  export function verify(options: { presentation: object; challenge: string; domain?: string; suite: object; documentLoader: object; now: Date; checkStatus?: () => Promise<{ verified: boolean }> }): Promise<{ verified: boolean }>
}
