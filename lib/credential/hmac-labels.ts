import type { Cryptography } from '../crypto/cryptography.ts'
import { hmacSha256Under } from '../crypto/hmac-sha256.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { LabelMap } from './label-map.ts'

/** Replaces each canonical label by its HMAC, so that labels tell nothing (Data Integrity ECDSA Cryptosuites 1.0, "createHmacIdLabelMapFunction"). */
export function hmacLabels(key: Uint8Array, cryptography: Pick<Cryptography, 'sha256'>): (canonicalLabels: readonly string[]) => LabelMap {
  const hmac = hmacSha256Under(key, cryptography)
  return (canonicalLabels) => {
    const labels = new Map<string, string>()
    for (const label of canonicalLabels) labels.set(label, `u${encodeBase64url(hmac(encodeUtf8(label)))}`)
    return labels
  }
}
