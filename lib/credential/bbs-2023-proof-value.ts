import { bbsProofLengths, bbsSignatureLength } from '../crypto/bbs.ts'
import type { PublicKey } from '../crypto/cryptography.ts'
import { areAscending, formatComponents, hasHeader, isBytes, isIndex, parseComponents } from './disclosure-cbor.ts'
import type { LabelMap } from './label-map.ts'
import { maxPointers } from './select-json.ts'

/** What the issuer hands the holder (Data Integrity BBS Cryptosuites 1.0, "serializeBaseProofValue"): never to be shown. */
export interface BbsBaseProof {
  readonly signature: Uint8Array<ArrayBuffer>
  /** The hash of the options of the proof, then the hash of what is mandatory. */
  readonly header: Uint8Array<ArrayBuffer>
  readonly publicKey: PublicKey<'BLS12-381'>
  /** Secret of holder and issuer. */
  readonly hmacKey: Uint8Array<ArrayBuffer>
  readonly mandatoryPointers: readonly string[]
}

/** What the holder shows (same specification, "serializeDerivedProofValue"). */
export interface BbsDerivedProof {
  readonly proof: Uint8Array<ArrayBuffer>
  readonly labelMap: LabelMap
  /** Places among the statements shown. */
  readonly mandatoryIndexes: readonly number[]
  /** Places among all statements that are not mandatory, shown and hidden. */
  readonly selectiveIndexes: readonly number[]
  readonly presentationHeader: Uint8Array<ArrayBuffer>
}

const baseHeader = Uint8Array.of(0xd9, 0x5d, 0x02)
const derivedHeader = Uint8Array.of(0xd9, 0x5d, 0x03)

/** Of a base proof and of what is derived from it, with a secret of its holder or with a pseudonym: features that are optional. */
const otherBaseHeaders = [0x04, 0x06, 0x08].map((feature) => Uint8Array.of(0xd9, 0x5d, feature))
const otherDerivedHeaders = [0x05, 0x07, 0x09].map((feature) => Uint8Array.of(0xd9, 0x5d, feature))

/** Tells whether a proof value claims to be an issuer's, which no verifier may accept. */
export function isBbsBaseProof(proofValue: string): boolean {
  return [baseHeader, ...otherBaseHeaders].some((header) => hasHeader(proofValue, header))
}

/** Tells whether a proof value claims an optional feature that is not verified here. */
export function hasOptionalFeature(proofValue: string): boolean {
  return otherDerivedHeaders.some((header) => hasHeader(proofValue, header))
}

/** Writes the proof value of an issuer. */
export function formatBbsBaseProof({ signature, header, publicKey, hmacKey, mandatoryPointers }: BbsBaseProof): string {
  return formatComponents(baseHeader, [signature, header, publicKey.bytes, hmacKey, mandatoryPointers])
}

/** Writes the proof value of a holder. */
export function formatBbsDerivedProof({ proof, labelMap, mandatoryIndexes, selectiveIndexes, presentationHeader }: BbsDerivedProof): string {
  const compressed = new Map([...labelMap].map(([label, replaced]) => [Number(label.slice('c14n'.length)), Number(replaced.slice('b'.length))]))
  return formatComponents(derivedHeader, [proof, compressed, mandatoryIndexes, selectiveIndexes, presentationHeader])
}

/** Reads the proof value of an issuer; undefined when it is malformed. */
export function parseBbsBaseProof(proofValue: string): BbsBaseProof | undefined {
  const [signature, header, publicKey, hmacKey, mandatoryPointers, ...more] = parseComponents(proofValue, baseHeader)
  if (!isBytes(signature, bbsSignatureLength) || !isBytes(header, 64) || !isBytes(publicKey, 96) || !isBytes(hmacKey, 32) || more.length > 0) return undefined
  if (!Array.isArray(mandatoryPointers) || mandatoryPointers.length > maxPointers || !mandatoryPointers.every((pointer) => typeof pointer === 'string')) return undefined
  return { signature, header, publicKey: { type: 'BLS12-381', bytes: publicKey }, hmacKey, mandatoryPointers }
}

/** Reads the proof value of a holder; undefined when it is malformed. */
export function parseBbsDerivedProof(proofValue: string): BbsDerivedProof | undefined {
  const [proof, compressed, mandatoryIndexes, selectiveIndexes, presentationHeader, ...more] = parseComponents(proofValue, derivedHeader)
  if (!isProof(proof) || !areAscending(mandatoryIndexes) || !areAscending(selectiveIndexes) || !(presentationHeader instanceof Uint8Array) || more.length > 0) return undefined
  const labelMap = decompress(compressed)
  if (labelMap === undefined || (selectiveIndexes.at(-1) ?? -1) >= messageCount({ proof, selectiveIndexes })) return undefined
  return { proof, labelMap, mandatoryIndexes, selectiveIndexes, presentationHeader: new Uint8Array(presentationHeader) }
}

/** How many messages were signed, as a proof claims: those shown, and one for each hidden one that it answers for. */
export function messageCount({ proof, selectiveIndexes }: Pick<BbsDerivedProof, 'proof' | 'selectiveIndexes'>): number {
  return (proof.length - bbsProofLengths.least) / bbsProofLengths.each + selectiveIndexes.length
}

function isProof(value: unknown): value is Uint8Array<ArrayBuffer> {
  const { least, each } = bbsProofLengths
  return value instanceof Uint8Array && value.length >= least && (value.length - least) % each === 0
}

function decompress(value: unknown): LabelMap | undefined {
  if (!(value instanceof Map)) return undefined
  const labels = new Map<string, string>()
  for (const [canonical, place] of value as ReadonlyMap<unknown, unknown>) {
    if (!isIndex(canonical) || !isIndex(place)) return undefined
    labels.set(`c14n${canonical}`, `b${place}`)
  }
  return labels
}
