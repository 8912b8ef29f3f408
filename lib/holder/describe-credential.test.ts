import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { describeCredential } from './describe-credential.ts'

const badge = {
  id: 'urn:uuid:1',
  issuer: { id: 'did:key:z6Mk', name: 'Riverside College' },
  validFrom: '2026-05-01T00:00:00Z',
  credentialSubject: { id: 'did:key:z6Mh', achievement: { name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } } },
  proof: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-05-01T00:00:00Z', verificationMethod: 'did:key:z6Mk#z6Mk' },
}

describe('describeCredential()', () => {
  it('reads what a card shows of an Open Badge', () => {
    expect(describeCredential(JSON.stringify(badge))).toMatchObject({
      name: 'Welding', description: 'Joins steel', criteria: 'Three joints', issuer: { id: 'did:key:z6Mk', name: 'Riverside College' },
      subject: { id: 'did:key:z6Mh' }, validFrom: '2026-05-01T00:00:00Z', validUntil: undefined, proofs: [{ suite: 'eddsa-rdfc-2022' }],
    })
  })

  it('reads the same from a compact token, and from one that wraps the credential', () => {
    const token = (payload: unknown) => `eyJh.${encodeBase64url(encodeUtf8(JSON.stringify(payload)))}.c2ln`
    expect(describeCredential(token(badge)).name).toBe('Welding')
    expect(describeCredential(token({ iss: 'x', vc: badge })).issuer.name).toBe('Riverside College')
  })

  it('shows the same of several subjects or achievements in whatever order they stand: nobody signed it', () => {
    const achievement = [{ id: 'urn:b', name: 'Welding' }, { id: 'urn:a', name: 'Sewing' }]
    const credentialSubject = [{ id: 'did:key:z6Mh', achievement }, { id: 'did:key:z6Ma', achievement }]
    const turned = credentialSubject.map((subject) => ({ ...subject, achievement: achievement.toReversed() })).toReversed()
    expect(describeCredential(JSON.stringify({ ...badge, credentialSubject: turned }))).toEqual(describeCredential(JSON.stringify({ ...badge, credentialSubject })))
    expect(describeCredential(JSON.stringify({ ...badge, credentialSubject }))).toMatchObject({ name: 'Sewing', subject: { id: 'did:key:z6Ma' } })
  })

  it('tells evidence that is words from evidence that lies elsewhere, and takes no more than a page can hold', () => {
    const told = { name: 'Pivot tables', description: '2026-03-01 · 4.5 h', narrative: 'Loops waste fuel.' }
    expect(describeCredential(JSON.stringify({ ...badge, evidence: [{ type: ['Evidence'], ...told }, { id: 'https://files.example/1', name: 'A file' }, { type: 'Evidence' }, 'x', { narrative: 'y'.repeat(20_000) }] })).told).toEqual([told, { narrative: `${'y'.repeat(10_000)}…` }])
    expect(describeCredential(JSON.stringify({ evidence: Array.from({ length: 300 }, () => told) })).told).toHaveLength(100)
  })

  it('cuts what would fill a page and drops characters that turn text round', () => {
    const name = describeCredential(JSON.stringify({ name: `safe\u202Eevil${'x'.repeat(5_000)}` })).name
    expect(name).toMatch(/^safeevil/)
    expect(name?.length).toBe(301)
  })

  it('describes whatever JSON arrives without throwing', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void describeCredential(text)))
    fc.assert(fc.property(fc.record({ issuer: fc.jsonValue(), credentialSubject: fc.jsonValue(), proof: fc.jsonValue() }), (value) => {
      expect(describeCredential(JSON.stringify(value)).proofs.length).toBeLessThanOrEqual(10)
    }))
  })
})
