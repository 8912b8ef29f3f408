import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { loadExchangeNotes, removeExchangeNote, saveExchangeNote, type ExchangeNote } from './exchange-note.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

const note: Omit<ExchangeNote, 'id' | 'at'> = { outcome: 'shown', host: 'hire.example', isKnown: false, purpose: 'For the job', asked: ['OpenBadgeCredential'], records: [{ id: 'r1', name: 'Welding' }] }

async function open() {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography }
}

describe('the log of who asked and what was given', () => {
  it('is sealed, newest first, and forgets what is removed', async () => {
    const context = await open()
    const first = await saveExchangeNote(note, { ...context, now: new Date('2026-05-01T00:00:00Z') })
    const second = await saveExchangeNote({ ...note, outcome: 'declined', records: [] }, { ...context, now: new Date('2026-05-02T00:00:00Z') })
    expect(await loadExchangeNotes(context)).toEqual([second, first])
    const [sealed] = await context.storage.loadEntries('exchange')
    expect(new TextDecoder('latin1').decode(sealed?.sealed)).not.toMatch(/hire|Welding/)
    await removeExchangeNote(first.id, context)
    expect(await loadExchangeNotes(context)).toEqual([second])
  })

  it('goes on without a note that is damaged', async () => {
    const context = await open()
    const good = await saveExchangeNote(note, { ...context, now: new Date() })
    await context.storage.saveEntry({ kind: 'exchange', id: 'bad', sealed: new Uint8Array(40) })
    expect(await loadExchangeNotes(context)).toEqual([good])
  })
})
