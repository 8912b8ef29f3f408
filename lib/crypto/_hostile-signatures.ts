import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes } from '../encoding/bytes.ts'
import { decodeHex } from '../encoding/hex.ts'

const { Point } = ed25519
type Point = InstanceType<typeof Point>

/** A signature of Ed25519 that implementations of RFC 8032 are known to disagree about, and the one verdict that is given here. */
export interface DisputedSignature {
  readonly name: string
  readonly key: Uint8Array<ArrayBuffer>
  readonly message: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  readonly isAccepted: boolean
}

const secret = 1_234_567_890_123_456_789n
const nonce = 987_654_321_987_654_321n
const [publicPoint, noncePoint] = [Point.BASE.multiply(secret), Point.BASE.multiply(nonce)]
/** The points of small order: multiples of one of order eight. */
const torsion = Array.from({ length: 8 }, (_, count) => Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05').multiplyUnsafe(BigInt(count)))
/** Other encodings of points of small order: y + p, and a sign where x is 0. */
const strangeEncodings = [`01${'00'.repeat(30)}80`, `ec${'ff'.repeat(31)}`, `ed${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(31)}`, `ee${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(31)}`]

/** All of them, made of fixed secrets. */
export function disputedSignatures(): readonly DisputedSignature[] {
  const points = [...torsion.map((point) => point.toBytes()), ...strangeEncodings.map((hex) => decodeHex(hex))].map((bytes) => new Uint8Array(bytes))
  const honest = signed(publicPoint.toBytes(), noncePoint.toBytes(), 0)
  const scalar = numberOf(honest.signature.subarray(32))
  return [
    { name: 'an honest signature', ...honest, isAccepted: true },
    ...[1n, 8n, 15n].map((times) => ({ name: `S and ${times} times the order of the group`, ...honest, signature: concatBytes(honest.signature.subarray(0, 32), bytesOf(scalar + times * Point.Fn.ORDER)), isAccepted: false })),
    ...torsion.slice(1).map((point, index) => ({ name: `R off the subgroup, ${index + 1}`, ...signed(publicPoint.toBytes(), noncePoint.add(point).toBytes(), 0), isAccepted: false })),
    ...Array.from({ length: 24 }, (_, number) => {
      // The part of small order cancels out, by luck of the hash, in one message of eight: no verifier of one equation can tell.
      const [key, first] = [publicPoint.add(torsion[1] ?? publicPoint), noncePoint.add(torsion[number % 3] ?? noncePoint)]
      const made = signed(key.toBytes(), first.toBytes(), number)
      return { name: `a key off the subgroup, ${number}`, ...made, isAccepted: (challengeOf(made) + BigInt(number % 3)) % 8n === 0n }
    }),
    ...points.map((bytes, index) => ({ name: `a key of small order, ${index}`, ...signed(bytes, noncePoint.toBytes(), 0, 0n), isAccepted: false })),
    ...points.map((bytes, index) => ({ name: `R of small order, ${index}`, ...signed(publicPoint.toBytes(), bytes, 0, secret, 0n), isAccepted: false })),
    ...points.map((bytes, index) => ({ name: `both of small order, ${index}`, key: bytes, message: new Uint8Array(), signature: concatBytes(bytes, new Uint8Array(32)), isAccepted: false })),
  ]
}

type Made = Pick<DisputedSignature, 'key' | 'message' | 'signature'>

function signed(key: Uint8Array, first: Uint8Array, number: number, scalar = secret, random = nonce): Made {
  const message = Uint8Array.of(number)
  const unfinished = { key: new Uint8Array(key), message, signature: concatBytes(first, new Uint8Array(32)) }
  return { ...unfinished, signature: concatBytes(first, bytesOf(Point.Fn.create(random + challengeOf(unfinished) * scalar))) }
}

function challengeOf({ key, message, signature }: Made): bigint {
  return Point.Fn.create(numberOf(sha512(concatBytes(signature.subarray(0, 32), key, message))))
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) + BigInt(byte), 0n)
}

function bytesOf(number: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 255n))
}
