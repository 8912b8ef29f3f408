import { createRequire } from 'node:module'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import type { Fr, G1, G2, PrecomputedG2 } from 'mcl-wasm'
import { basesFor } from '../crypto/bbs-bases.ts'
import type { BlsArithmetic, BlsKey } from '../crypto/bls-arithmetic.ts'
import { plainArithmetic, readBlsKey } from '../crypto/plain-arithmetic.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'

/** What the package does not say about itself: multiplication in as many steps whatever the number is. */
interface MclPoint extends G1 {
  _op2(operation: unknown, times: Fr, result: new () => MclPoint): MclPoint
}
interface Mcl extends Omit<typeof import('mcl-wasm'), 'G1'> {
  readonly G1: new () => MclPoint
  readonly mod: { readonly _mclBnG1_mulCT: unknown }
}

const { fields: { Fp, Fr: { ORDER } }, G1: { Point }, G2: { Point: { BASE } } } = bls12_381
let loaded: Promise<BlsArithmetic | undefined> | undefined

/**
 * BLS12-381 by mcl, compiled to WebAssembly: sums and pairings in a third of the plain ones' time. Undefined where the package
 * `mcl-wasm` is not installed or does not answer as the plain arithmetic does. Loading it takes some 50 ms.
 */
export function loadMclArithmetic(): Promise<BlsArithmetic | undefined> {
  loaded ??= load().catch(() => undefined)
  return loaded
}

async function load(): Promise<BlsArithmetic | undefined> {
  // By name at run time: whatever bundles a program must not look for a package that may be missing.
  const mcl = createRequire(import.meta.url)('mcl-wasm') as Mcl
  await mcl.init(mcl.BLS12_381)
  mcl.setETHserialization(true)
  // What is read is asked to be of the group.
  mcl.verifyOrderG1(true)
  const arithmetic = createMclArithmetic(mcl)
  return await answersAlike(arithmetic) ? arithmetic : undefined
}

/** So many points go into one call: they lie on a stack of a megabyte. */
const maxTogether = 256

function createMclArithmetic(mcl: Mcl): BlsArithmetic<MclPoint> {
  const negatedBase = new mcl.PrecomputedG2(pointOfG2(mcl, BASE.negate().toBytes(true)))
  const bases: MclPoint[] = []
  const number = (scalar: bigint): Fr => {
    const made = new mcl.Fr()
    made.deserialize(decodeHex(scalar.toString(16).padStart(64, '0')))
    return made
  }
  const sum = (points: readonly MclPoint[], times: readonly bigint[]): MclPoint => {
    let total = new mcl.G1()
    for (let start = 0; start < points.length; start += maxTogether) {
      const end = start + maxTogether
      total = mcl.add(total, mcl.mulVec(points.slice(start, end), times.slice(start, end).map(number)))
    }
    return total
  }
  return {
    read: (bytes) => readPoint(mcl, bytes),
    write: (points) => points.map((point) => Uint8Array.from(point.serialize())),
    add: (left, right) => mcl.add(left, right),
    multiply: (point, secret) => point._op2(mcl.mod._mclBnG1_mulCT, number(secret), mcl.G1),
    sum,
    sumOfBases: async (times) => {
      const { bytes } = await basesFor(times.length)
      for (const base of bytes.slice(bases.length)) bases.push(readPoint(mcl, base))
      // Of a proof most of whose messages are shown, most numbers are zero.
      const used = times.flatMap((often, index) => (often === 0n ? [] : [index]))
      return sum(used.flatMap((index) => bases[index] ?? []), used.flatMap((index) => times[index] ?? []))
    },
    arePaired: (left, key, right) => {
      if (left.isZero() || right.isZero()) return false
      return mcl.finalExp(mcl.precomputedMillerLoop2(left, linesOf(mcl, key), right, negatedBase)).isOne()
    },
  }
}

/** What a pairing with a key begins with, once for each. Oldest out first: it lies in memory that nobody tidies. */
const maxKeys = 32
const keys = new Map<BlsKey, PrecomputedG2>()

function linesOf(mcl: Mcl, key: BlsKey): PrecomputedG2 {
  const known = keys.get(key)
  if (known !== undefined) return known
  const [oldest] = keys
  if (oldest !== undefined && keys.size >= maxKeys) {
    keys.delete(oldest[0])
    oldest[1].destroy()
  }
  const made = new mcl.PrecomputedG2(pointOfG2(mcl, key.bytes))
  keys.set(key, made)
  return made
}

/** Untrusted: the bytes. What @noble/curves refuses is refused: other flags, coordinates beyond the field, zero, points of another group. */
function readPoint(mcl: Mcl, bytes: Uint8Array): MclPoint {
  const [first = 0] = bytes
  const x = BigInt(`0x${encodeHex(Uint8Array.of(first & 0x1f, ...bytes.subarray(1)))}`)
  if (bytes.length !== 48 || first >> 6 !== 2 || x >= Fp.ORDER) throw new RangeError('a point has one compressed form')
  const point = new mcl.G1()
  point.deserialize(bytes)
  if (point.isZero() || !equalBytes(Uint8Array.from(point.serialize()), Uint8Array.from(bytes))) throw new RangeError('a point is one of its group other than zero')
  return point
}

/** Of bytes that were read as a point of the group before. */
function pointOfG2(mcl: Mcl, bytes: Uint8Array): G2 {
  const point = new mcl.G2()
  point.deserialize(bytes)
  return point
}

/** On the curve, and of order three. */
const ofAnotherGroup = Uint8Array.from([0x80, ...new Uint8Array(47)])

function isRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

/** Asked once when the package is loaded: a later version of it may count otherwise, and a verdict must not depend on the machine. */
async function answersAlike(mcl: BlsArithmetic): Promise<boolean> {
  const times = [ORDER - 3n, 5n]
  const resultsOf = async <Made>({ read, write, add, multiply, sum, sumOfBases, arePaired }: BlsArithmetic<Made>): Promise<string> => {
    const point = read(Uint8Array.from(Point.BASE.toBytes(true)))
    const three = add(point, add(point, point))
    const made = [multiply(point, ORDER - 7n), multiply(point, 1n), sum([three, point], times), await sumOfBases(times)]
    const key = readBlsKey(Uint8Array.from(BASE.double().add(BASE).toBytes(true)))
    return [...write(made).map(encodeHex), arePaired(point, key, three), arePaired(point, key, point), isRead(() => read(ofAnotherGroup))].join()
  }
  return await resultsOf(mcl) === await resultsOf(plainArithmetic)
}
