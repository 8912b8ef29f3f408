import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { isDisguised } from './disguise.ts'
import { knownTerms } from './known-terms.ts'

const v2 = 'https://www.w3.org/ns/credentials/v2'
const cred = 'https://www.w3.org/2018/credentials'
const at = (contexts: readonly unknown[], members: object = {}): JsonObject => ({ '@context': [v2, ...contexts], 'type': ['VerifiableCredential'], ...members }) as JsonObject

describe('isDisguised()', () => {
  it('is no for names as the contexts give them, with texts in a language and words of the issuer\'s own', () => {
    const own = { '@version': 1.1, 'shoeSize': 'https://college.example/terms#shoeSize', 'towns': { '@id': 'https://college.example/terms#towns', '@container': '@set', '@type': '@id' } }
    const members = { name: { '@value': 'Schweißen', '@language': 'de' }, shoeSize: '43', credentialStatus: { type: 'BitstringStatusListEntry' } }
    expect(isDisguised(at([own, { '@vocab': 'https://college.example/words#' }, 'https://other.example/context'], members), cryptography)).toBe(false)
  })

  it('looks into a context that stands in an object of its own', () => {
    expect(isDisguised(at([{ '@context': { alumniOf: 'https://college.example/terms#alumniOf' } }]), cryptography)).toBe(false)
    expect(isDisguised(at([{ '@context': [{ withdrawn: `${cred}#credentialStatus` }] }]), cryptography)).toBe(true)
    expect(isDisguised(at([{ '@context': null, 'withdrawn': `${cred}#credentialStatus` }]), cryptography)).toBe(true)
  })

  it('finds an address that is shortened by a term of its own, which may stand behind it', () => {
    const members = { evidence: { id: 'college:sheet' }, issuer: { '@context': { college: 'https://college.example/' } } }
    expect(isDisguised(at([], members), cryptography)).toBe(true)
    expect(isDisguised(at([], { ...members, issuer: { '@context': { collage: 'https://college.example/' } } }), cryptography)).toBe(false)
    expect(isDisguised(at([], { ...members, evidence: { id: 'college://sheet' } }), cryptography)).toBe(false)
  })

  it('lets a document repeat a known term under its own name', () => {
    expect(isDisguised(at([{ Ed25519Signature2020: 'https://w3id.org/security#Ed25519Signature2020' }]), cryptography)).toBe(false)
  })

  it.each<[string, object]>([
    ['by its whole address', { [`${cred}#credentialStatus`]: {} }],
    ['by a shortened address', { 'cred:validUntil': '2026-01-01T00:00:00Z' }],
    ['deep inside', { credentialSubject: [{ achievement: { 'ob:criteria': {} } }] }],
    ['by a keyword for its id', { credentialSubject: { '@id': 'did:example:1' } }],
    ['by a keyword for its type', { credentialSubject: { '@type': 'AchievementSubject' } }],
    ['within a set', { credentialSubject: { '@set': [{}] } }],
    ['beside the document', { '@included': [{}] }],
  ])('is yes for a member named %s', (_, members) => {
    expect(isDisguised(at([], members), cryptography)).toBe(true)
  })

  it.each<[string, object | null]>([
    ['a known meaning under another name', { withdrawn: `${cred}#credentialStatus` }],
    ['the same with a type', { until: { '@id': `${cred}#validUntil`, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' } }],
    ['a known name with another meaning', { achievement: 'https://college.example/terms#rumour' }],
    ['a known name of no stated meaning', { achievement: { '@type': '@id' } }],
    ['another term for a term', { withdrawn: 'credentialStatus' }],
    ['a keyword', { also: '@included' }],
    ['a member that is left out', { also: '@nest' }],
    ['a vocabulary that known names continue', { '@vocab': `${cred}` }],
    ['a vocabulary by a prefix', { '@vocab': 'cred:c' }],
    ['a property read backwards', { of: { '@reverse': `${cred}#credentialStatus` } }],
    ['an index, whose keys say nothing', { shelf: { '@id': 'https://college.example/terms#shelf', '@container': '@index' } }],
    ['a context for one term', { shelf: { '@id': 'https://college.example/terms#shelf', '@context': { until: `${cred}#validUntil` } } }],
    ['another context taken in', { '@import': 'https://college.example/context' }],
    ['no meaning at all', { shelf: null }],
  ])('is yes for a context of its own that defines %s, at the top or deep inside', (_, context) => {
    expect(isDisguised(at([context]), cryptography)).toBe(true)
    expect(isDisguised(at([], { credentialSubject: { '@context': context } }), cryptography)).toBe(true)
  })

  it('rests on known contexts giving one name to a meaning, but for classes and the properties named like them', () => {
    const shared = [...knownTerms(cryptography).addresses].filter(([address, names]) => address.startsWith('http') && names.size > 1).map(([address]) => address.replace(/.*#/, ''))
    expect(shared.sort()).toEqual(['Achievement', 'Address', 'Criteria', 'GeoCoordinates', 'Image', 'Profile'])
  })

  it('answers a crowd of contexts in good time', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({ [`t${index}`]: `https://college.example/terms#${index}`, '@vocab': 'https://college.example/' }))
    const started = performance.now()
    expect(isDisguised(at(many), cryptography)).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
