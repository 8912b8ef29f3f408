import { fetchEntries, type EntryRange, type LedgerEntry } from '../../network-api.ts'

/** Entries on one page of the list. */
export const pageSize = 25

/** Untrusted: how far a search goes before it asks whether to go on. */
const searchSpan = 1_000

const maxFetched = 100

/** A page of the list, newest first. */
export interface EntryPage {
  readonly size: number
  readonly entries: readonly LedgerEntry[]
  /** Kinds of entries that the log holds. */
  readonly types: readonly string[]
  /** Older entries begin before this one; 0 when there are none. */
  readonly before: number
  /** How many were looked through. */
  readonly searched: number
}

/** Fetches the entries before an index, newest first; of one type when one is named, and then as far back as a search goes. */
export async function browseEntries({ before, type }: { readonly before: number | undefined, readonly type: string | undefined }, signal: AbortSignal): Promise<EntryPage> {
  const { size } = before === undefined ? await fetchEntries(0, 1, signal) : { size: before }
  let total = size
  let cursor = size
  const types = new Set<string>()
  const entries: LedgerEntry[] = []
  const floor = Math.max(0, size - searchSpan)
  while (cursor > floor && entries.length < pageSize) {
    const from = Math.max(floor, cursor - (type === undefined ? pageSize : maxFetched))
    const range: EntryRange = await fetchEntries(from, cursor - from, signal)
    total = range.size
    for (const each of [...range.types, ...range.entries.map((entry) => entry.type)]) types.add(each)
    for (const entry of range.entries.toSorted((one, other) => other.index - one.index)) {
      if (entries.length === pageSize) break
      cursor = entry.index
      if (type === undefined || entry.type === type) entries.push(entry)
    }
    if (range.entries.length === 0) cursor = from
  }
  return { size: total, types: [...types], entries, before: cursor, searched: size - cursor }
}
