import type { PublicKey } from '../crypto/cryptography.ts'
import { concatBytes } from '../encoding/bytes.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { areAscending, formatComponents, hasHeader, isBytes, isIndex, parseComponents } from './disclosure-cbor.ts'
import type { LabelMap } from './label-map.ts'
import { maxPointers } from './select-json.ts'

/** Untrusted: a proof with more signatures than this is refused; each costs a verification. */
export const maxSignatures = 10_000

/** What the issuer hands the holder: everything needed to derive, and so nothing to show (Data Integrity ECDSA Cryptosuites 1.0, "serializeBaseProofValue"). */
export interface BaseProof {
  readonly baseSignature: Uint8Array<ArrayBuffer>
  /** Made for this proof alone; in Multikey form without base. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** Secret of holder and issuer: whoever has it can guess at what is hidden. */
  readonly hmacKey: Uint8Array<ArrayBuffer>
  /** One for each statement that is not mandatory. */
  readonly signatures: readonly Uint8Array<ArrayBuffer>[]
  readonly mandatoryPointers: readonly string[]
}

/** What the holder shows (same section, "serializeDerivedProofValue"). */
export interface DerivedProof {
  readonly baseSignature: Uint8Array<ArrayBuffer>
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly signatures: readonly Uint8Array<ArrayBuffer>[]
  readonly labelMap: LabelMap
  readonly mandatoryIndexes: readonly number[]
}

/** Of a key of P-256 (Controlled Identifiers 1.0, "Multikey"). */
const multikeyPrefix = Uint8Array.of(0x80, 0x24)
const baseHeader = Uint8Array.of(0xd9, 0x5d, 0x00)
const derivedHeader = Uint8Array.of(0xd9, 0x5d, 0x01)

/** Writes the proof value of an issuer. */
export function formatBaseProof({ baseSignature, publicKey, hmacKey, signatures, mandatoryPointers }: BaseProof): string {
  return formatComponents(baseHeader, [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers])
}

/** Writes the proof value of a holder. */
export function formatDerivedProof({ baseSignature, publicKey, signatures, labelMap, mandatoryIndexes }: DerivedProof): string {
  const compressed = new Map([...labelMap].map(([label, replaced]) => [Number(label.slice('c14n'.length)), decodeBase64url(replaced.slice('u'.length))]))
  return formatComponents(derivedHeader, [baseSignature, publicKey, signatures, compressed, mandatoryIndexes])
}

/** Tells whether a proof value claims to be an issuer's, which no verifier may accept. */
export function isBaseProof(proofValue: string): boolean {
  return hasHeader(proofValue, baseHeader)
}

/** Reads the proof value of an issuer; undefined when it is malformed. */
export function parseBaseProof(proofValue: string): BaseProof | undefined {
  const [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers, ...more] = parseComponents(proofValue, baseHeader)
  if (!isBytes(baseSignature, 64) || !isPublicKey(publicKey) || !isBytes(hmacKey, 32) || !areSignatures(signatures) || more.length > 0) return undefined
  if (!Array.isArray(mandatoryPointers) || mandatoryPointers.length > maxPointers || !mandatoryPointers.every((pointer) => typeof pointer === 'string')) return undefined
  return { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers }
}

/** Reads the proof value of a holder; undefined when it is malformed. */
export function parseDerivedProof(proofValue: string): DerivedProof | undefined {
  const [baseSignature, publicKey, signatures, compressed, mandatoryIndexes, ...more] = parseComponents(proofValue, derivedHeader)
  if (!isBytes(baseSignature, 64) || !isPublicKey(publicKey) || !areSignatures(signatures) || more.length > 0) return undefined
  const labelMap = decompress(compressed)
  if (labelMap === undefined || !areAscending(mandatoryIndexes)) return undefined
  return { baseSignature, publicKey, signatures, labelMap, mandatoryIndexes }
}

/** A key that signs statements one by one, as proof values hold it. */
export function statementKeyBytes({ bytes }: PublicKey): Uint8Array<ArrayBuffer> {
  return concatBytes(multikeyPrefix, bytes)
}

/** The key that signed the statements one by one. */
export function statementKey({ publicKey }: Pick<DerivedProof, 'publicKey'>): PublicKey {
  return { type: 'P-256', bytes: publicKey.slice(multikeyPrefix.length) }
}

function decompress(value: unknown): LabelMap | undefined {
  if (!(value instanceof Map)) return undefined
  const labels = new Map<string, string>()
  for (const [number, bytes] of value as ReadonlyMap<unknown, unknown>) {
    if (!isIndex(number) || !isBytes(bytes, 32)) return undefined
    labels.set(`c14n${number}`, `u${encodeBase64url(bytes)}`)
  }
  return labels
}

function areSignatures(value: unknown): value is readonly Uint8Array<ArrayBuffer>[] {
  return Array.isArray(value) && value.length <= maxSignatures && value.every((signature) => isBytes(signature, 64))
}

/** The prefix, then a compressed point. */
function isPublicKey(value: unknown): value is Uint8Array<ArrayBuffer> {
  return isBytes(value, 35) && value[0] === multikeyPrefix[0] && value[1] === multikeyPrefix[1]
}
