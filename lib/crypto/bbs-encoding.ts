import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'

/** The numbers that points are multiplied by: modulo the order of the groups. */
export const Fr: typeof bls12_381.fields.Fr = bls12_381.fields.Fr

/** The suite BLS12-381-SHA-256 (draft-irtf-cfrg-bbs-signatures, "BLS12-381-SHA-256"); also what names its hashes begin with. */
export const apiId: Uint8Array<ArrayBuffer> = encodeUtf8('BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_')

/** How long a number is when written. */
export const scalarLength = 32

/** "expand_message" to 48 bytes, under a name of the suite. */
export function expand(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(expand_message_xmd(bytes, named(name), 48, sha256))
}

/** A name that keeps one kind of hash of the suite apart from all others. */
export function named(name: string): Uint8Array<ArrayBuffer> {
  return concatBytes(apiId, encodeUtf8(name))
}

/** "hash_to_scalar". */
export function hashToScalar(bytes: Uint8Array): bigint {
  return reduce(expand(bytes, 'H2S_'))
}

/** "messages_to_scalars", of one message. */
export function messageToScalar(message: Uint8Array): bigint {
  return reduce(expand(message, 'MAP_MSG_TO_SCALAR_AS_HASH_'))
}

/** 48 bytes as a number modulo the order: so many more bits than the order has that none is likelier than another. */
export function reduce(bytes: Uint8Array<ArrayBuffer>): bigint {
  return Fr.create(BigInt(`0x${encodeHex(bytes)}`))
}

/** @throws RangeError unless it is one number between zero and the order, both excluded */
export function readScalar(bytes: Uint8Array<ArrayBuffer>): bigint {
  const scalar = BigInt(`0x${encodeHex(bytes)}`)
  if (bytes.length !== scalarLength || scalar === 0n || scalar >= Fr.ORDER) throw new RangeError('a scalar is between zero and the order of the group')
  return scalar
}

/** One over a secret number: to the power of the order less two, in as many steps whatever it is, which Euclid's way does not take. */
export function invertSecret(scalar: bigint): bigint {
  return Fr.pow(scalar, Fr.ORDER - 2n)
}

/** "I2OSP" to 8 bytes. */
export function integer(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}
