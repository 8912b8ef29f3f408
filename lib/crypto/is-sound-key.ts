import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { KeyType, PublicKey } from './cryptography.ts'
import { isPlainPoint } from './is-plain-point.ts'

const curves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const

/**
 * Tells whether a key is a point that signatures can be believed under: on its curve, in its one canonical form, and for Ed25519
 * of no small order (RFC 8032, "Decoding"; under a point of small order one signature fits many messages).
 *
 * Platforms differ in what they let pass here, so this asks none of them: the same arithmetic everywhere, for keys that many have
 * to agree on for ever. It costs about as much as a verification.
 */
export function isSoundKey({ type, bytes }: PublicKey<KeyType>): boolean {
  try {
    if (type !== 'Ed25519') return Boolean(curves[type].Point.fromBytes(bytes))
    return isPlainPoint(bytes) && Boolean(ed25519.Point.fromBytes(bytes, false))
  } catch {
    return false
  }
}
