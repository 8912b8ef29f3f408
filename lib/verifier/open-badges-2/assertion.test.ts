import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { editionOf, recipientOf, verificationOf } from './assertion.ts'
import { findAssertionFault, findBadgeClassFault, hasExtensions } from './assertion-shape.ts'
import { createDocumentFinder } from './find-document.ts'
import { isInScope } from './issuer-scope.ts'

const recipient = { type: 'email', hashed: false, identity: 'ana@college.example' }

describe('editionOf()', () => {
  it('tells the editions apart by their contexts and, before there were any, by their members', () => {
    expect(editionOf({ '@context': 'https://w3id.org/openbadges/v2', 'type': 'Assertion', 'badge': 'https://x.example', recipient })).toBe('2.0')
    expect(editionOf({ '@context': ['https://w3id.org/openbadges/v1'], 'type': ['Assertion'], 'badge': 'https://x.example', recipient })).toBe('1.0')
    expect(editionOf({ uid: '1', badge: 'https://x.example', recipient, verify: {} })).toBe('1.0')
    expect(editionOf({ recipient: 'ana@college.example', badge: { version: '0.5.0', issuer: { origin: 'https://x.example' } } })).toBe('0.5')
  })

  it('finds none in what only has a member or two of one', () => {
    for (const document of [{}, { badge: 'x' }, { recipient }, { badge: 'x', recipient }, { badge: {}, recipient }, { badge: { version: 1 }, recipient }, { uid: '1', badge: 'x', recipient, type: 'Order' }] as readonly JsonObject[]) {
      expect(editionOf(document)).toBeUndefined()
    }
  })
})

describe('verificationOf()', () => {
  it('reads what every edition calls otherwise', () => {
    expect(verificationOf({ id: 'urn:1', verification: { type: 'hosted' } })).toEqual({ type: 'hosted', address: 'urn:1', creator: null })
    expect(verificationOf({ uid: '1', verify: { type: 'hosted', url: 'https://x.example/1' } })).toEqual({ type: 'hosted', address: 'https://x.example/1', creator: null })
    expect(verificationOf({ uid: '1', verify: { type: 'signed', url: 'https://x.example/key' } })).toEqual({ type: 'signed', address: null, creator: 'https://x.example/key' })
    expect(verificationOf({ id: 'urn:1', verification: { type: ['SignedBadge'], creator: 'https://x.example/key' } })).toEqual({ type: 'signed', address: 'urn:1', creator: 'https://x.example/key' })
  })

  it('knows no way in which it was not told', () => {
    for (const verification of [undefined, null, 'hosted', [], { type: 'MerkleProofVerification2017' }, { type: 7 }] as readonly Json[]) expect(verificationOf({ id: 'urn:1', verification }).type).toBe('other')
  })
})

describe('recipientOf()', () => {
  it('reads a hash as one also where it is not said to be', () => {
    expect(recipientOf({ recipient })).toEqual({ type: 'email', identity: { hashed: false, identityHash: 'ana@college.example' } })
    expect(recipientOf({ recipient: 'sha256$00', salt: 'sea' })).toEqual({ type: 'email', identity: { hashed: true, identityHash: 'sha256$00', salt: 'sea' } })
    expect(recipientOf({ recipient: { ...recipient, identity: 'sha256$00' } })?.identity).toMatchObject({ hashed: true })
  })

  it('reads nobody out of what is no identity', () => {
    for (const value of [undefined, null, 7, {}, { identity: 7 }, []] as readonly Json[]) expect(recipientOf({ recipient: value })).toBeUndefined()
  })
})

describe('isInScope()', () => {
  const issuer = 'https://college.example/issuer.json'

  it('by default takes the host of the issuer, its port included', () => {
    expect(isInScope('https://college.example/1', issuer, {})).toBe(true)
    for (const address of ['https://college.example:8443/1', 'https://college.example.evil.example/1', 'https://evil.example/college.example', 'urn:uuid:1', '', 'javascript:1']) expect(isInScope(address, issuer, {})).toBe(false)
  })

  it('compares beginnings as addresses, so that no longer host name passes for a shorter', () => {
    const profile = { verification: { startsWith: 'https://college.example/badges/' } }
    expect(isInScope('https://college.example/badges/1', issuer, profile)).toBe(true)
    for (const address of ['https://college.example/1', 'https://college.example/badges/../1', 'http://college.example/badges/1']) expect(isInScope(address, issuer, profile)).toBe(false)
    expect(isInScope('https://college.example.evil.example/', issuer, { verification: { startsWith: 'https://college.example' } })).toBe(false)
  })

  it('is decided by startsWith where both are given, and by neither where they are none', () => {
    expect(isInScope('https://a.example/1', issuer, { verification: { startsWith: 'https://b.example', allowedOrigins: 'a.example' } })).toBe(false)
    expect(isInScope('https://college.example/1', issuer, { verification: 'hosted' })).toBe(true)
    expect(isInScope('https://college.example/1', 'urn:uuid:1', {})).toBe(false)
  })
})

describe('createDocumentFinder()', () => {
  it('takes the caller\'s documents first, as values or as text, and nothing that is no object', async () => {
    const find = createDocumentFinder({ documents: { a: { id: 'a' }, b: '{"id":"b"}', c: 'none', d: [1] }, fetchDocument: async (url) => ({ id: url, fetched: true }) })
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(find))).toEqual([{ id: 'a' }, { id: 'b' }, undefined, undefined, { id: 'e', fetched: true }])
  })

  it('asks no more than a badge can need, each once, and finds nothing under names that every object has', async () => {
    const asked: string[] = []
    const find = createDocumentFinder({ documents: {}, fetchDocument: async (url) => asked.push(url) })
    for (let index = 0; index < 20; index += 1) await find(`https://x.example/${index % 12}`)
    expect(asked).toHaveLength(8)
    expect(await createDocumentFinder({ documents: {} })('constructor')).toBeUndefined()
  })
})

describe('the rules of Open Badges 2.0', () => {
  const badgeClass = { id: 'https://x.example/b', type: 'BadgeClass', name: 'Welding', description: 'Joins steel', image: 'https://x.example/b.png', criteria: { narrative: 'x' }, issuer: 'https://x.example/i', tags: ['a', 'b'] }
  const assertion = {
    id: 'urn:uuid:1', type: 'Assertion', recipient: { ...recipient }, badge: badgeClass, verification: { type: ['HostedBadge', 'Extension'] }, issuedOn: '2026-01-01T00:00:00Z',
    evidence: ['https://x.example/e', { id: '_:b0', narrative: 'Seen it' }],
  }

  it('take what is linked or written out', () => {
    expect(findAssertionFault(assertion)).toBeUndefined()
    expect(findAssertionFault({ ...assertion, badge: badgeClass.id })).toBeUndefined()
    expect(findBadgeClassFault(badgeClass)).toBeUndefined()
  })

  it('say where they are broken', () => {
    expect(findAssertionFault({ ...assertion, badge: { ...badgeClass, name: 7 } })).toEqual({ pointer: '/badge/name', state: 'is not a text' })
    expect(findAssertionFault({ ...assertion, expires: 'never' })).toMatchObject({ pointer: '/expires' })
    expect(findBadgeClassFault({ ...badgeClass, alignment: { targetName: 'x' } })).toEqual({ pointer: '/badge/alignment/targetUrl', state: 'is missing' })
  })

  it('leave extensions to be told apart, on the badge and on what it stands for', () => {
    expect(hasExtensions(assertion)).toBe(false)
    expect(hasExtensions({ ...assertion, 'extensions:x': {} })).toBe(true)
    expect(hasExtensions({ ...assertion, badge: { ...badgeClass, 'extensions:x': {} } })).toBe(true)
  })
})
