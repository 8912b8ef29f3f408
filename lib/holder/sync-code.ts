import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase32, encodeBase32 } from '../encoding/base32.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import type { SyncState } from './sync-state.ts'

/** The turn of the key as people carry it to their other devices: Crockford's Base32 with four bytes of checksum, in groups. Empty before the first turn. */
export function formatSyncCode({ turn }: Pick<SyncState, 'turn'>, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  const bytes = decodeBase64url(turn)
  return bytes.length === 0 ? '' : (encodeBase32(concatBytes(bytes, sha256(bytes).subarray(0, 4))).match(/.{1,4}/g) ?? []).join(' ')
}

/** Reads such a code as typed; undefined when something in it is wrong. Nothing is the turn before the first. */
export function readSyncCode(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> | undefined {
  const typed = text.slice(0, 200).replaceAll(/[\s-]/g, '')
  if (typed === '') return new Uint8Array()
  try {
    const bytes = decodeBase32(typed)
    const turn = bytes.slice(0, -4)
    return turn.length === 32 && equalBytes(sha256(turn).subarray(0, 4), bytes.subarray(-4)) ? turn : undefined
  } catch {
    // A character that no code has.
    return undefined
  }
}
