import { describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { issueForDisclosure, undated } from '../issuer/issue-for-disclosure.ts'
import { issueCredential } from '../issuer/issue-credential.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { renewShown } from './renew-shown.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import type { WalletRecord } from './wallet-record.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography }
const credential = createAchievementCredential({
  id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(signingKey.publicKey), name: 'Example College' }, subject: { did: didKey(signingKey.publicKey) }, validFrom: new Date('1987-05-12T00:00:00Z'),
  achievement: createAchievement({ id: 'https://college.example/achievements/1', name: 'Bachelor of Science', description: 'Four years', criteria: { narrative: 'Courses' }, achievementType: 'BachelorDegree' }),
})
const { text: degree } = await issueForDisclosure(undated(credential, now), signing)
const { text: plain } = await issueCredential(credential, { ...signing, created: now })
const record = (text: string): WalletRecord => ({ id: 'r', credential: text, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: 'https://college.example' })

/** What the issuer's node is asked; it is never there. */
const asked: string[] = []
const context = {
  keys: await deriveWalletKeys(new Uint8Array(32)), storage: createMemoryWalletStorage(), cryptography, now,
  fetch: async (url: unknown) => {
    asked.push(String(url))
    throw new TypeError('offline')
  },
}

describe('renewShown()', () => {
  it('asks the issuer\'s node for a copy of today where the day of the award is withheld, and shows nothing when it cannot have one', async () => {
    await expect(renewShown(record(degree), ['/credentialSubject/achievement/description'], context)).rejects.toMatchObject({ code: 'holder/node-unreachable' })
    expect(asked).toEqual(['https://college.example/api/copies/challenge'])
  })

  it('asks nobody where the day is shown, or the record cannot be divided, or came from elsewhere', async () => {
    asked.length = 0
    expect(await renewShown(record(degree), ['/awardedDate'], context)).toBe(degree)
    expect(await renewShown(record(plain), [], context)).toBe(plain)
    expect(await renewShown({ ...record(degree), isImported: true }, [], context)).toBe(degree)
    expect(asked).toEqual([])
  })
})
