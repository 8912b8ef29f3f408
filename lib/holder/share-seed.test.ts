import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { joinShares, shareSeed } from './share-seed.ts'
import { formatShare, formatShareRows, readShare, shareRows, type TrustedShare } from './trusted-share.ts'

const seed = Uint8Array.from({ length: 32 }, (_, index) => 200 - index)
const now = new Date('2026-05-01T12:00:00Z')

const split = (threshold: number, count: number, at = now): Promise<readonly TrustedShare[]> => shareSeed(seed, { threshold, count }, { cryptography, now: at })

describe('shareSeed()', () => {
  it('gives the seed back to any k of n people in any order, and to no fewer', async () => {
    await fc.assert(fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }).chain((count) => fc.record({ count: fc.constant(count), threshold: fc.integer({ min: 2, max: count }), order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5].slice(0, count), { minLength: count, maxLength: count }) })),
      async ({ count, threshold, order }) => {
        const shares = await split(threshold, count)
        const people = order.flatMap((index) => shares[index] ?? [])
        expect(await joinShares(people.slice(0, threshold), { cryptography })).toEqual({ kind: 'seed', seed })
        expect(await joinShares(people.slice(0, threshold - 1), { cryptography })).toEqual({ kind: 'missing', more: 1 })
      },
    ), { numRuns: 20 })
  })

  it.each([[1, 3], [1, 1], [3, 2], [2, 11], [2.5, 4], [0, 0]])('refuses that %i of %i open it', async (threshold, count) => {
    await expect(split(threshold, count)).rejects.toMatchObject({ code: 'holder/threshold-invalid' })
  })
})

describe('joinShares()', () => {
  it('counts the same share twice as one', async () => {
    const [first] = await split(2, 3)
    expect(await joinShares([first, first].filter((share) => share !== undefined), { cryptography })).toEqual({ kind: 'missing', more: 1 })
  })

  it('names the sets when shares of two are mixed, the newer first', async () => {
    const [old] = await split(2, 3, new Date('2024-02-03T00:00:00Z'))
    const [fresh] = await split(2, 3)
    const joined = await joinShares([old, fresh].filter((share) => share !== undefined), { cryptography })
    expect(joined).toMatchObject({ kind: 'mixed', sets: [{ madeOn: '2026-05-01', numbers: [1] }, { madeOn: '2024-02-03', numbers: [1] }] })
  })

  it('takes a complete set although an old share lies among them', async () => {
    const [old] = await split(2, 3, new Date('2024-02-03T00:00:00Z'))
    expect(await joinShares([...(old === undefined ? [] : [old]), ...(await split(2, 3))], { cryptography })).toEqual({ kind: 'seed', seed })
  })

  it('says that a share was forged, and does without it where one more is there', async () => {
    const [first, second, third] = await split(2, 3)
    if (first === undefined || second === undefined || third === undefined) throw new Error('three shares')
    const forged = { ...second, point: second.point.map((byte, index) => (index === 3 ? byte ^ 1 : byte)) }
    expect(await joinShares([first, forged], { cryptography })).toEqual({ kind: 'forged' })
    expect(await joinShares([first, forged, third], { cryptography })).toEqual({ kind: 'seed', seed })
  })
})

describe('readShare()', () => {
  it('reads any share as scanned, as typed and out of a letter', async () => {
    for (const share of await split(3, 5)) {
      const rows = formatShareRows(share, cryptography)
      expect(rows).toHaveLength(shareRows)
      const typed = rows.map((row) => row.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll(/(.{4})/g, '$1 ')).join('\n')
      for (const text of [formatShare(share, cryptography), typed, `Please keep this.\n${formatShare(share, cryptography)}\n`]) {
        expect(readShare(text, cryptography)).toEqual({ kind: 'share', share })
      }
    }
  })

  it('says in which row a character is wrong', async () => {
    const [share] = await split(2, 3)
    if (share === undefined) throw new Error('a share')
    const rows = [...formatShareRows(share, cryptography)]
    const third = rows[2] ?? ''
    // One change in 32 keeps the check by chance; of these at least one does not.
    const readings = ['A', 'B', 'C', 'D', 'E'].map((letter) => readShare(rows.with(2, letter + third.slice(1)).join('\n'), cryptography))
    expect(readings).toContainEqual({ kind: 'row', row: 3 })
    expect(readings.filter(({ kind }) => kind === 'share')).toHaveLength(third.startsWith('A') || third.startsWith('B') || third.startsWith('C') || third.startsWith('D') || third.startsWith('E') ? 1 : 0)
  })

  it('says when a row is missing, and that words are no share', async () => {
    const [share] = await split(2, 3)
    if (share === undefined) throw new Error('a share')
    const rows = formatShareRows(share, cryptography)
    expect(readShare(rows.slice(0, -1).join('\n'), cryptography)).toEqual({ kind: 'length', rows: shareRows - 1 })
    expect(readShare('hello', cryptography)).toEqual({ kind: 'none' })
  })

  it('never takes foreign text for a share', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(readShare(text, cryptography).kind).not.toBe('share')
      expect(readShare(`LERSHARE:${text}`, cryptography).kind).not.toBe('share')
    }))
  })
})
