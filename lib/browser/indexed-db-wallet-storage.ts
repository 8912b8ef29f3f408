import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SeedWrap } from '../holder/seed-wrap.ts'
import type { EntryKind, SealedEntry, WalletStorage } from '../holder/wallet-storage.ts'

interface WalletSchema extends DBSchema {
  wraps: { key: string; value: SeedWrap }
  entries: { key: [EntryKind, string]; value: SealedEntry; indexes: { kind: EntryKind } }
}

/** A wallet's storage in the browser's own database; it holds wrapped and sealed forms only. */
export async function openIndexedDbWalletStorage(name = 'everlearned-wallet'): Promise<WalletStorage> {
  const database = await openDB<WalletSchema>(name, 1, { upgrade })
  // Another tab with a newer version must not wait for this one.
  database.onversionchange = () => database.close()
  return {
    loadWraps: () => database.getAll('wraps'),
    saveWrap: async (wrap) => void (await database.put('wraps', wrap)),
    removeWrap: (id) => database.delete('wraps', id),
    loadEntries: (kind) => database.getAllFromIndex('entries', 'kind', kind),
    loadEntry: (kind, id) => database.get('entries', [kind, id]),
    saveEntry: async (entry) => void (await database.put('entries', entry)),
    removeEntry: (kind, id) => database.delete('entries', [kind, id]),
    replaceAll: (content) => replaceAll(database, content.wraps, content.entries),
  }
}

function upgrade(database: IDBPDatabase<WalletSchema>): void {
  database.createObjectStore('wraps', { keyPath: 'id' })
  database.createObjectStore('entries', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind')
}

/** One transaction: the browser applies all of it or nothing. */
async function replaceAll(database: IDBPDatabase<WalletSchema>, wraps: readonly SeedWrap[], entries: readonly SealedEntry[]): Promise<void> {
  const transaction = database.transaction(['wraps', 'entries'], 'readwrite', { durability: 'strict' })
  const [wrapStore, entryStore] = [transaction.objectStore('wraps'), transaction.objectStore('entries')]
  await Promise.all([
    wrapStore.clear(), entryStore.clear(),
    ...wraps.map((wrap) => wrapStore.put(wrap)), ...entries.map((entry) => entryStore.put(entry)),
    transaction.done,
  ])
}
