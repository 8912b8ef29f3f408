/** What tests and benches use of another implementation of BBS, as their oracle. */
declare module '@digitalbazaar/bbs-signatures' {
  interface Signed {
    readonly ciphersuite: 'BLS12-381-SHA-256'
    readonly publicKey: Uint8Array
    readonly header: Uint8Array
  }
  export function sign(options: Signed & { secretKey: Uint8Array; messages: readonly Uint8Array[] }): Promise<Uint8Array>
  export function deriveProof(
    options: Signed & { signature: Uint8Array; messages: readonly Uint8Array[]; presentationHeader: Uint8Array; disclosedMessageIndexes: readonly number[] },
  ): Promise<Uint8Array>
  export function verifyProof(
    options: Signed & { proof: Uint8Array; presentationHeader: Uint8Array; disclosedMessages: readonly Uint8Array[]; disclosedMessageIndexes: readonly number[] },
  ): Promise<boolean>
}
