import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { formatBackup, parseBackup, restoreBackup } from './wallet-backup.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, saveRecord } from './wallet-record.ts'

const seed = new Uint8Array(32).fill(5)
const passphrase = 'four brass kettles sing'
const record = {
  id: 'record-1', credential: '{"name":"Welding"}', nonce: null, ledgerProof: null, logs: [], status: {}, documents: {},
  addedAt: '2026-05-01T12:00:00.000Z', origin: 'https://college.example',
}

async function backup(): Promise<string> {
  const storage = createMemoryWalletStorage()
  await saveRecord(record, { keys: await deriveWalletKeys(seed), storage, cryptography: webCryptography })
  return formatBackup({ seed, passphrase, storage, cryptography: webCryptography, now: new Date('2026-05-01T12:00:00Z') })
}

describe('restoreBackup()', () => {
  it('brings every record to another device', async () => {
    const storage = createMemoryWalletStorage()
    const restored = await restoreBackup(parseBackup(await backup()), passphrase, storage)
    const keys = await deriveWalletKeys(restored)
    expect((await loadRecords({ keys, storage, cryptography: webCryptography })).records).toEqual([record])
    expect(await storage.loadWraps()).toHaveLength(1)
  })

  it('leaves the storage as it was on a wrong passphrase or a damaged entry', async () => {
    const storage = createMemoryWalletStorage()
    const good = parseBackup(await backup())
    await expect(restoreBackup(good, 'another brass kettle', storage)).rejects.toMatchObject({ code: 'holder/seal-broken' })
    const damaged = { ...good, entries: good.entries.map((entry) => ({ ...entry, id: 'moved' })) }
    await expect(restoreBackup(damaged, passphrase, storage)).rejects.toMatchObject({ code: 'holder/seal-broken' })
    expect(await storage.loadWraps()).toEqual([])
  })

  it('writes a file in which nothing of a record can be read', async () => {
    expect(await backup()).not.toMatch(/Welding|college/)
  })
})

describe('parseBackup()', () => {
  it.each(['', 'null', '[]', '{"type":"EverlearnedWalletBackup"}', '{"type":"EverlearnedWalletBackup","version":1,"wrap":{},"entries":[]}'])('refuses %j', (text) => {
    expect(() => parseBackup(text)).toThrow(expect.objectContaining({ code: 'holder/backup-malformed' }))
  })

  it('refuses any text that is no backup with a typed error', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseBackup(text)).toThrow(expect.objectContaining({ code: 'holder/backup-malformed' }))
    }))
  })
})
