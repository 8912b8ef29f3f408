import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { didOfMethod, parseProof } from './proof.ts'

const proof: JsonObject = {
  type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', verificationMethod: 'did:example:1#key-1', proofPurpose: 'assertionMethod', proofValue: 'z1', created: '2026-01-01T00:00:00Z',
}

describe('parseProof()', () => {
  it('reads the members, and keeps all but the value for hashing, known or not', () => {
    const given: JsonObject = { ...proof, extra: { any: ['thing'] } }
    const { proofValue, ...options } = given
    expect(parseProof(given)).toEqual({
      options, proofValue, verificationMethod: 'did:example:1#key-1', proofPurpose: 'assertionMethod', created: new Date('2026-01-01T00:00:00Z'), expires: undefined, challenge: undefined, domains: [],
    })
  })

  it('reads one domain or several', () => {
    expect(parseProof({ ...proof, domain: 'a' })?.domains).toEqual(['a'])
    expect(parseProof({ ...proof, domain: ['a', 'b'] })?.domains).toEqual(['a', 'b'])
  })

  it.each<[string, Json]>([
    ['no object', 'proof'],
    ['nothing', null],
    ['a list', [proof]],
    ['no value', { ...proof, proofValue: null }],
    ['a value that is a list', { ...proof, proofValue: ['z1'] }],
    ['no method', { ...proof, verificationMethod: { id: 'did:example:1#key-1' } }],
    ['no purpose', { ...proof, proofPurpose: 7 }],
    ['an id that is no text', { ...proof, id: 7 }],
    ['a date without a zone', { ...proof, created: '2026-01-01T00:00:00' }],
    ['a date that is a number', { ...proof, created: 1_700_000_000 }],
    ['an end that is null', { ...proof, expires: null }],
    ['a challenge that is a list', { ...proof, challenge: ['c'] }],
    ['a domain that is null', { ...proof, domain: null }],
    ['domains of which one is no text', { ...proof, domain: ['a', 7] }],
  ])('reads nothing in %s', (_what, value) => {
    expect(parseProof(value)).toBeUndefined()
  })
})

describe('didOfMethod()', () => {
  it('tells the DID in front of a fragment', () => {
    expect(didOfMethod('did:web:college.example#key-1')).toBe('did:web:college.example')
  })

  it.each(['', 'key-1', 'https://college.example/key#1', 'did:', 'did:x', 'DID:example:1#x'])('tells none in %j', (text) => {
    expect(didOfMethod(text)).toBeUndefined()
  })
})
