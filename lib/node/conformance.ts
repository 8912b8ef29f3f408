/**
 * What suites of other people drive to compare implementations of the specifications underneath: plain functions over buffers,
 * numbers and texts. They import it as `everlearned/conformance`, or `dist/conformance/main.js` after a build.
 *
 * They judge one step each, by the code that the product judges by. A verdict on a credential is for `everlearned/verifier`.
 */
import NQuads from 'rdf-canonize/lib/NQuads.js'
import { canonicalizeDataset } from '../credential/canonicalize.ts'
import { CryptoError } from '../crypto/crypto-error.ts'
import type { KeyType, PublicKey } from '../crypto/cryptography.ts'
import { publicKeyFromJwk } from '../crypto/public-key.ts'
import { canonicalJson, type Json } from '../encoding/canonical-json.ts'
import { verifyConsistency as verifyTreeGrowth } from '../ledger/verify-consistency.ts'
import { verifyInclusion as verifyLeaf } from '../ledger/verify-inclusion.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

export { verifySdJwt, type SdJwtQuery } from './conformance-sd-jwt.ts'
export { decodeStatusList } from '../status/token-status-list.ts'

/** A signature and what it should be over. EC keys are points, uncompressed or compressed; signatures of them in IEEE P1363 form. */
export interface SignatureClaim {
  readonly alg: 'Ed25519' | 'EdDSA' | 'ES256' | 'ES384' | 'ES512'
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

const keyTypes = { Ed25519: 'Ed25519', EdDSA: 'Ed25519', ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const

/** Tells whether a signature is that of the key; false for anything malformed. */
export async function verifySignature({ alg, publicKey, message, signature }: SignatureClaim): Promise<boolean> {
  if (!Object.hasOwn(keyTypes, alg)) throw new CryptoError('crypto/key-unsupported', 'Cannot verify signature: its algorithm is none of Ed25519, ES256, ES384 and ES512')
  return cryptography.verifySignature(readKey(keyTypes[alg], publicKey), Uint8Array.from(message), Uint8Array.from(signature))
}

/** Keys are compressed here. A point whose halves do not fit must not become another one, so a wrong second half makes it unusable. */
function readKey(type: KeyType, bytes: Uint8Array): PublicKey {
  if (type === 'Ed25519' || bytes[0] !== 4) return { type, bytes: Uint8Array.from(bytes) }
  try {
    const length = (bytes.length - 1) / 2
    const [x, y] = [bytes.subarray(1, 1 + length), bytes.subarray(1 + length)].map((half) => Buffer.from(half).toString('base64url'))
    return publicKeyFromJwk({ kty: 'EC', crv: type, x: x ?? '', y: y ?? '' })
  } catch {
    return { type, bytes: new Uint8Array() }
  }
}

/** The canonical form of a JSON value (RFC 8785). */
export function canonicalize(value: unknown): string {
  return canonicalJson(value as Json)
}

/** The hash that tells unnamed nodes apart. */
export interface RdfForm {
  readonly hash?: 'SHA-256' | 'SHA-384'
}

/** Canonical statements, and the canonical label of each blank node under the one that it came with, both without `_:`. */
export interface CanonicalRdf {
  readonly nquads: string
  readonly map: Readonly<Record<string, string>>
}

/**
 * The canonical form of N-Quads (RDF Dataset Canonicalization 1.0, RDFC-1.0).
 *
 * @throws CredentialError `credential/too-complex` for a dataset that takes too much work, as poison graphs do
 */
export function canonizeRdf(nquads: string, { hash = 'SHA-256' }: RdfForm = {}): CanonicalRdf {
  const labels = new Map<string, string>()
  const canonical = canonicalizeDataset(NQuads.parse(nquads), cryptography, { labels, digest: hash === 'SHA-384' ? cryptography.sha384 : cryptography.sha256 })
  return { nquads: canonical, map: Object.fromEntries([...labels].map(([given, label]) => [bare(given), bare(label)])) }
}

function bare(label: string): string {
  return label.replace(/^_:/, '')
}

/** The claim that a leaf stands in a tree (RFC 9162). */
export interface InclusionProof {
  readonly leafIndex: bigint
  readonly treeSize: bigint
  readonly leafHash: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Tells whether a leaf is proven to stand in a tree; false for anything malformed. */
export function verifyInclusion({ leafIndex, treeSize, leafHash, proof, root }: InclusionProof): boolean {
  return verifyLeaf({ index: countOf(leafIndex), size: countOf(treeSize), leafHash, proof, root }, cryptography.sha256)
}

/** The claim that a tree is the beginning of another (RFC 9162). */
export interface ConsistencyProof {
  readonly size1: bigint
  readonly size2: bigint
  readonly proof: readonly Uint8Array[]
  readonly root1: Uint8Array
  readonly root2: Uint8Array
}

/** Tells whether a tree is proven to be the beginning of another; false for anything malformed, and for an empty tree. */
export function verifyConsistency({ size1, size2, proof, root1, root2 }: ConsistencyProof): boolean {
  return verifyTreeGrowth({ olderSize: countOf(size1), newerSize: countOf(size2), olderRoot: root1, newerRoot: root2, proof }, cryptography.sha256)
}

/** Trees here have at most 2^53 leaves: a larger count is none of theirs. */
function countOf(count: bigint): number {
  return count >= 0n && count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : NaN
}
