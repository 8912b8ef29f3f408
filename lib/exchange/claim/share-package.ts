import { membersOf } from './_members.ts'
import { decodeBase64url } from '../../encoding/base64url.ts'
import { ClaimError } from './claim-error.ts'

/** Untrusted: the most ciphertext that a node keeps for one share. */
export const maxShareBytes = 1_048_576

/** The longest that a share may last. */
export const maxShareDays = 366

/** A share as its maker posts it: AES-256-GCM ciphertext with the 12-byte IV in front; the node never has the key. */
export interface ShareRequest {
  readonly ciphertext: Uint8Array<ArrayBuffer>
  readonly expiresAt: Date
}

/** What the maker of a share keeps: its id, and the token that ends it. */
export interface ShareReceipt {
  readonly id: string
  readonly endToken: string
}

/** A share as whoever has the link fetches it. */
export interface SharePackage {
  /** base64url of IV and ciphertext. */
  readonly ciphertext: string
  /** RFC 3339. */
  readonly expiresAt: string
}

/** @throws ClaimError `claim/malformed`, `share/too-large` */
export function parseShareRequest(value: unknown): ShareRequest {
  const share = membersOf(value, 'share')
  const text = share.text('ciphertext', maxShareBytes * 2)
  if (Math.floor((text.length * 3) / 4) > maxShareBytes) {
    throw new ClaimError('share/too-large', `Cannot keep share: more than ${maxShareBytes} bytes`)
  }
  return { ciphertext: decodeBase64url(text), expiresAt: share.time('expiresAt') }
}

/** @throws ClaimError `claim/malformed` */
export function parseShareReceipt(value: unknown): ShareReceipt {
  const receipt = membersOf(value, 'share receipt')
  return { id: receipt.text('id', 100), endToken: receipt.text('endToken', 100) }
}

/** @throws ClaimError `claim/malformed` */
export function parseSharePackage(value: unknown): SharePackage {
  const share = membersOf(value, 'share')
  return { ciphertext: share.text('ciphertext', maxShareBytes * 2), expiresAt: share.time('expiresAt').toISOString() }
}
