import { encodeHex } from '../encoding/hex.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { type LifeFacts, type LifePart, tidyFacts } from './life-facts.ts'
import type { SealedEntry } from './wallet-storage.ts'

/** Where an entry came from before its person made it their own. */
export type LifeSource =
  | { readonly kind: 'written' }
  /** Read out of a file; `place` says where in it. */
  | { readonly kind: 'file'; readonly format: string; readonly name: string; readonly place: string }

/** A file that goes with an entry. */
export interface LifeEvidence {
  /** SHA-256 of its bytes, hexadecimal: the id under which the wallet keeps it. */
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
}

/** What was signed, and why anew. The first is the oldest. */
export interface LifeVersion {
  readonly credential: string
  readonly signedAt: string
  readonly why: 'confirmed' | 'edited' | 'evidence-added' | 'evidence-removed'
}

/** One part of a life as the wallet keeps it. Until its person confirms it, it is a draft and nothing is signed. */
export interface LifeEntry {
  /** Random; never leaves the wallet, for the key of the entry is derived from it. */
  readonly id: string
  readonly facts: LifeFacts
  readonly evidence: readonly LifeEvidence[]
  /** Parts that its person marked as sensitive: they are left out of shares unless they say otherwise. */
  readonly sensitive: readonly LifePart[]
  readonly source: LifeSource
  readonly versions: readonly LifeVersion[]
  readonly createdAt: string
  readonly changedAt: string
}

/** The open wallet, and the time. */
export interface LifeContext extends WalletContext {
  readonly now: Date
}

/** Keeps a new draft. */
export async function draftLifeEntry(facts: LifeFacts, source: LifeSource, context: LifeContext): Promise<LifeEntry> {
  const now = context.now.toISOString()
  const entry: LifeEntry = { id: encodeHex(context.cryptography.randomBytes(16)), facts: tidyFacts(facts), evidence: [], sensitive: [], source, versions: [], createdAt: now, changedAt: now }
  await saveEntry('life', entry, context)
  return entry
}

/** The name under which the key of an entry is derived: changing it strands what was signed. */
export function lifeKeyName(id: string): string {
  return `life entry ${id}`
}

/** What a person says of an entry, and what of it is private. */
export interface LifeDecision {
  readonly facts: LifeFacts
  readonly sensitive: readonly LifePart[]
}

/**
 * Keeps a draft as it is now; nothing is signed.
 *
 * @throws HolderError as {@link draftLifeEntry} does
 */
export async function keepDraft(entry: LifeEntry, { facts, sensitive }: LifeDecision, context: LifeContext): Promise<LifeEntry> {
  if (!isDraft(entry)) throw new TypeError('Cannot keep as a draft what was confirmed')
  const kept: LifeEntry = { ...entry, facts: tidyFacts(facts), sensitive, changedAt: context.now.toISOString() }
  await saveEntry('life', kept, context)
  return kept
}

/** Tells whether nothing of an entry was confirmed yet. */
export function isDraft({ versions }: Pick<LifeEntry, 'versions'>): boolean {
  return versions.length === 0
}

/** Entries by the day they were changed, newest first; one that cannot be opened is named, never hidden. */
export async function loadLifeEntries(context: WalletContext): Promise<{ readonly entries: readonly LifeEntry[]; readonly broken: readonly string[] }> {
  const entries: LifeEntry[] = []
  const broken: string[] = []
  for (const stored of await context.storage.loadEntries('life')) {
    try {
      entries.push(await openEntry<LifeEntry>(stored, context))
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      broken.push(stored.id)
    }
  }
  return { entries: entries.toSorted((left, right) => right.changedAt.localeCompare(left.changedAt)), broken }
}

/**
 * Opens one entry, or undefined when the wallet has none of that id.
 *
 * @throws HolderError `holder/seal-broken`
 */
export async function loadLifeEntry(id: string, context: WalletContext): Promise<LifeEntry | undefined> {
  const stored = await context.storage.loadEntry('life', id)
  return stored === undefined ? undefined : openEntry<LifeEntry>(stored, context)
}

/** Everything that was taken out of the wallet with an entry, still sealed, so that it can be put back. */
export type RemovedEntry = readonly SealedEntry[]

/** Takes an entry out of the wallet, and those of its files that nothing else uses. */
export async function removeLifeEntry(entry: LifeEntry, context: WalletContext): Promise<RemovedEntry> {
  const { entries } = await loadLifeEntries(context)
  const used = new Set(entries.filter(({ id }) => id !== entry.id).flatMap(({ evidence }) => evidence.map(({ id }) => id)))
  const names = [['life', entry.id] as const, ...entry.evidence.filter(({ id }) => !used.has(id)).map(({ id }) => ['file', id] as const)]
  const stored = await Promise.all(names.map(([kind, id]) => context.storage.loadEntry(kind, id)))
  for (const [kind, id] of names) await context.storage.removeEntry(kind, id)
  return stored.filter((each) => each !== undefined)
}

/** Puts back what {@link removeLifeEntry} took out. */
export async function putBack(removed: RemovedEntry, { storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  for (const entry of removed) await storage.saveEntry(entry)
}
