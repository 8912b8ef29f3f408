import { pippenger } from '@noble/curves/abstract/curve.js'
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { BbsShown, BbsSignature, BbsSigned } from './bbs.ts'

const { G1, G2, fields: { Fr, Fp12 } } = bls12_381
type Point = typeof G1.Point.BASE

const [pointLength, scalarLength] = [48, 32]
/** BLS12-381-SHA-256: the base point, and the names that keep its hashes apart. */
const P1 = G1.Point.fromHex('a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9')
const apiId = encodeUtf8('BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_')
const tagged = (tag: string): Uint8Array<ArrayBuffer> => concatBytes(apiId, encodeUtf8(tag))

/** How many points are worked on before others get their turn: some 30 ms. */
const batchSize = 16

/**
 * Tells whether a proof shows that its messages were signed (draft-irtf-cfrg-bbs-signatures, "ProofVerify", Draft 8).
 *
 * Everything in it is public, so time may tell what it is about; nothing secret may go through here. Between steps others get
 * their turn: however many messages, no step holds up a page or a node for long.
 *
 * Untrusted: all of it. The caller must bound how many messages it stands for.
 *
 * @throws RangeError, or what the curves throw, when it is malformed
 */
export async function verifyBbsProofInTurns({ publicKey, header, proof, presentationHeader, messages, indexes }: BbsShown): Promise<boolean> {
  const { Abar, Bbar, D, e, r1, r3, hidden, challenge } = readProof(proof)
  const count = hidden.length + indexes.length
  if (messages.length !== indexes.length || new Set(indexes).size !== indexes.length || indexes.some((index) => !Number.isInteger(index) || index < 0 || index >= count)) return false
  const W = canonicalPoint(G2.Point, publicKey.bytes)
  await othersTurn()
  const { Q1, H, domain } = await domainOf({ publicKey, header }, count)
  const scalars = messages.map(messageToScalar)
  const isShown = new Set(indexes)
  const T1 = sum([[Bbar, challenge], [Abar, e], [D, r1]])
  await othersTurn()
  const T2 = await sumInTurns([
    [P1, challenge], [Q1, Fr.mul(domain, challenge)], [D, r3],
    ...indexes.map((index, place): Term => [pointAt(H, index), Fr.mul(scalars[place] ?? 0n, challenge)]),
    ...H.filter((_, index) => !isShown.has(index)).map((point, place): Term => [point, hidden[place] ?? 0n]),
  ])
  const shown = indexes.flatMap((index, place) => [integer(index), Fr.toBytes(scalars[place] ?? 0n)])
  const input = concatBytes(integer(indexes.length), ...shown, ...[Abar, Bbar, D, T1, T2].map(bytesOf), Fr.toBytes(domain), integer(presentationHeader.length), presentationHeader)
  if (hashToScalar(input, 'H2S_') !== challenge) return false
  await othersTurn()
  return arePaired(Abar, W, Bbar)
}

/**
 * Tells whether a signature is over its messages, all of them (draft-irtf-cfrg-bbs-signatures, "Verify"), in turns too. It is for
 * the holder, on whose device alone time tells about messages that they will hide.
 *
 * @throws RangeError, or what the curves throw, when it is malformed
 */
export async function verifyBbsSignatureInTurns({ publicKey, header, signature, messages }: BbsSignature): Promise<boolean> {
  const A = canonicalPoint(G1.Point, signature.slice(0, pointLength))
  const e = readScalar(signature.slice(pointLength))
  const W = canonicalPoint(G2.Point, publicKey.bytes)
  await othersTurn()
  const { Q1, H, domain } = await domainOf({ publicKey, header }, messages.length)
  const B = await sumInTurns([[P1, 1n], [Q1, domain], ...messages.map((message, index): Term => [pointAt(H, index), messageToScalar(message)])])
  return arePaired(A, W.add(G2.Point.BASE.multiplyUnsafe(e)), B)
}

/** "calculate_domain": what ties a key, a header and the number of messages together, with the points that it is over. */
async function domainOf({ publicKey, header }: BbsSigned, count: number): Promise<{ readonly Q1: Point; readonly H: readonly Point[]; readonly domain: bigint }> {
  const points = await generatorsFor(count + 1)
  const [Q1, ...H] = [pointAt(points, 0), ...points.slice(1)]
  const octets = concatBytes(publicKey.bytes, integer(count), ...points.map(bytesOf), apiId, integer(header.length), header)
  return { Q1, H, domain: hashToScalar(octets, 'H2S_') }
}

/** Whether e(left, W) is e(right, BP2). */
function arePaired(left: Point, W: typeof G2.Point.BASE, right: Point): boolean {
  return Fp12.eql(bls12_381.pairingBatch([{ g1: left, g2: W }, { g1: right, g2: G2.Point.BASE.negate() }]), Fp12.ONE)
}

/** A point as often as a number says. */
type Term = readonly [Point, bigint]

function sum(terms: readonly Term[]): Point {
  return pippenger(G1.Point, terms.map(([point]) => point), terms.map(([, times]) => times))
}

async function sumInTurns(terms: readonly Term[]): Promise<Point> {
  let total = G1.Point.ZERO
  for (let start = 0; start < terms.length; start += batchSize) {
    total = total.add(sum(terms.slice(start, start + batchSize)))
    await othersTurn()
  }
  return total
}

/** Made once: they are the same for every key and every message. The next one is made from the last value. */
const generators: Point[] = []
let lastValue: Uint8Array = expand(tagged('MESSAGE_GENERATOR_SEED'), 'SIG_GENERATOR_SEED_')

/** "create_generators": the first so many points. */
async function generatorsFor(count: number): Promise<readonly Point[]> {
  while (generators.length < count) {
    const end = Math.min(count, generators.length + batchSize / 2)
    while (generators.length < end) {
      lastValue = expand(concatBytes(lastValue, integer(generators.length + 1)), 'SIG_GENERATOR_SEED_')
      generators.push(G1.hashToCurve(lastValue, { DST: tagged('SIG_GENERATOR_DST_') }))
    }
    await othersTurn()
  }
  return generators.slice(0, count)
}

interface ProofParts {
  readonly Abar: Point
  readonly Bbar: Point
  readonly D: Point
  readonly e: bigint
  readonly r1: bigint
  readonly r3: bigint
  /** One for each hidden message. */
  readonly hidden: readonly bigint[]
  readonly challenge: bigint
}

/** "octets_to_proof". */
function readProof(bytes: Uint8Array<ArrayBuffer>): ProofParts {
  const [Abar, Bbar, D] = [0, 1, 2].map((place) => canonicalPoint(G1.Point, bytes.slice(place * pointLength, (place + 1) * pointLength)))
  const scalars: bigint[] = []
  for (let start = 3 * pointLength; start < bytes.length; start += scalarLength) scalars.push(readScalar(bytes.slice(start, start + scalarLength)))
  const [e, r1, r3, ...hidden] = scalars
  const challenge = hidden.pop()
  if (Abar === undefined || Bbar === undefined || D === undefined || e === undefined || r1 === undefined || r3 === undefined || challenge === undefined) throw new RangeError('a proof has three points and four scalars at least')
  return { Abar, Bbar, D, e, r1, r3, hidden, challenge }
}

function readScalar(bytes: Uint8Array<ArrayBuffer>): bigint {
  const scalar = BigInt(`0x${encodeHex(bytes)}`)
  if (bytes.length !== scalarLength || scalar === 0n || scalar >= Fr.ORDER) throw new RangeError('a scalar is between zero and the order of the group')
  return scalar
}

/** A point of the group, not its neutral one, in the one form that it has. */
function canonicalPoint<Any extends { assertValidity(): void; is0(): boolean; isTorsionFree(): boolean; toBytes(isCompressed?: boolean): Uint8Array }>(group: { fromBytes(bytes: Uint8Array): Any }, bytes: Uint8Array<ArrayBuffer>): Any {
  const point = group.fromBytes(bytes)
  point.assertValidity()
  if (point.is0() || !point.isTorsionFree() || !equalBytes(Uint8Array.from(point.toBytes(true)), bytes)) throw new RangeError('a point is one of its group other than zero')
  return point
}

function pointAt(points: readonly Point[], index: number): Point {
  const point = points[index]
  if (point === undefined) throw new RangeError('an index is within the messages')
  return point
}

function bytesOf(point: Point): Uint8Array {
  return point.toBytes(true)
}

/** "expand_message" to 48 bytes. */
function expand(bytes: Uint8Array, tag: string): Uint8Array {
  return expand_message_xmd(bytes, tagged(tag), 48, sha256)
}

/** "hash_to_scalar". */
function hashToScalar(bytes: Uint8Array, tag: string): bigint {
  return Fr.create(BigInt(`0x${encodeHex(Uint8Array.from(expand(bytes, tag)))}`))
}

function messageToScalar(message: Uint8Array): bigint {
  return hashToScalar(message, 'MAP_MSG_TO_SCALAR_AS_HASH_')
}

/** "I2OSP" to 8 bytes. */
function integer(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** Lets a page draw and a node answer before work goes on. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0))
}
