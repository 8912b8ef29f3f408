import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { loadBackupNote } from './backup-note.ts'
import { exportWallet } from './export-wallet.ts'
import { loadLearning } from './learning-item.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { loadShares } from './share.ts'
import { openSubjectKey } from './subject-key.ts'
import { loadSyncState } from './sync-state.ts'
import { parseBackup, restoreBackup } from './wallet-backup.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords } from './wallet-record.ts'

/** Written by version 0.1.0, before there were other kinds of keys and entries. Its passphrase is the one below. */
const file = readFileSync(new URL('../../fixtures/wallet/valid/backup-0.1.0.json', import.meta.url), 'utf8')
const passphrase = 'four brass kettles sing'

describe('a wallet of version 0.1.0', () => {
  it('opens, with its records, its shares and the key that its issuer knows', async () => {
    const storage = createMemoryWalletStorage()
    const keys = await deriveWalletKeys(await restoreBackup(parseBackup(file), passphrase, storage))
    const context = { keys, storage, cryptography, now: new Date('2026-11-02T12:00:00Z') }
    const { records, broken } = await loadRecords(context)
    expect(broken).toEqual([])
    expect(records).toMatchObject([{ id: 'a'.repeat(32), origin: 'https://college.example' }])
    expect(await loadShares(context)).toMatchObject([{ note: 'Northline' }])
    expect(await loadBackupNote(context)).toMatchObject({ madeAt: '2026-11-01T12:00:00.000Z' })
    expect(await loadSyncState(context)).toBeUndefined()
    expect(await loadLearning(context)).toEqual({ items: [], broken: [] })
    const { did } = await openSubjectKey('did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX', context)
    expect(did).toBe('did:key:z6MkerP4BE4iz4ropTvisfwG4JN39BDeBUv6rZWbAi8SbGQg')
    expect(records[0]?.credential).toContain(did)
    expect((await exportWallet(context)).length).toBeGreaterThan(1_000)
  })
})
