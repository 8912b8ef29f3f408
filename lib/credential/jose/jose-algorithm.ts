import type { KeyType, PublicKey } from '../../crypto/cryptography.ts'
import type { RsaPublicKey } from '../../crypto/rsa-public-key.ts'

/** A key that verifies tokens. */
export type VerificationKey = PublicKey | RsaPublicKey

/** The algorithms of tokens (RFC 7518, RFC 8037, RFC 9864), each with the one type of key that it takes. */
const algorithms: Readonly<Record<string, VerificationKey['type']>> = { EdDSA: 'Ed25519', Ed25519: 'Ed25519', ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', RS256: 'RSA' }

/** The type of key that an algorithm takes; undefined when it is not one of those verified here. */
export function keyTypeOfAlgorithm(algorithm: string): VerificationKey['type'] | undefined {
  return Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined
}

/** The algorithm that new tokens name for a type of key. */
export function algorithmOfKeyType(type: KeyType): 'EdDSA' | 'ES256' | 'ES384' | 'ES512' {
  switch (type) {
    case 'Ed25519': return 'EdDSA'
    case 'P-256': return 'ES256'
    case 'P-384': return 'ES384'
    case 'P-521': return 'ES512'
  }
}

/** Registered signature algorithms that are sound but not verified here: a token that names one may verify elsewhere. */
export const otherAlgorithms: readonly string[] = ['RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256K', 'Ed448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']
