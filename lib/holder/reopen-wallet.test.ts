import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { assessSafety } from './assess-safety.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { loadRecoveryNote, saveRecoveryNote } from './recovery-note.ts'
import { matchSeed, reopenWallet } from './reopen-wallet.ts'
import { unwrapWithPassphrase, wrapWithPassphrase, type PassphraseWrap } from './seed-wrap.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

const now = new Date('2026-05-01T12:00:00Z')
const seed = new Uint8Array(32).fill(1)

describe('reopenWallet()', () => {
  it('opens a wallet whose passphrase was forgotten, with everything in it, and only with the new one', async () => {
    const storage = createMemoryWalletStorage()
    const context = { keys: await deriveWalletKeys(seed), storage, cryptography }
    await storage.saveWrap(await wrapWithPassphrase(seed, 'four brass kettles sing', { cryptography, now }))
    await saveRecoveryNote({ phraseAt: now.toISOString() }, context)
    await storage.saveEntry({ kind: 'record', id: 'broken', sealed: new Uint8Array(40) })
    expect(await matchSeed(seed, storage)).toBe('same')
    await reopenWallet(seed, 'seven quiet otters row', { storage, cryptography, now })
    const wraps = await storage.loadWraps()
    expect(wraps).toHaveLength(1)
    expect(await unwrapWithPassphrase(wraps[0] as PassphraseWrap, 'seven quiet otters row')).toEqual(seed)
    expect(await loadRecoveryNote(context)).toMatchObject({ phraseAt: now.toISOString() })
    expect(await storage.loadEntries('record')).toHaveLength(1)
  })

  it('tells another wallet on the device from an empty one, and puts the new one in its place', async () => {
    const storage = createMemoryWalletStorage()
    expect(await matchSeed(seed, storage)).toBe('empty')
    await saveRecoveryNote({}, { keys: await deriveWalletKeys(new Uint8Array(32).fill(2)), storage, cryptography })
    expect(await matchSeed(seed, storage)).toBe('other')
    await reopenWallet(seed, 'seven quiet otters row', { storage, cryptography, now })
    expect(await storage.loadEntries('note')).toEqual([])
  })
})

describe('assessSafety()', () => {
  const records = [{ addedAt: '2026-05-01T00:00:00.000Z' }]
  const [before, after] = ['2026-04-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z']
  it.each([
    ['empty', [], {}],
    ['nothing', records, {}],
    ['nothing', records, { sync: { syncedAt: after } }],
    ['safe', records, { backup: { madeAt: after } }],
    ['stale', records, { backup: { madeAt: before } }],
    ['keys-only', records, { recovery: { phraseAt: after } }],
    ['keys-only', records, { recovery: { phraseAt: before }, sync: { syncedAt: before } }],
    ['keys-only', records, { recovery: { phraseAt: before }, sync: { syncedAt: null } }],
    ['safe', records, { recovery: { phraseAt: before }, sync: { syncedAt: after } }],
  ] as const)('answers %s', (safety, held, has) => {
    expect(assessSafety(held, { backup: undefined, recovery: {}, sync: undefined, ...has })).toBe(safety)
  })
})
