/** The part of @digitalbazaar/bbs-signatures 3 that the library uses. */
declare module '@digitalbazaar/bbs-signatures' {
  interface Signed {
    readonly ciphersuite: 'BLS12-381-SHA-256'
    readonly publicKey: Uint8Array
    readonly header: Uint8Array
  }
  export function generateKeyPair(options: Pick<Signed, 'ciphersuite'> & { seed: Uint8Array }): Promise<{ secretKey: Uint8Array; publicKey: Uint8Array }>
  export function secretKeyToPublicKey(options: Pick<Signed, 'ciphersuite'> & { secretKey: Uint8Array }): Promise<Uint8Array>
  export function sign(options: Signed & { secretKey: Uint8Array; messages: readonly Uint8Array[] }): Promise<Uint8Array>
  /** This one and verifyProof are oracles of tests: what verifies here gives others their turn. */
  export function verifySignature(options: Signed & { signature: Uint8Array; messages: readonly Uint8Array[] }): Promise<boolean>
  export function deriveProof(
    options: Signed & { signature: Uint8Array; messages: readonly Uint8Array[]; presentationHeader: Uint8Array; disclosedMessageIndexes: readonly number[] },
  ): Promise<Uint8Array>
  export function verifyProof(
    options: Signed & { proof: Uint8Array; presentationHeader: Uint8Array; disclosedMessages: readonly Uint8Array[]; disclosedMessageIndexes: readonly number[] },
  ): Promise<boolean>
}
