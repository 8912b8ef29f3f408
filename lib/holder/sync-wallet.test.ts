import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { openSyncNode, type SyncNode } from './_sync-node.ts'
import { openEntry, saveEntry } from './entry.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { formatSyncCode, readSyncCode } from './sync-code.ts'
import { loadSyncState, moveSync, startSync } from './sync-state.ts'
import { closeSync, syncWallet, turnSyncKey, type KeptConflict, type SyncContext, type SyncReport } from './sync-wallet.ts'
import { deriveWalletKeys, type WalletKeys } from './wallet-keys.ts'
import { removeRecord, saveRecord, loadRecords, type WalletRecord } from './wallet-record.ts'

const node = 'https://node.example'
const keys: WalletKeys = await deriveWalletKeys(new Uint8Array(32).fill(7))
const none = new Uint8Array()

const record = (id: string, changes: Partial<WalletRecord> = {}): WalletRecord => ({
  id, credential: `{"name":"Welding ${id}"}`, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: '2026-05-01T12:00:00.000Z', origin: node, ...changes,
})

async function openDevice(place: SyncNode, turn = none): Promise<SyncContext> {
  const context = { keys, storage: createMemoryWalletStorage(), cryptography, fetch: place.fetch, now: new Date('2026-05-01T12:00:00Z') }
  await startSync({ node, turn }, context)
  return context
}

async function sync(device: SyncContext): Promise<SyncReport> {
  const state = await loadSyncState(device)
  if (state === undefined) throw new Error('sync is off')
  return syncWallet(state, device)
}

async function names(device: SyncContext): Promise<readonly string[]> {
  return (await loadRecords(device)).records.map(({ id }) => id).toSorted()
}

const note = (text: string): { readonly id: string; readonly text: string } => ({ id: 'story', text })

async function readNote(device: SyncContext): Promise<string | undefined> {
  const entry = await device.storage.loadEntry('note', 'story')
  return entry === undefined ? undefined : (await openEntry<{ readonly text: string }>(entry, device)).text
}

async function conflicts(device: SyncContext): Promise<readonly unknown[]> {
  const entries = await device.storage.loadEntries('conflict')
  return Promise.all(entries.map(async (entry) => ((await openEntry<KeptConflict>(entry, device)).value as { readonly text: string }).text))
}

describe('syncWallet()', () => {
  it('brings what each device has to the other, once one that was offline comes back', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveRecord(record('a'), phone)
    expect(await sync(phone)).toMatchObject({ sent: 1, received: 0 })
    place.isDown = true
    await saveRecord(record('b'), laptop)
    await expect(sync(laptop)).rejects.toMatchObject({ code: 'holder/node-unreachable' })
    expect(await names(laptop)).toEqual(['b'])
    place.isDown = false
    expect(await sync(laptop)).toMatchObject({ sent: 1, received: 1, conflicts: 0, state: { syncedAt: '2026-05-01T12:00:00.000Z' } })
    await sync(phone)
    expect([await names(phone), await names(laptop)]).toEqual([['a', 'b'], ['a', 'b']])
    expect(await sync(phone)).toMatchObject({ sent: 0, received: 0 })
  })

  it('hands a deletion on, but never over a change that the deleting device did not know', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveRecord(record('a'), phone)
    await saveRecord(record('b'), phone)
    await sync(phone)
    await sync(laptop)
    await removeRecord('a', phone)
    await removeRecord('b', phone)
    await saveRecord(record('b', { logs: ['key'] }), laptop)
    await sync(phone)
    await sync(laptop)
    await sync(phone)
    expect([await names(phone), await names(laptop)]).toEqual([['b'], ['b']])
  })

  it('joins what two devices learned of the same record', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveRecord(record('a', { logs: ['one'] }), phone)
    await saveRecord(record('a', { logs: ['two'], nonce: 'n' }), laptop)
    await sync(phone)
    expect(await sync(laptop)).toMatchObject({ conflicts: 0 })
    await sync(phone)
    for (const device of [phone, laptop]) expect((await loadRecords(device)).records).toMatchObject([{ logs: ['one', 'two'], nonce: 'n' }])
  })

  it('keeps both of two changes that exclude each other, on both devices', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveEntry('note', note('mine'), phone)
    await saveEntry('note', note('yours'), laptop)
    await sync(phone)
    expect(await sync(laptop)).toMatchObject({ conflicts: 1 })
    await sync(phone)
    for (const device of [phone, laptop]) {
      expect(await readNote(device)).toBe('mine')
      expect(await conflicts(device)).toEqual(['yours'])
    }
  })

  it('tries anew when another device writes in between', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveEntry('note', note('first'), phone)
    await sync(phone)
    await sync(laptop)
    await saveEntry('note', note('phone'), phone)
    await saveEntry('note', note('laptop'), laptop)
    place.beforeWrite = async () => void (await sync(laptop))
    await sync(phone)
    await sync(laptop)
    expect(await readNote(phone)).toBe('laptop')
    expect(await readNote(laptop)).toBe('laptop')
    expect(await conflicts(laptop)).toEqual(['phone'])
  })

  it('comes to the same on all devices, and loses no text that was ever written, in whatever order they change and meet', async () => {
    const step = fc.record({ device: fc.integer({ min: 0, max: 2 }), act: fc.constantFrom('write', 'remove', 'sync', 'sync') })
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const place = openSyncNode()
      const devices = [await openDevice(place), await openDevice(place), await openDevice(place)]
      const written: string[] = []
      const replaced = new Set<string | undefined>()
      for (const { device: index, act } of steps) {
        const device = devices[index] ?? devices[0]
        if (device === undefined) continue
        if (act === 'sync') {
          await sync(device)
          continue
        }
        replaced.add(await readNote(device))
        if (act === 'remove') await device.storage.removeEntry('note', 'story')
        else await saveEntry('note', note(String(written.push(String(written.length + 1)))), device)
      }
      for (const device of [...devices, ...devices]) await sync(device)
      const after = await Promise.all(devices.map(readNote))
      expect(new Set(after).size).toBe(1)
      const kept = await Promise.all(devices.map(async (device) => (await conflicts(device)).toSorted()))
      expect(kept[1]).toEqual(kept[0])
      expect(kept[2]).toEqual(kept[0])
      // Who wrote over a text, or deleted it, had it before them; every other text is still there.
      const there = [...after, ...(kept[0] ?? [])]
      expect(there).toEqual(expect.arrayContaining(written.filter((text) => !replaced.has(text))))
    }), { numRuns: 40 })
  })

  it('mends a node that went back in time, lost everything, or gives one entry for another', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [await openDevice(place), await openDevice(place)]
    await saveRecord(record('a'), phone)
    await sync(phone)
    await sync(laptop)
    const [channel] = [...place.channels.values()]
    const old = new Map(channel?.entries)
    await saveRecord(record('a', { logs: ['newer'] }), phone)
    await sync(phone)
    for (const [name, entry] of old) channel?.entries.set(name, { ...entry, revision: 99 })
    if (channel !== undefined) channel.revision = 99
    expect(await sync(phone)).toMatchObject({ sent: 1 })
    await sync(laptop)
    expect((await loadRecords(laptop)).records).toMatchObject([{ logs: ['newer'] }])

    place.channels.clear()
    expect(await sync(laptop)).toMatchObject({ sent: 1 })

    await saveRecord(record('b'), phone)
    await sync(phone)
    const [again] = [...place.channels.values()]
    const [first, second] = [...(again?.entries.keys() ?? [])]
    const swapped = again?.entries.get(first ?? '')?.bytes ?? none
    again?.entries.set(second ?? '', { bytes: swapped, revision: 100 })
    expect(await sync(laptop)).toMatchObject({ unreadable: 1 })
    expect((await loadRecords(laptop)).broken).toEqual([])
  })

  it('gives the node no name, no id and no text of an entry', async () => {
    const place = openSyncNode()
    const phone = await openDevice(place)
    await saveRecord(record('recordid'), phone)
    await sync(phone)
    const all = [...place.channels].map(([id, { entries }]) => id + [...entries].map(([name, { bytes }]) => name + String.fromCharCode(...bytes)).join('')).join('')
    for (const plain of ['recordid', 'record/', 'Welding', 'node.example', 'credential', 'isDeleted']) expect(all).not.toContain(plain)
  })
})

describe('turnSyncKey()', () => {
  it('shuts a device out until it is told the new code, and closes the old place', async () => {
    const place = openSyncNode()
    const [phone, laptop, stolen] = [await openDevice(place), await openDevice(place), await openDevice(place)]
    await saveRecord(record('a'), phone)
    for (const device of [phone, laptop, stolen]) await sync(device)
    const state = await loadSyncState(phone)
    if (state === undefined) throw new Error('sync is off')
    const turned = await turnSyncKey(state, phone)
    expect(turned.state.leaving).toEqual([])
    await saveRecord(record('secret'), phone)
    await sync(phone)
    await expect(sync(stolen)).rejects.toMatchObject({ problemCode: 'sync/ended' })
    // The seed alone leads to the closed place.
    await expect(sync(await openDevice(place))).rejects.toMatchObject({ problemCode: 'sync/ended' })
    const code = readSyncCode(formatSyncCode(turned.state, cryptography).toLowerCase(), cryptography)
    const known = await loadSyncState(laptop)
    if (known === undefined || code === undefined) throw new Error('the code is good')
    await moveSync(known, code, laptop)
    expect(await sync(laptop)).toMatchObject({ sent: 0, received: 1, conflicts: 0 })
    expect(await names(laptop)).toEqual(['a', 'secret'])
    expect(await names(stolen)).toEqual(['a'])
  })
})

describe('closeSync()', () => {
  it('leaves nothing at the node and everything on the device', async () => {
    const place = openSyncNode()
    const phone = await openDevice(place)
    await saveRecord(record('a'), phone)
    const { state } = await sync(phone)
    await closeSync(state, phone)
    expect([...place.channels.values()].map(({ entries }) => entries.size)).toEqual([0])
    expect(await names(phone)).toEqual(['a'])
    expect(await loadSyncState(phone)).toBeUndefined()
  })
})

describe('readSyncCode()', () => {
  it('notices a slip in any place', () => {
    const code = formatSyncCode({ turn: 'A'.repeat(43) }, cryptography).replaceAll(' ', '')
    for (let index = 0; index < code.length; index += 1) {
      expect(readSyncCode(`${code.slice(0, index)}${code[index] === '7' ? '8' : '7'}${code.slice(index + 1)}`, cryptography)).toBeUndefined()
    }
    expect(readSyncCode(' ', cryptography)).toEqual(none)
    expect(readSyncCode('no code', cryptography)).toBeUndefined()
  })
})
