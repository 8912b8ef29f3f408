import { describe, expect, it } from 'vitest'
import type { Issuer, Network } from '../../network-api.ts'
import { doubtfulRanges } from './doubtful-ranges.ts'

const network = { self: { origin: 'own' }, registry: { origin: 'registry' }, following: [{ origin: 'registry', size: 50 }, { origin: 'other', size: 70 }], finality: { pendingSize: 30 } } as unknown as Network
const keys = (until: number | null, sizes: Readonly<Record<string, number>> | null): Issuer['keys'] => [{ key: 'z6Mk', from: 1, until, compromisedSince: sizes === null ? null : { at: '2026-03-04T00:00:00Z', sizes } }]

describe('doubtfulRanges()', () => {
  it('goes from the theft of a key to its withdrawal in the registry, and to the end of the own ledger', () => {
    expect(doubtfulRanges({ keys: keys(40, { registry: 12, own: 9, other: 3 }) }, network)).toMatchObject([{ log: 'registry', first: 12, last: 39 }, { log: 'own', first: 9, last: 29 }])
  })

  it('begins with the first entry of a ledger that nobody measured', () => {
    expect(doubtfulRanges({ keys: keys(null, { other: 3 }) }, network)).toMatchObject([{ log: 'registry', first: 0, last: 49 }, { log: 'own', first: 0, last: 29 }])
  })

  it('is empty without a stolen key, and where nothing was signed since', () => {
    expect(doubtfulRanges({ keys: keys(40, null) }, network)).toEqual([])
    expect(doubtfulRanges({ keys: keys(12, { registry: 12, own: 30 }) }, network)).toEqual([])
  })
})
