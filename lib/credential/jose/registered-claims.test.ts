import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { readCarried, type Carried } from './registered-claims.ts'

const credential: JsonObject = { type: ['VerifiableCredential'], id: 'urn:uuid:1', issuer: { id: 'did:example:issuer' }, credentialSubject: { id: 'did:example:1' } }
const read = (payload: JsonObject, header: JsonObject = { typ: 'vc+jwt' }): Carried => readCarried({ header, payload })

describe('readCarried() under data model 2.0', () => {
  it('takes the payload for the document, with claims that agree with it', () => {
    for (const claims of [{}, { iss: 'did:example:issuer' }, { sub: 'did:example:1', jti: 'urn:uuid:1' }, { nbf: 1, exp: 2 }, { iat: 3, aud: 'x' }]) {
      expect(read({ ...credential, ...claims })).toEqual({ document: { ...credential, ...claims } })
    }
  })

  it.each([['iss', 'did:example:2'], ['iss', ''], ['iss', ['did:example:issuer']], ['sub', 'did:example:2'], ['jti', 'urn:uuid:2']])('tells that %s says %j', (claim, value) => {
    expect(read({ ...credential, [claim]: value }).conflict).toBe(claim)
    expect(read(credential, { typ: 'vc+jwt', [claim]: value }).conflict).toBe(claim)
  })

  it('tells when header and payload repeat a claim and differ', () => {
    expect(read({ ...credential, exp: 1 }, { typ: 'vc+jwt', exp: 2 }).conflict).toBe('exp')
    expect(read({ ...credential, exp: 1 }, { typ: 'vc+jwt', exp: 1 }).conflict).toBeUndefined()
  })

  it('compares the holder of a presentation, and no subject of several', () => {
    const presentation = { type: ['VerifiablePresentation'], holder: 'did:example:1' }
    expect(read({ ...presentation, iss: 'did:example:1' }).conflict).toBeUndefined()
    expect(read({ ...presentation, iss: 'did:example:2' }).conflict).toBe('iss')
    expect(read({ ...credential, credentialSubject: [{ id: 'a' }, { id: 'b' }], sub: 'c' }).conflict).toBeUndefined()
  })

  it('allows neither vc nor vp under its media types', () => {
    for (const typ of ['vc+jwt', 'application/vc+jwt', 'VP+JWT', 'vc+sd-jwt', 'vc+cose']) {
      expect(read({ vc: credential }, { typ }).conflict).toBe('vc')
      expect(read({ vp: {} }, { typ }).conflict).toBe('vp')
    }
  })
})

describe('readCarried() under data model 1.1', () => {
  const header = { typ: 'JWT' }
  const { issuer: _, id: __, ...bare } = credential

  it('fills in what only the claims say', () => {
    const claims = { iss: 'did:example:issuer', jti: 'urn:uuid:1', sub: 'did:example:1', nbf: 1_700_000_000, exp: 1_800_000_000.5 }
    expect(read({ ...claims, vc: { ...bare, credentialSubject: { name: 'Ana' } } }, header)).toEqual({
      document: { ...bare, id: 'urn:uuid:1', issuer: 'did:example:issuer', issuanceDate: '2023-11-14T22:13:20.000Z', expirationDate: '2027-01-15T08:00:00.500Z', credentialSubject: { id: 'did:example:1', name: 'Ana' } },
    })
    expect(read({ iss: 'did:example:1', jti: 'urn:uuid:9', vp: { type: 'VerifiablePresentation' } }, header)).toEqual({ document: { holder: 'did:example:1', id: 'urn:uuid:9', type: 'VerifiablePresentation' } })
  })

  const dated = { ...credential, issuanceDate: '2023-11-14T22:13:20Z', expirationDate: '2027-01-15T08:00:00.500Z' }

  it('takes moments of the same second for the same', () => {
    expect(read({ nbf: 1_700_000_000, exp: 1_800_000_000, vc: dated }, header).conflict).toBeUndefined()
  })

  it.each([['iss', 'did:example:2'], ['jti', 'urn:uuid:2'], ['sub', 'did:example:2'], ['nbf', 1_700_000_001], ['nbf', '1700000000'], ['exp', 1], ['exp', null]])('tells that %s says %j', (claim, value) => {
    expect(read({ [claim]: value, vc: dated }, header).conflict).toBe(claim)
  })

  it('tells when nobody could say which document is meant', () => {
    expect(read({ vc: credential, vp: {} }, header).conflict).toBe('vc')
    expect(read({ ...credential, vc: credential }, header).conflict).toBe('vc')
    expect(read({ vp: {}, verifiableCredential: [] }, header).conflict).toBe('vp')
    for (const value of [null, 'words', [], 7]) expect(read({ vc: value }, header)).toEqual({ document: {}, conflict: 'vc' })
  })
})
