import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { checkStatusEntry } from './check-status-entry.ts'
import type { StatusContext, StatusFinding } from './status-context.ts'

const url = 'https://college.example/revocations/3'
const entry = { id: url, type: '1EdTechRevocationList' }
const context: StatusContext = {
  issuer: 'did:web:college.example', credentialId: 'urn:uuid:1', now: new Date('2026-11-21T00:00:00Z'), fetchedAt: new Date('2026-11-21T00:00:00Z'),
  verify: () => { throw new Error('nobody signs such a list') },
}

const list = { id: url, issuer: 'did:web:college.example', revokedCredentials: [{ id: 'urn:uuid:1', revoked: true, revocationReason: 'Issued in error' }, { id: 'urn:uuid:2' }, { id: 'urn:uuid:3', revoked: false }] }
const judge = (change: JsonObject = {}, more: Partial<StatusContext> = {}): Promise<StatusFinding> => checkStatusEntry(entry, JSON.stringify({ ...list, ...change }), { ...context, ...more })

describe('a revocation list of 1EdTech', () => {
  it('fails who is on it, unless it says that the revocation was taken back', async () => {
    expect(await judge()).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    expect(await judge({}, { credentialId: 'urn:uuid:2' })).toMatchObject({ outcome: 'failed' })
    expect(await judge({}, { credentialId: 'urn:uuid:3' })).toMatchObject({ outcome: 'passed' })
  })

  it('passes who is not, its issuer named by an id or an object', async () => {
    expect(await judge({ issuer: { id: 'did:web:college.example', name: 'College' } }, { credentialId: 'urn:uuid:4' })).toEqual({ outcome: 'passed', purpose: 'revocation', ageSeconds: 0 })
    expect(await judge({ revokedCredentials: [] })).toMatchObject({ outcome: 'passed' })
  })

  it('never hands on the reason, which may name a person', async () => {
    expect(JSON.stringify(await judge())).not.toContain('error')
  })

  it('is unknown out of reach, from a sharer, of another issuer or another address, or when nothing could be listed', async () => {
    expect(await checkStatusEntry(entry, undefined, context)).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
    expect(await judge({}, { isFromSharer: true })).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified' })
    expect(await judge({ issuer: 'did:web:other.example' })).toMatchObject({ outcome: 'unknown', code: 'status/issuer-mismatch' })
    expect(await judge({ id: 'https://other.example' })).toMatchObject({ outcome: 'unknown', code: 'status/list-mismatch' })
    expect(await judge({}, { credentialId: undefined })).toMatchObject({ outcome: 'unknown', code: 'status/credential-unnamed' })
  })

  it('is unknown when it is malformed, whatever it is given', async () => {
    for (const change of [{ revokedCredentials: null }, { revokedCredentials: {} }, { revokedCredentials: 'urn:uuid:1' }]) expect(await judge(change as JsonObject)).toMatchObject({ outcome: 'unknown', code: 'status/list-malformed' })
    expect(await judge({ issuer: null as unknown as Json })).toMatchObject({ outcome: 'unknown' })
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.json(), async (value, text) => {
      expect((await checkStatusEntry({ ...entry, id: value as Json }, JSON.stringify(list), context)).outcome).not.toBe(value === url ? 'unknown' : 'passed')
      expect((await checkStatusEntry(entry, text, context)).outcome).toBe('unknown')
    }), { seed: 1 })
  })
})
