import { bls12_381 } from '@noble/curves/bls12-381.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basesFor } from '../crypto/bbs-bases.ts'
import type { BlsArithmetic } from '../crypto/bls-arithmetic.ts'
import { plainArithmetic, readBlsKey } from '../crypto/plain-arithmetic.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { loadMclArithmetic } from './mcl-arithmetic.ts'

const { G1, G2, fields: { Fp, Fr } } = bls12_381
const mcl = await loadMclArithmetic()
const arithmetics: readonly (readonly [string, BlsArithmetic])[] = [['plain', plainArithmetic], ...(mcl === undefined ? [] : [['mcl', mcl] as const])]
const isLong = process.env['LER_TEST_LONG'] === '1'
const numbers = fc.bigInt({ min: 0n, max: Fr.ORDER - 1n })
const bytesOf = (point: typeof G1.Point.BASE): Uint8Array<ArrayBuffer> => Uint8Array.from(point.toBytes(true))
const point = G1.Point.BASE.multiply(123_456_789n)

describe.each(arithmetics)('the arithmetic that is %s', (_name, arithmetic) => {
  const written = (made: unknown): string | undefined => arithmetic.write([made]).map(encodeHex)[0]

  it('adds and multiplies as one by one, by numbers of any size', () => {
    const read = arithmetic.read(bytesOf(point))
    const edges = [1n, 2n, Fr.ORDER - 1n, 0xd201000000010000n ** 2n, 0xd201000000010000n ** 2n - 1n, 1n << 128n]
    fc.assert(fc.property(numbers.filter((number) => number > 0n), numbers, (left, right) => {
      for (const often of [left, ...edges]) {
        const expected = encodeHex(bytesOf(point.multiplyUnsafe(often)))
        expect(written(arithmetic.sum([read], [often]))).toBe(expected)
        expect(written(arithmetic.multiply(read, often))).toBe(expected)
      }
      expect(written(arithmetic.sum([read, arithmetic.add(read, read), read], [left, right, 0n]))).toBe(encodeHex(bytesOf(point.multiplyUnsafe(Fr.create(left + 2n * right)))))
    }), { numRuns: isLong ? 200 : 2 })
  })

  it('sums over the bases the same the first time and when tables were made, whatever numbers are zero', async () => {
    const { points } = await basesFor(35)
    const times = Array.from({ length: 35 }, (_, index) => (index % 3 === 0 ? 0n : Fr.ORDER - BigInt(index) ** 40n))
    const expected = (count: number): string => encodeHex(bytesOf(points.slice(0, count).reduce((total, base, index) => total.add(base.multiplyUnsafe(times[index] ?? 0n)), G1.Point.ZERO)))
    const first = expected(4)
    for (let again = 0; again < 10; again += 1) expect(written(await arithmetic.sumOfBases(times.slice(0, 4)))).toBe(first)
    expect(written(await arithmetic.sumOfBases(times))).toBe(expected(35))
    expect(written(await arithmetic.sumOfBases([0n, 0n]))).toBe(`c0${'00'.repeat(47)}`)
    expect(written(arithmetic.sum(Array.from({ length: 300 }, () => arithmetic.read(bytesOf(point))), Array.from({ length: 300 }, () => 7n)))).toBe(encodeHex(bytesOf(point.multiplyUnsafe(2_100n))))
  })

  it('pairs a point with a key and the same point as often as the key says, and no other; it forgets keys one by one', () => {
    const [left, zero] = [arithmetic.read(bytesOf(point)), arithmetic.sum([arithmetic.read(bytesOf(point))], [0n])]
    for (let secret = 3n; secret < (isLong ? 80n : 5n); secret += 1n) {
      const key = readBlsKey(Uint8Array.from(G2.Point.BASE.multiply(secret).toBytes(true)))
      expect(arithmetic.arePaired(left, key, arithmetic.sum([left], [secret]))).toBe(true)
      for (const wrong of [left, zero]) expect(arithmetic.arePaired(left, key, wrong)).toBe(false)
      expect(arithmetic.arePaired(zero, key, zero)).toBe(false)
    }
  })

  it('reads one form of each point of the group other than zero', () => {
    const good = bytesOf(point)
    expect(written(arithmetic.read(good))).toBe(encodeHex(good))
    let small = point
    while (small.toAffine().x + Fp.ORDER >= 1n << 381n) small = small.add(point)
    const beyond = decodeHex((small.toAffine().x + Fp.ORDER).toString(16).padStart(96, '0'))
    const hostile = [
      ...[0x00, 0x20, 0x40, 0x60, 0xc0, 0xe0].map((flags) => good.with(0, ((good[0] ?? 0) & 0x1f) | flags)),
      new Uint8Array(48), Uint8Array.from([0xc0, ...new Uint8Array(47)]), Uint8Array.from([0xe0, ...new Uint8Array(47)]), Uint8Array.from([0x80, ...new Uint8Array(47)]), new Uint8Array(48).fill(255), new Uint8Array(48).fill(0x9f),
      good.slice(0, 47), new Uint8Array([...good, 0]), new Uint8Array(), Uint8Array.from(G1.Point.BASE.toBytes(false)), ...[0x80, 0xa0].map((flags) => beyond.with(0, (beyond[0] ?? 0) | flags)),
    ]
    for (const bytes of hostile) expect(() => arithmetic.read(bytes)).toThrow()
    // By x: half are on no curve, and those that are on it are of the group by a chance of one in some 10^37.
    for (let x = 0; x < (isLong ? 256 : 24); x += 1) for (const flags of [0x80, 0xa0]) expect(() => arithmetic.read(Uint8Array.from([flags, ...new Uint8Array(46), x]))).toThrow()
  })
})
