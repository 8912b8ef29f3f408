import type { EntryKind, SealedEntry, WalletContent, WalletStorage } from './wallet-storage.ts'
import type { SeedWrap } from './seed-wrap.ts'

/** A wallet's storage in memory, gone with the page: for a borrowed computer, and for tests. */
export function createMemoryWalletStorage(): WalletStorage {
  const wraps = new Map<string, SeedWrap>()
  const entries = new Map<string, SealedEntry>()
  const nameOf = (kind: EntryKind, id: string): string => `${kind}/${id}`
  const saveEntry = (entry: SealedEntry): void => void entries.set(nameOf(entry.kind, entry.id), entry)
  return {
    loadWraps: async () => [...wraps.values()],
    saveWrap: async (wrap) => void wraps.set(wrap.id, wrap),
    removeWrap: async (id) => void wraps.delete(id),
    loadEntries: async (kind) => [...entries.values()].filter((entry) => entry.kind === kind),
    loadEntry: async (kind, id) => entries.get(nameOf(kind, id)),
    saveEntry: async (entry) => saveEntry(entry),
    removeEntry: async (kind, id) => void entries.delete(nameOf(kind, id)),
    replaceAll: async (content: WalletContent) => {
      wraps.clear()
      entries.clear()
      for (const wrap of content.wraps) wraps.set(wrap.id, wrap)
      for (const entry of content.entries) saveEntry(entry)
    },
  }
}
