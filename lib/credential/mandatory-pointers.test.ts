import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { learnerRecord, richBadge } from './_disclosure-samples.ts'
import { mandatoryPointersOf } from './mandatory-pointers.ts'
import { selectJson } from './select-json.ts'

const achievement = ['/credentialSubject/achievement/id', '/credentialSubject/achievement/type', '/credentialSubject/achievement/name']

describe('mandatoryPointersOf()', () => {
  it('names types, issuer, validity and the achievement of a badge, and nothing about its holder', () => {
    expect(mandatoryPointersOf(richBadge('did:example:1'))).toEqual(['/type', '/issuer/id', '/issuer/name', '/validFrom', ...achievement])
  })

  it('adds the status and the end of a credential that has them', () => {
    const badge = { ...richBadge('did:example:1'), validUntil: '2027-01-01T00:00:00Z', credentialStatus: { type: 'BitstringStatusListEntry' } }
    expect(mandatoryPointersOf(badge)).toEqual(['/type', '/issuer/id', '/issuer/name', '/validFrom', '/validUntil', '/credentialStatus', ...achievement])
  })

  it('leaves to the holder which of several achievements to show', () => {
    expect(mandatoryPointersOf(learnerRecord('did:example:1'))).toEqual(['/type', '/issuer/id', '/issuer/name', '/validFrom'])
    expect(mandatoryPointersOf({ credentialSubject: { achievement: [{ id: 'urn:1' }, { id: 'urn:2' }] } })).toEqual([])
  })

  it('finds what stands in lists of one, and an issuer that is only an address', () => {
    expect(mandatoryPointersOf({ issuer: 'did:example:1', credentialSubject: [{ achievement: [{ name: 'A' }] }] })).toEqual(['/issuer', '/credentialSubject/0/achievement/0/name'])
  })

  it.each<[string, JsonObject]>([['nothing', {}], ['members of the wrong kind', { issuer: 7, credentialSubject: ['x', null, { achievement: 'y' }], validFrom: null }]])('leads somewhere, whatever the credential: %s', (_what, credential) => {
    expect(() => selectJson(credential, mandatoryPointersOf(credential))).not.toThrow()
  })
})
