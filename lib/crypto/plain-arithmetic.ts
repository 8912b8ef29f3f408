import { interleavedMSMUnsafe, mulAddUnsafe, normalizeZ } from '@noble/curves/abstract/curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { equalBytes } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { basesFor, type PlainPoint } from './bbs-bases.ts'
import type { BlsArithmetic, BlsKey } from './bls-arithmetic.ts'
import { othersTurn } from './others-turn.ts'

const { G1, G2, fields: { Fp, Fp12 }, utils } = bls12_381

/** BLS12-381 by @noble/curves, on every platform. */
export const plainArithmetic: BlsArithmetic<PlainPoint> = {
  read: (bytes) => canonicalPoint(G1.Point, bytes),
  write: (points) => normalizeZ(G1.Point, [...points]).map(compress),
  add: (left, right) => left.add(right),
  multiply: (point, secret) => point.multiply(secret),
  sum,
  sumOfBases,
  arePaired,
}

/** Bases go together by this many: they share their doublings, and a turn, some 10 ms. */
const groupSize = 32
/** Tables are kept for so many bases, those of the largest document that is signed here: 30 KiB each. */
const maxTabled = 160
/** The next would save a tenth of a sum, for twice the memory and twice as long without a turn for others, some 30 ms. */
const windowSize = 8
/** Making a table takes as long as so many sums save by it: few holders need any. */
const sumsBeforeTables = 4

/** What sums over a group of bases, or how often there was a sum over it. */
type GroupSum = (times: readonly bigint[]) => PlainPoint
const groups = new Map<number, GroupSum | number>()

async function sumOfBases(times: readonly bigint[]): Promise<PlainPoint> {
  let total = G1.Point.ZERO
  for (let start = 0; start < times.length; start += groupSize) {
    const ofGroup = times.slice(start, start + groupSize)
    if (ofGroup.every((number) => number === 0n)) continue
    total = total.add((await groupSum(start))(ofGroup))
    await othersTurn()
  }
  return total
}

async function groupSum(start: number): Promise<GroupSum> {
  const known = groups.get(start) ?? 0
  if (typeof known === 'function') return known
  groups.set(start, known + 1)
  if (known < sumsBeforeTables || start >= maxTabled) {
    const { points } = await basesFor(start)
    return (times) => sum(points.slice(start, start + times.length), times)
  }
  const { points } = await basesFor(start + groupSize)
  const sumHalves = interleavedMSMUnsafe(G1.Point, points.slice(start, start + groupSize).flatMap(bothHalves), windowSize)
  const made: GroupSum = (times) => sumHalves(times.flatMap(halves))
  groups.set(start, made)
  return made
}

function sum(points: readonly PlainPoint[], times: readonly bigint[]): PlainPoint {
  return mulAddUnsafe(G1.Point, points.flatMap(bothHalves), times.flatMap(halves))
}

/** The square of the curve's parameter; the order is its square, less it, plus one. */
const half = 0xd201000000010000n ** 2n
/** A third root of one. */
const beta = 0x5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffen

/** A number in two of half its length: sums over both halves take half the doublings. */
function halves(number: bigint): readonly [bigint, bigint] {
  return [number % half, number / half]
}

/** A point and the same point {@link half} times, which on this curve is one multiplication of a coordinate (Gallant, Lambert and Vanstone 2001). */
function bothHalves(point: PlainPoint): readonly [PlainPoint, PlainPoint] {
  const { x, y } = point.toAffine()
  return [point, G1.Point.fromAffine({ x: Fp.mul(x, beta), y: Fp.neg(y) })]
}

/** A key with what a pairing with it begins with. */
interface PlainKey extends BlsKey {
  readonly lines: ReturnType<typeof utils.calcPairingPrecomputes>
}

/** Keys are read once: that takes as long as a pairing. Oldest out first. 40 KiB each. */
const maxKeys = 32
const keys = new Map<string, PlainKey>()
const negatedBase = utils.calcPairingPrecomputes(G2.Point.BASE.negate())

/**
 * Untrusted: the bytes. A key of any arithmetic.
 *
 * @throws Error unless they are a point of G2 other than zero in its one compressed form (96 bytes)
 */
export function readBlsKey(bytes: Uint8Array<ArrayBuffer>): BlsKey {
  return plainKey(bytes)
}

function plainKey(bytes: Uint8Array<ArrayBuffer>): PlainKey {
  const name = encodeHex(bytes)
  const known = keys.get(name)
  if (known !== undefined) return known
  const made = { bytes, lines: utils.calcPairingPrecomputes(canonicalPoint(G2.Point, bytes)) }
  if (keys.size >= maxKeys) keys.delete(keys.keys().next().value ?? '')
  keys.set(name, made)
  return made
}

function arePaired(left: PlainPoint, { bytes }: BlsKey, right: PlainPoint): boolean {
  if (left.is0() || right.is0()) return false
  const [first, second] = [left.toAffine(), right.toAffine()]
  return Fp12.eql(Fp12.finalExponentiate(bls12_381.millerLoopBatch([[plainKey(bytes).lines, first.x, first.y], [negatedBase, second.x, second.y]])), Fp12.ONE)
}

/** A point of its group, not zero, in the one form that it has. That it is of its group is asked when its bytes are read. */
function canonicalPoint<Any extends { is0(): boolean; toBytes(isCompressed?: boolean): Uint8Array }>(group: { fromBytes(bytes: Uint8Array): Any }, bytes: Uint8Array<ArrayBuffer>): Any {
  const point = group.fromBytes(bytes)
  if (point.is0() || !equalBytes(Uint8Array.from(point.toBytes(true)), bytes)) throw new RangeError('a point is one of its group other than zero')
  return point
}

/** As toBytes() does, which asks again whether a point is of the group: as long as a multiplication, of points that came of no others. */
function compress(point: PlainPoint): Uint8Array<ArrayBuffer> {
  if (point.is0()) return Uint8Array.from([0xc0, ...new Uint8Array(47)])
  const { x, y } = point.toAffine()
  const bytes = decodeHex(x.toString(16).padStart(96, '0'))
  bytes[0] = (bytes[0] ?? 0) | 0x80 | (y > Fp.neg(y) ? 0x20 : 0)
  return bytes
}
