import { describe, expect, it } from 'vitest'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import type { WalletContext } from './entry.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, removeRecord, saveRecord, type WalletRecord } from './wallet-record.ts'

const record: WalletRecord = {
  id: 'record-1', credential: '{ "name" : "Welding" }', nonce: 'bm9uY2U', ledgerProof: null, logs: [], status: {}, documents: {},
  addedAt: '2026-05-01T12:00:00.000Z', origin: 'https://college.example',
}

async function open(fill = 1): Promise<WalletContext> {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(fill)), storage: createMemoryWalletStorage(), cryptography: webCryptography }
}

describe('saveRecord()', () => {
  it('keeps a record byte for byte, newest first', async () => {
    const context = await open()
    await saveRecord(record, context)
    await saveRecord({ ...record, id: 'record-2', addedAt: '2026-06-01T12:00:00.000Z' }, context)
    const { records, broken } = await loadRecords(context)
    expect(records.map(({ id }) => id)).toEqual(['record-2', 'record-1'])
    expect(records[1]).toEqual(record)
    expect(broken).toEqual([])
  })

  it('stores nothing that can be read without the key', async () => {
    const context = await open()
    await saveRecord(record, context)
    const [entry] = await context.storage.loadEntries('record')
    const stored = String.fromCharCode(...(entry?.sealed ?? []))
    for (const plain of ['Welding', 'college', 'bm9uY2U', 'credential']) expect(stored).not.toContain(plain)
    expect(() => decodeUtf8(entry?.sealed ?? new Uint8Array())).toThrow()
  })

  it('names a tampered record and still opens the others', async () => {
    const context = await open()
    await saveRecord(record, context)
    await saveRecord({ ...record, id: 'record-2' }, context)
    const entry = await context.storage.loadEntry('record', 'record-2')
    const sealed = entry?.sealed.slice() ?? new Uint8Array()
    sealed[20] = (sealed[20] ?? 0) ^ 1
    await context.storage.saveEntry({ kind: 'record', id: 'record-2', sealed })
    expect(await loadRecords(context)).toMatchObject({ records: [{ id: 'record-1' }], broken: ['record-2'] })
  })

  it('names a record that was swapped for another', async () => {
    const context = await open()
    await saveRecord(record, context)
    await saveRecord({ ...record, id: 'record-2' }, context)
    const first = await context.storage.loadEntry('record', 'record-1')
    await context.storage.saveEntry({ kind: 'record', id: 'record-2', sealed: first?.sealed ?? new Uint8Array() })
    expect((await loadRecords(context)).broken).toEqual(['record-2'])
  })

  it('opens nothing with the key of another wallet', async () => {
    const context = await open()
    await saveRecord(record, context)
    const other = { ...context, keys: (await open(2)).keys }
    expect(await loadRecords(other)).toEqual({ records: [], broken: ['record-1'] })
  })

  it('forgets a removed record', async () => {
    const context = await open()
    await saveRecord(record, context)
    await removeRecord('record-1', context)
    expect((await loadRecords(context)).records).toEqual([])
  })
})
