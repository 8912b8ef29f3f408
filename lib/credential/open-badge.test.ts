import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createAchievement, createAchievementCredential, hashIdentity, matchesIdentity, type AchievementCredentialInput } from './open-badge.ts'

const input: AchievementCredentialInput = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  issuer: { id: 'did:web:college.example', name: 'Example College' },
  achievement: createAchievement({ id: 'https://college.example/a', name: 'Forklift operator', description: 'B', criteria: { narrative: 'C' } }),
  subject: { did: 'did:key:z6MkHolder' },
  validFrom: new Date('2026-11-20T09:00:00.750Z'),
}

describe('createAchievementCredential()', () => {
  it('has the shape that wallets and verifiers of others demand', () => {
    expect(createAchievementCredential({ ...input, validUntil: new Date('2029-11-20T09:00:00Z') })).toEqual({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      id: input.id,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      name: 'Forklift operator',
      issuer: { id: 'did:web:college.example', type: ['Profile'], name: 'Example College' },
      validFrom: '2026-11-20T09:00:00Z',
      validUntil: '2029-11-20T09:00:00Z',
      credentialSubject: {
        id: 'did:key:z6MkHolder',
        type: ['AchievementSubject'],
        achievement: { id: 'https://college.example/a', type: ['Achievement'], name: 'Forklift operator', description: 'B', criteria: { narrative: 'C' } },
      },
    })
  })

  it('leaves out what was not given', () => {
    const text = JSON.stringify(createAchievementCredential({ ...input, validUntil: undefined, narrative: undefined, evidence: [], subject: { identity: hashIdentity('a@b.example', 's', cryptography) } }))
    expect(text).not.toMatch(/validUntil|narrative":null|evidence|a@b\.example/)
  })

  it('refuses a subject that is nobody, and a validity that is empty', () => {
    expect(() => createAchievementCredential({ ...input, subject: {} })).toThrow(expect.objectContaining({ code: 'credential/subject-missing' }))
    expect(() => createAchievementCredential({ ...input, validUntil: input.validFrom })).toThrow(expect.objectContaining({ code: 'credential/validity-empty' }))
  })
})

describe('matchesIdentity()', () => {
  const identity = hashIdentity('Sofia@Example.org', 'f00d', cryptography)

  it('finds the address that was hashed, as written', () => {
    expect(identity.identityHash).toMatch(/^sha256\$[0-9a-f]{64}$/)
    expect(matchesIdentity(identity, 'Sofia@Example.org', cryptography)).toBe(true)
    expect(matchesIdentity(identity, 'sofia@example.org', cryptography)).toBe(false)
    expect(matchesIdentity(hashIdentity('sofia@example.org', 'f00d', cryptography), 'Sofia@Example.org', cryptography)).toBe(true)
  })

  it('hashes the address, then the salt', () => {
    // sha256 of "a@b.cx", published nowhere but easy to check: printf a@b.cx | sha256sum
    expect(hashIdentity('a@b.c', 'x', cryptography).identityHash).toBe(hashIdentity('a@b.', 'cx', cryptography).identityHash)
  })

  it('reads an address that is not hashed, and one with another salt as another', () => {
    expect(matchesIdentity({ hashed: false, identityHash: 'sofia@example.org' }, 'Sofia@example.org', cryptography)).toBe(true)
    expect(matchesIdentity({ ...identity, salt: 'beef' }, 'Sofia@Example.org', cryptography)).toBe(false)
  })

  it('takes nothing malformed for a match', () => {
    for (const value of [null, 7, 'x', {}, { identityHash: 7 }, { identityHash: 'sha256$', salt: 9 }, { hashed: 'true', identityHash: identity.identityHash }]) {
      expect(matchesIdentity(value, 'Sofia@Example.org', cryptography)).toBe(false)
    }
  })
})
