/** What happens to a wallet when a device is lost, cleared, or in other hands. */
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { openSyncNode, type SyncNode } from './_sync-node.ts'
import { openEntry } from './entry.ts'
import { draftLifeEntry } from './keep-life-entry.ts'
import { loadLifeEntries } from './life-entry.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { formatPhrase, readPhrase } from './phrase.ts'
import { saveRecoveryNote } from './recovery-note.ts'
import { reopenWallet } from './reopen-wallet.ts'
import { unwrapWithPasskey, unwrapWithPassphrase, wrapWithPasskey, wrapWithPassphrase } from './seed-wrap.ts'
import { formatSyncCode, readSyncCode } from './sync-code.ts'
import { loadSyncState, moveSync, startSync, type SyncState } from './sync-state.ts'
import { syncWallet, turnSyncKey, type SyncContext } from './sync-wallet.ts'
import { loadFile, saveFile } from './wallet-file.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, saveRecord, type WalletRecord } from './wallet-record.ts'
import { entryKinds } from './wallet-storage.ts'

const now = new Date('2026-05-01T12:00:00Z')
const node = 'https://node.example'
const seed = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 3)
const keys = await deriveWalletKeys(seed)
const passphrase = 'four brass kettles sing'
const passkey = { credentialId: new Uint8Array(16).fill(5), salt: new Uint8Array(32).fill(6), output: new Uint8Array(32).fill(9) }

const record = (id: string): WalletRecord => ({
  id, credential: `{"name":"Welding ${id}"}`, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: node,
})

async function openDevice(place: SyncNode, turn = new Uint8Array()): Promise<SyncContext> {
  const context = { keys, storage: createMemoryWalletStorage(), cryptography, fetch: place.fetch, now }
  await startSync({ node, turn }, context)
  return context
}

async function stateOf(device: SyncContext): Promise<SyncState> {
  const state = await loadSyncState(device)
  if (state === undefined) throw new Error('sync is off')
  return state
}
const sync = async (device: SyncContext): ReturnType<typeof syncWallet> => syncWallet(await stateOf(device), device)
const names = async (device: Pick<SyncContext, 'keys' | 'storage' | 'cryptography'>): Promise<readonly string[]> => (await loadRecords(device)).records.map(({ id }) => id).toSorted()

describe('two devices, one taken out and one away at that time', () => {
  it('lose nothing of each other, and nothing more reaches the one that was taken out, or comes from it', async () => {
    const place = openSyncNode()
    const [phone, laptop, taken] = [await openDevice(place), await openDevice(place), await openDevice(place)]
    await saveRecord(record('a'), phone)
    for (const device of [phone, laptop, taken]) await sync(device)
    // The laptop is away, and goes on; so does whoever took the other.
    await saveRecord(record('laptop'), laptop)
    await saveRecord(record('thief'), taken)
    const { state } = await turnSyncKey(await stateOf(phone), phone)
    await saveRecord(record('phone'), phone)
    await sync(phone)
    await expect(sync(taken)).rejects.toMatchObject({ problemCode: 'sync/ended' })
    await expect(sync(laptop)).rejects.toMatchObject({ problemCode: 'sync/ended' })
    expect(await names(laptop)).toEqual(['a', 'laptop'])
    const code = readSyncCode(formatSyncCode(state, cryptography), cryptography)
    if (code === undefined) throw new Error('the code is good')
    await moveSync(await stateOf(laptop), code, laptop)
    await sync(laptop)
    await sync(phone)
    expect([await names(phone), await names(laptop), await names(taken)]).toEqual([['a', 'laptop', 'phone'], ['a', 'laptop', 'phone'], ['a', 'thief']])
  })
})

describe('a browser that cleared everything it stored', () => {
  it('has the wallet again by its words and its node, and by its words alone its keys', async () => {
    const place = openSyncNode()
    const phone = await openDevice(place)
    await saveRecord(record('a'), phone)
    await draftLifeEntry({ kind: 'training', what: 'Welding', skills: [] }, { kind: 'written' }, phone)
    const { id } = await saveFile({ name: 'weld.txt', mediaType: 'text/plain', bytes: encodeUtf8('a weld') }, phone)
    await sync(phone)
    const words = formatPhrase(seed)
    await phone.storage.replaceAll({ wraps: [], entries: [] })
    const read = readPhrase(words.join(' '))
    if (read.kind !== 'seed') throw new Error('the words are good')
    await reopenWallet(read.seed, passphrase, { storage: phone.storage, cryptography, now })
    const again = { ...phone, keys: await deriveWalletKeys(read.seed) }
    expect(await names(again)).toEqual([])
    await startSync({ node, turn: new Uint8Array() }, again)
    await sync(again)
    expect([await names(again), (await loadLifeEntries(again)).entries.map(({ facts }) => facts.what), await loadFile(id, again)]).toMatchObject([['a'], ['Welding'], { name: 'weld.txt' }])
  })
})

describe('a stolen computer with a locked wallet', () => {
  it('tells its thief how many things there are, and not what: every byte is sealed, and no way in opens without its secret', async () => {
    const place = openSyncNode()
    const device = await openDevice(place)
    const { storage } = device
    await storage.saveWrap(await wrapWithPassphrase(seed, passphrase, { cryptography, now }))
    await storage.saveWrap(await wrapWithPasskey(seed, passkey, { cryptography, now }))
    await saveRecord(record('a'), device)
    await draftLifeEntry({ kind: 'training', what: 'Welding', where: 'Northline', story: 'Nobody taught me', skills: ['Steel'] }, { kind: 'written' }, device)
    await saveFile({ name: 'weld.txt', mediaType: 'text/plain', bytes: encodeUtf8('a photograph of a weld') }, device)
    await saveRecoveryNote({ people: { setId: 'set', threshold: 2, names: ['Marisol', 'Tomasz', 'Ada'], madeAt: now.toISOString() } }, device)
    await sync(device)
    const wraps = await storage.loadWraps()
    const entries = (await Promise.all(entryKinds.map((kind) => storage.loadEntries(kind)))).flat()
    expect(entries.length).toBeGreaterThanOrEqual(5)
    const bytes = new TextDecoder('latin1').decode(new Uint8Array(await new Blob(entries.map(({ sealed }) => sealed)).arrayBuffer()))
    const lying = `${JSON.stringify(wraps, (_name, value: unknown) => (value instanceof Uint8Array ? encodeHex(value) : value))}${JSON.stringify(entries.map(({ kind, id }) => [kind, id]))}${bytes}`
    const secrets = ['Welding', 'Northline', 'Nobody taught', 'Steel', 'weld.txt', 'photograph', 'Marisol', node, passphrase, encodeHex(seed), encodeBase64(seed), encodeBase64url(seed), String.fromCharCode(...seed), encodeHex(passkey.output), ...formatPhrase(seed).slice(0, 1).map((word) => ` ${word} `)]
    expect(secrets.filter((secret) => lying.includes(secret))).toEqual([])
    const [byPassphrase, byPasskey] = [wraps.find(({ method }) => method === 'passphrase'), wraps.find(({ method }) => method === 'passkey')]
    if (byPassphrase?.method !== 'passphrase' || byPasskey?.method !== 'passkey') throw new Error('a way in is missing')
    await expect(unwrapWithPassphrase(byPassphrase, 'four brass kettles sang')).rejects.toMatchObject({ code: 'holder/seal-broken' })
    await expect(unwrapWithPasskey(byPasskey, new Uint8Array(32).fill(8))).rejects.toMatchObject({ code: 'holder/seal-broken' })
    const stranger = { ...device, keys: await deriveWalletKeys(new Uint8Array(32).fill(1)) }
    for (const entry of entries) await expect(openEntry(entry, stranger)).rejects.toMatchObject({ code: 'holder/seal-broken' })
    expect(await unwrapWithPassphrase(byPassphrase, passphrase)).toEqual(seed)
  })
})
