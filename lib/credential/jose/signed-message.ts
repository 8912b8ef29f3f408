import type { JsonObject } from '../../encoding/canonical-json.ts'

/** A token taken apart, whichever form it came in (JWS, SD-JWT or COSE_Sign1). Nothing in it is verified. */
export interface SignedMessage {
  /** The protected header, under the names of JOSE. */
  readonly header: JsonObject
  readonly payload: JsonObject
  /** The bytes that the signature is over. */
  readonly input: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** The signed token without what a holder may add or leave out: what commitments are made over. */
  readonly tokenBytes: Uint8Array<ArrayBuffer>
}
