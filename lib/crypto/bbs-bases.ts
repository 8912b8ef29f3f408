import { bls12_381 } from '@noble/curves/bls12-381.js'
import { concatBytes } from '../encoding/bytes.ts'
import { expand, integer, named } from './bbs-encoding.ts'
import { othersTurn } from './others-turn.ts'

const G1: typeof bls12_381.G1 = bls12_381.G1

/** A point of G1, in plain arithmetic. */
export type PlainPoint = typeof G1.Point.BASE

/** P1, Q_1, H_1, H_2 …: what all sums of BBS are over. */
export interface Bases {
  readonly points: readonly PlainPoint[]
  /** Compressed, each. */
  readonly bytes: readonly Uint8Array<ArrayBuffer>[]
}

/** How many are made before others get their turn: some 30 ms. */
const batchSize = 8

const points: PlainPoint[] = [G1.Point.fromHex('a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9')]
const bytes: Uint8Array<ArrayBuffer>[] = points.map((point) => Uint8Array.from(point.toBytes(true)))
let lastValue: Uint8Array = expand(named('MESSAGE_GENERATOR_SEED'), 'SIG_GENERATOR_SEED_')

/**
 * At least so many of them: the base point and the points of "create_generators". They are the same for every key and every
 * message, and each is made out of the value before it, so they are made once and kept: 100 bytes and two points each.
 */
export async function basesFor(count: number): Promise<Bases> {
  while (points.length < count) {
    const end = Math.min(count, points.length + batchSize)
    while (points.length < end) {
      lastValue = expand(concatBytes(Uint8Array.from(lastValue), integer(points.length)), 'SIG_GENERATOR_SEED_')
      const point = G1.hashToCurve(lastValue, { DST: named('SIG_GENERATOR_DST_') })
      points.push(point)
      bytes.push(Uint8Array.from(point.toBytes(true)))
    }
    await othersTurn()
  }
  return { points, bytes }
}
