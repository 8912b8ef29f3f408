import { describe, expect, it } from 'vitest'
import { findContactDetails, hasEmailAddress } from './find-contact-details.ts'

const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], issuer: { id: 'did:web:college.example', email: 'office@college.example' },
  credentialSubject: { id: 'did:key:z6Mk', achievement: { name: 'Forklift', creator: { id: 'did:web:college.example', email: 'office@college.example' }, criteria: { narrative: 'See https://social.example/@college' } } },
  proof: { proofValue: 'z@b.example' },
}

describe('findContactDetails()', () => {
  it('finds none in what an issuer says of an achievement and of itself', () => {
    expect(findContactDetails(credential)).toEqual([])
  })

  it.each<[string, object, readonly string[]]>([
    ['an address in a story', { narrative: 'Ask sofia.reyes+work@mail.example.' }, ['email']],
    ['an address in letters of another script', { narrative: 'اكتب إلى سوفيا@مثال.شبكة' }, ['email']],
    ['a hashed identifier', { identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00', salt: 's' }] }, ['identifier']],
    ['a day of birth', { dateOfBirth: '1990-01-01' }, ['contact']],
    ['a telephone deep inside', { source: { address: { telephone: '1' } } }, ['contact']],
  ])('finds %s', (_, member, expected) => {
    expect(findContactDetails({ ...credential, credentialSubject: { ...credential.credentialSubject, ...member } })).toEqual(expected)
  })
})

describe('hasEmailAddress()', () => {
  it.each(['@name on a network', 'https://social.example/@name', '10 @ 5 each', 'did:web:a.example'])('takes no other sign for one: %s', (text) => {
    expect(hasEmailAddress(text)).toBe(false)
  })
  it('reads a long text that is made to be slow once, and no more often', () => {
    const text = `${'a'.repeat(64)}@${'.'.repeat(190)} `.repeat(8_000)
    const begun = performance.now()
    expect(hasEmailAddress(text)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
