import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { credentialRules, envelopeRules, findBrokenRules, presentationRules, type DataModelRule } from './data-model-rules.ts'
import { publishedContextDigests } from './published-context-digests.ts'

const v1 = 'https://www.w3.org/2018/credentials/v1'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const credential: JsonObject = { '@context': [v2], 'type': ['VerifiableCredential'], 'issuer': 'did:example:issuer', 'credentialSubject': { id: 'did:example:subject' } }
const presentation: JsonObject = { '@context': [v2], 'type': 'VerifiablePresentation' }
const envelope: JsonObject = { '@context': v2, 'type': 'EnvelopedVerifiablePresentation', 'id': 'data:application/jwt,e30.e30.c2ln' }

const brokenBy = (document: JsonObject, rules: readonly DataModelRule[]): readonly string[] => findBrokenRules(document, rules).map(({ code }) => code.replace('data-model/', ''))

const published = Buffer.from(publishedContextDigests[v2]?.sha256 ?? '', 'hex')
const raw = `u${published.toString('base64url')}`
const multihash = `u${Buffer.concat([Uint8Array.of(0x12, 0x20), published]).toString('base64url')}`
const sri = `sha256-${published.toString('base64')}`
const sri384 = `sha384-${Buffer.from(publishedContextDigests[v2]?.sha384 ?? '', 'hex').toString('base64')}`
const wrong = Buffer.alloc(32, 7)

/** Changes that keep to the data model. */
const kept: readonly JsonObject[] = [
  {},
  { '@context': [v2, 'https://www.w3.org/ns/credentials/examples/v2', { Term: 'https://term.example/' }] },
  { '@context': [v1], 'issuanceDate': '2026-01-01T00:00:00Z', 'expirationDate': '2027-01-01T00:00:00Z' },
  { '@context': [v1], 'proof': { type: 'DataIntegrityProof', cryptosuite: 'ecdsa-sd-2023' } },
  { id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33' },
  { type: ['https://type.example/One', 'VerifiableCredential'] },
  { issuer: { id: 'https://college.example/issuers/1', name: { '@value': 'College', '@language': 'en', '@direction': 'ltr' }, description: ['One', { '@value': 'Two' }] } },
  { credentialSubject: [{ id: 'did:example:one' }, { name: 'Two' }] },
  { validFrom: '2023-02-25T19:10:39-06:00', validUntil: '2023-02-26T01:20:18.477Z' },
  { validFrom: '2023-02-25T19:10:39Z', validUntil: '2023-02-25T19:10:39Z' },
  { credentialStatus: { type: 'SomethingElse' } },
  { credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7', statusListCredential: 'https://list.example/1' } },
  { credentialSchema: [{ type: 'JsonSchema', id: 'https://schema.example/1' }] },
  { evidence: [{ type: ['Evidence', 'More'] }], termsOfUse: { type: 'Terms', id: 'urn:terms:1' }, refreshService: { type: 'Refresh' } },
  { name: 'A name', description: [{ '@value': 'Wort', '@language': 'de' }, { '@value': 'كلمة', '@language': 'ar', '@direction': 'rtl' }] },
  ...[{ digestMultibase: raw }, { digestMultibase: multihash }, { digestSRI: sri }, { digestSRI: `${sri} ${sri384}`, mediaType: 'application/ld+json' }].map((digest) => ({ relatedResource: { id: v2, ...digest } })),
  { relatedResource: [{ id: 'https://unknown.example/', digestSRI: `sha256-${wrong.toString('base64')}` }, { id: v2, digestSRI: sri }] },
  { proof: [{ type: 'DataIntegrityProof' }] },
]

/** Changes that break a rule, with the rule. */
const broken: readonly (readonly [string, JsonObject])[] = [
  ...[v2, null, 5, { '@vocab': 'https://a.example/' }].map((contexts) => ['context-missing', { '@context': contexts }] as const),
  ...[[], ['https://www.w3.org/ns/credentials/examples/v2', v2], [{ a: 'b' }, v2], [null]].map((contexts) => ['context-base-missing', { '@context': contexts }] as const),
  ...['https ://not-a-url/contexts', 'word', 123_192_875, null, [v2]].map((context) => ['context-malformed', { '@context': [v2, context] }] as const),
  ...[{ '@base': 'https://base.example/' }, { '@context': [{ '@base': 'https://base.example/' }] }].map((context) => ['context-relative', { '@context': [v2, context] }] as const),
  ...[[], '', 5, ['VerifiableCredential', 5], ['VerifiableCredential', ''], null].map((type) => ['type-malformed', { type }] as const),
  ['type-missing', { type: ['VerifiablePresentation'] }],
  ...[null, ['urn:a:1', 'urn:a:2'], 'word', 5, '', {}, 'https://with space.example/'].map((id) => ['id-malformed', { id }] as const),
  ...[null, 'fake-issuer', {}, { id: null }, { id: 'word' }, { name: 'No id' }, ['did:example:1'], 5].map((issuer) => ['issuer-malformed', { issuer }] as const),
  ...[null, [], {}, 'did:example:subject', [{ id: 'did:example:one' }, {}], [[]], 5].map((subject) => ['subject-empty', { credentialSubject: subject }] as const),
  ...[null, ['did:example:one', 'did:example:two'], 'word'].map((id) => ['subject-id-malformed', { credentialSubject: { id, name: 'N' } }] as const),
  ...['Sat 25 Feb 2023 07:16:31 PM CST', '2023-02-25', '2023-02-25T00:00:00', '2023-02-30T00:00:00Z', 5, null, ['2023-02-25T19:10:39Z']].map((validFrom) => ['moment-malformed', { validFrom }] as const),
  ['moment-malformed', { validUntil: 'tomorrow' }],
  ['period-reversed', { validFrom: '2026-01-01T00:00:00Z', validUntil: '2025-12-31T23:59:59Z' }],
  ['issuance-date-missing', { '@context': [v1] }],
  ...['credentialStatus', 'credentialSchema', 'termsOfUse', 'evidence', 'refreshService'].flatMap((name) => [{}, { id: 'urn:a:1' }, { type: 2, id: 'urn:a:1' }, { type: [] }, 'text', [{ type: 'Good' }, {}], null].map((part) => ['part-untyped', { [name]: part }] as const)),
  ...['https ://not-a-url/statusList/4', ['urn:a:1', 'urn:a:2'], null].map((id) => ['part-id-malformed', { credentialStatus: { type: 'Status', id } }] as const),
  ...[{ type: 'JsonSchema' }, { type: 'JsonSchema', id: 'word' }].map((schema) => ['schema-id-missing', { credentialSchema: schema }] as const),
  ...[true, '-1', '1.5', '', null, ['5']].map((index) => ['status-entry-malformed', { credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: index, statusListCredential: 'https://list.example/1' } }] as const),
  ['status-entry-malformed', { credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 5, statusListIndex: '5', statusListCredential: 'https://list.example/1' } }],
  ['status-entry-malformed', { credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '5', statusListCredential: 'word' } }],
  ...[{ '@value': 'N', '@language': 'en', 'url': 'did:example:credential' }, { '@language': 'en' }, { '@value': 5 }, 5, null, { '@value': 'N', '@direction': 'up' }].flatMap((text) => [
    ['text-malformed', { name: text }] as const, ['text-malformed', { description: [text] }] as const, ['text-malformed', { issuer: { id: 'did:example:issuer', name: text } }] as const,
  ]),
  ...[v2, [v2], { digestSRI: sri }, { id: v2 }, { id: 'word', digestSRI: sri }, { id: v2, digestSRI: 'md5-abc' }, { id: v2, digestMultibase: 'u!!' }, { id: v2, digestMultibase: 'uAAAA' }, { id: v2, digestSRI: '' }, null].map((resource) => ['related-malformed', { relatedResource: resource }] as const),
  ['related-repeated', { relatedResource: [{ id: v2, digestSRI: sri }, { id: v2, digestMultibase: raw }] }],
  ...[{ digestMultibase: `u${wrong.toString('base64url')}` }, { digestSRI: `sha256-${wrong.toString('base64')}` }, { digestSRI: sri, digestMultibase: `u${wrong.toString('base64url')}` }, { digestSRI: 'sha384-_rCVIV7fSXXTNIvpiq26jRDyj8JG8TDjij-tD0ewLk4JpnXEz6a5AeeY_1qQ0d0P' }].map((digest) => ['related-altered', { relatedResource: { id: v2, ...digest } }] as const),
  ...['text', {}, [null], { type: 5 }, null].map((proof) => ['proof-malformed', { proof }] as const),
]

describe('credentialRules', () => {
  it.each(kept)('are kept with %j', (change) => {
    expect(brokenBy({ ...credential, ...change }, credentialRules)).toEqual([])
  })

  it.each(broken)('%s is broken with %j', (code, change) => {
    expect(brokenBy({ ...credential, ...change } as JsonObject, credentialRules)).toContain(code)
  })

  it.each([['@context', 'context-missing'], ['type', 'type-malformed'], ['issuer', 'issuer-malformed'], ['credentialSubject', 'subject-empty']])('want %s', (name, code) => {
    const { [name]: _, ...rest } = credential
    expect(brokenBy(rest, credentialRules)).toContain(code)
  })

  it('have an example of every one being broken', () => {
    expect([...new Set(credentialRules.map(({ code }) => code.replace('data-model/', '')))].toSorted()).toEqual([...new Set(broken.map(([code]) => code))].toSorted())
  })

  it('answer any JSON object', () => {
    const members = fc.constantFrom('@context', 'id', 'type', 'issuer', 'credentialSubject', 'validFrom', 'credentialStatus', 'credentialSchema', 'evidence', 'name', 'relatedResource', 'proof', 'holder', 'verifiableCredential', 'digestSRI')
    fc.assert(fc.property(fc.dictionary(members, fc.jsonValue() as fc.Arbitrary<Json>), (document) => {
      for (const rules of [credentialRules, presentationRules, envelopeRules]) expect(Array.isArray(findBrokenRules(document, rules))).toBe(true)
    }))
  })
})

describe('presentationRules', () => {
  it.each([{}, { holder: 'did:example:holder' }, { holder: { id: 'did:example:holder' } }, { id: 'urn:uuid:1' }, { verifiableCredential: [credential] }, { verifiableCredential: credential }])('are kept with %j', (change) => {
    expect(brokenBy({ ...presentation, ...change }, presentationRules)).toEqual([])
  })

  it.each([
    ['holder-malformed', { holder: 'z6Mk' }], ['holder-malformed', { holder: { id: 'z6Mk' } }], ['holder-malformed', { holder: { name: 'Acme' } }], ['holder-malformed', { holder: null }],
    ['type-missing', { type: ['VerifiableCredential'] }], ['type-malformed', { type: [] }], ['context-missing', { '@context': null }], ['context-base-missing', { '@context': ['https://www.w3.org/ns/credentials/examples/v2'] }],
    ['credential-malformed', { verifiableCredential: ['e30.e30.c2ln'] }], ['credential-malformed', { verifiableCredential: [5] }], ['credential-malformed', { verifiableCredential: null }],
  ] as const)('%s is broken with %j', (code, change) => {
    expect(brokenBy({ ...presentation, ...change } as JsonObject, presentationRules)).toContain(code)
  })
})

describe('envelopeRules', () => {
  it('are kept by an envelope', () => {
    expect(brokenBy(envelope, envelopeRules)).toEqual([])
    expect(brokenBy({ ...envelope, '@context': [v2], 'type': ['EnvelopedVerifiableCredential'] }, envelopeRules)).toEqual([])
  })

  it.each([
    ['context-base-missing', { '@context': [] }], ['context-base-missing', { '@context': ['https://www.w3.org/ns/credentials/examples/v2'] }], ['context-base-missing', { '@context': null }],
    ['type-missing', { type: ['VerifiablePresentation'] }], ['type-missing', { type: ['EnvelopedVerifiablePresentation', 'VerifiablePresentation'] }],
    ['id-malformed', { id: 'e30.e30.c2ln' }], ['id-malformed', { id: null }], ['id-malformed', { id: 'https://token.example/1' }],
  ] as const)('%s is broken with %j', (code, change) => {
    expect(brokenBy({ ...envelope, ...change } as JsonObject, envelopeRules)).toContain(code)
  })
})
