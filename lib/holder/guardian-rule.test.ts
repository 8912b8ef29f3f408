import { describe, expect, it } from 'vitest'
import { parseClaimOffer } from '../exchange/claim/claim-offer.ts'
import { parseClaimResult } from '../exchange/claim/claim-result.ts'
import { guardianRuleOf, mayPublish, maySend, type SendingWay } from './guardian-rule.ts'

const ways: readonly SendingWay[] = ['link', 'file', 'paper', 'exchange', 'page']
const guarded = (sharing: 'none' | 'link') => ({ guardian: { until: '2028-03-04', sharing, token: 't' } })
const allowed = (record: Parameters<typeof maySend>[0], day: string): readonly SendingWay[] => ways.filter((way) => maySend(record, way, new Date(day)))

describe('maySend()', () => {
  it('allows everything where nobody else has a say', () => {
    expect(allowed({}, '2026-01-01')).toEqual(ways)
  })

  it.each([['link', ['link']], ['none', []]] as const)('keeps to a guardian who allows: %s', (sharing, expected) => {
    expect(allowed(guarded(sharing), '2028-03-03T23:59:59Z')).toEqual(expected)
  })

  it('lets go on the very day, whatever the guardian said', () => {
    expect(allowed(guarded('none'), '2028-03-04T00:00:00Z')).toEqual(ways)
    expect(guardianRuleOf(guarded('none'), new Date('2028-03-04'))).toBeUndefined()
  })
})

describe('mayPublish()', () => {
  it('keeps a wallet with one record of a minor off public pages altogether, until the day', () => {
    expect(mayPublish([{}, guarded('link')], new Date('2028-03-03'))).toBe(false)
    expect(mayPublish([{}, guarded('link')], new Date('2028-03-04'))).toBe(true)
    expect(mayPublish([], new Date('2026-01-01'))).toBe(true)
  })
})

describe('what a node says of a guardian', () => {
  const result = { credential: '{}', nonce: 'n', ledgerProof: null, documents: {} }
  const offer = { state: 'unclaimed', organisation: { name: 'School', did: 'did:key:z' }, achievement: { name: 'Welding', description: '' }, recipientHint: 'S… L…', needsCode: false }

  it('is read, and dropped where there is nothing', () => {
    expect(parseClaimResult({ ...result, guardian: { until: '2028-03-04', sharing: 'link', birth: '2010-03-04' } }).guardian).toEqual({ until: '2028-03-04', sharing: 'link' })
    expect(parseClaimResult({ ...result, guardian: null })).toEqual(result)
    expect(parseClaimOffer({ ...offer, guardian: 'asked' }).guardian).toBe('asked')
  })

  it.each([
    ['a day that is none', () => parseClaimResult({ ...result, guardian: { until: 'never', sharing: 'link' } })],
    ['a way that is none', () => parseClaimResult({ ...result, guardian: { until: '2028-03-04', sharing: 'all' } })],
    ['an answer that is none', () => parseClaimOffer({ ...offer, guardian: 'maybe' })],
  ])('is refused with %s', (_, parse) => {
    expect(parse).toThrow(expect.objectContaining({ code: 'claim/malformed' }))
  })
})
