import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { matchesQuery } from '../exchange/vcalm/match-query.ts'
import { findRecordKey } from './find-record-key.ts'
import { draftLifeEntry } from './keep-life-entry.ts'
import type { LifeFacts, LifePart } from './life-facts.ts'
import { isOwnWord, loadOwnWord } from './life-record.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { confirmLifeEntry } from './sign-life-entry.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

const context = { keys: await deriveWalletKeys(new Uint8Array(32).fill(6)), storage: createMemoryWalletStorage(), cryptography, now: new Date('2026-05-01T12:00:00Z') }
const facts: LifeFacts = { kind: 'volunteering', what: 'Treasurer', where: 'Saint Mary Church', skills: [] }
const keep = async (sensitive: readonly LifePart[], what = 'Treasurer') => confirmLifeEntry(await draftLifeEntry({ ...facts, what }, { kind: 'written' }, context), { facts: { ...facts, what }, sensitive }, context)

describe('loadOwnWord()', () => {
  it('gives what was confirmed and may be shown, each with the key that it is about, and nothing that is private', async () => {
    const [open, part] = [await keep([]), await keep(['where'], 'Cook')]
    await keep(['what'], 'Patient')
    await draftLifeEntry({ ...facts, what: 'Draft' }, { kind: 'written' }, context)
    const records = await loadOwnWord('https://college.example', context)
    expect(records.map(({ id }) => id).toSorted()).toEqual([open.id, part.id].toSorted())
    expect(records.every(isOwnWord)).toBe(true)
    expect(records.find(({ id }) => id === open.id)?.credential).toBe(open.versions[0]?.credential)
    expect(records.find(({ id }) => id === part.id)?.credential).not.toContain('Saint Mary')
    for (const record of records) {
      const { issuer, credentialSubject } = JSON.parse(record.credential) as { readonly issuer: { readonly id: string }; readonly credentialSubject: { readonly id: string } }
      expect([(await findRecordKey(record, context))?.did, issuer.id]).toEqual([credentialSubject.id, credentialSubject.id])
    }
    expect(await context.storage.loadEntries('record')).toEqual([])
  })

  it('answers a question that anybody may answer, and none for the word of an issuer', async () => {
    const [record] = await loadOwnWord('https://college.example', context)
    const document = JSON.parse(record?.credential ?? '') as never
    const query = { types: ['OpenBadgeCredential'], acceptedCryptosuites: [], reason: undefined, group: undefined }
    expect(matchesQuery(document, { ...query, example: { type: ['OpenBadgeCredential'] } })).toBe(true)
    expect(matchesQuery(document, { ...query, example: { issuer: 'did:web:college.example' } })).toBe(false)
  })
})

describe('isOwnWord()', () => {
  it('takes no record for it that somebody else gave', () => {
    expect([isOwnWord({ id: 'r' }), isOwnWord({ id: 'r', keyName: 'exchange at https://college.example' })]).toEqual([false, false])
  })
})
