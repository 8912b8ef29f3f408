import type { Cryptography } from '../crypto/cryptography.ts'
import { hmacLabels } from './hmac-labels.ts'
import type { LabelMap } from './label-map.ts'

/**
 * Replaces each canonical label by its place among the HMACs of all: unlike an HMAC, a place is met in many documents, and does not
 * link two copies of one (Data Integrity BBS Cryptosuites 1.0, "createShuffledIdLabelMapFunction").
 */
export function shuffledLabels(key: Uint8Array, cryptography: Pick<Cryptography, 'sha256'>): (canonicalLabels: readonly string[]) => LabelMap {
  const label = hmacLabels(key, cryptography)
  return (canonicalLabels) => {
    const labels = label(canonicalLabels)
    const places = new Map([...labels.values()].sort().map((hmac, place) => [hmac, `b${place}`]))
    return new Map([...labels].map(([canonical, hmac]) => [canonical, places.get(hmac) ?? '']))
  }
}
