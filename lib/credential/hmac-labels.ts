import type { Cryptography } from '../crypto/cryptography.ts'
import { hmacSha256 } from '../crypto/hmac-sha256.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { LabelMap } from './label-map.ts'

/** Replaces each canonical label by its HMAC, so that labels tell nothing (Data Integrity ECDSA Cryptosuites 1.0, "createHmacIdLabelMapFunction"). */
export function hmacLabels(key: Uint8Array, cryptography: Pick<Cryptography, 'sha256'>): (canonicalLabels: readonly string[]) => LabelMap {
  return (canonicalLabels) => new Map(canonicalLabels.map((label) => [label, `u${encodeBase64url(hmacSha256(key, encodeUtf8(label), cryptography))}`]))
}
