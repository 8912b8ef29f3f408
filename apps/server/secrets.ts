import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret of 256 bits that goes into a link, a cookie or a header. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of such a secret. Plain SHA-256 is enough: nobody can guess 256 random bits. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Compares secrets without telling by its duration where they differ. */
export function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(hashSecret(left), hashSecret(right))
}

/** Compares two such hashes in constant time. */
export function equalHashes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
