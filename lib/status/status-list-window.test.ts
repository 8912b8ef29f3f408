import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import type { StatusContext } from './status-context.ts'
import { refuseStatusList, statusListAge } from './status-list-window.ts'

const url = 'https://college.example/status/1'
const now = new Date('2026-11-21T12:00:00Z')
const list = { id: url, issuer: 'did:web:college.example', validFrom: '2026-11-21T00:00:00Z', validUntil: '2026-11-22T00:00:00Z', credentialSubject: { ttl: 86_400_000 } }
const context: StatusContext = { issuer: 'did:web:college.example', now, fetchedAt: now, verify: async () => ({ outcome: 'passed' }) }
const code = (change: JsonObject, more: Partial<StatusContext> = {}): string | undefined => refuseStatusList({ ...list, ...change }, url, { ...context, ...more })?.code

describe('refuseStatusList()', () => {
  it('lets a list of the issuer speak within its period', () => {
    expect(code({})).toBeUndefined()
    expect(code({ issuer: { id: 'did:web:college.example', name: 'College' } })).toBeUndefined()
  })

  it('refuses another list, and the list of another', () => {
    expect(code({ id: 'https://college.example/status/2' })).toBe('status/list-mismatch')
    for (const issuer of ['did:web:evil.example', {}, null, 7, ['did:web:college.example']] as readonly Json[]) expect(code({ issuer })).toBe('status/issuer-mismatch')
  })

  it('refuses a list from the instant at which its period ends, and before it begins', () => {
    expect(code({}, { now: new Date('2026-11-22T00:00:00Z') })).toBe('status/list-stale')
    expect(code({}, { now: new Date('2026-11-21T23:59:59Z') })).toBeUndefined()
    expect(code({}, { now: new Date('2026-11-20T23:59:59Z') })).toBe('status/list-not-yet-valid')
  })

  it('holds lists of data model 1.1 to their own names of dates', () => {
    const { validFrom: issuanceDate, validUntil: expirationDate, ...rest } = list
    const old = (later: Date): string | undefined => refuseStatusList({ ...rest, issuanceDate, expirationDate }, url, { ...context, now: later })?.code
    expect([old(now), old(new Date('2026-11-22T00:00:00Z')), old(new Date('2026-11-20T00:00:00Z'))]).toEqual([undefined, 'status/list-stale', 'status/list-not-yet-valid'])
  })

  it('counts the ttl from when the list was fetched, or else from when it began', () => {
    const short = { credentialSubject: { ttl: 60_000 } }
    expect(code(short)).toBeUndefined()
    expect(code(short, { fetchedAt: undefined })).toBe('status/list-stale')
    expect(code(short, { fetchedAt: new Date('2026-11-21T11:58:59Z') })).toBe('status/list-stale')
  })

  it('refuses dates and ttls that are none', () => {
    for (const change of [{ validFrom: 'soon' }, { validUntil: 7 }, { credentialSubject: { ttl: -1 } }, { credentialSubject: { ttl: '1' } }] as readonly JsonObject[]) expect(code(change)).toBe('status/list-malformed')
  })

  it('answers whatever a list says', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(list)), fc.jsonValue(), (name, value) => {
      const found = refuseStatusList({ ...list, [name]: value as Json }, url, context)
      expect(found === undefined || found.outcome === 'unknown').toBe(true)
    }), { seed: 1 })
  })
})

describe('statusListAge()', () => {
  it('tells seconds since the list began, never less than none', () => {
    expect(statusListAge(list, context)).toBe(43_200)
    expect(statusListAge({ issuanceDate: '2026-11-21T11:59:00Z' }, context)).toBe(60)
    expect(statusListAge({ validFrom: '2027-01-01T00:00:00Z' }, context)).toBe(0)
    expect(statusListAge({}, { ...context, fetchedAt: new Date('2026-11-21T11:59:30Z') })).toBe(30)
  })
})
