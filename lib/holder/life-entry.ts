import { openEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import type { LifeFacts, LifePart } from './life-facts.ts'

/** Where an entry came from before its person made it their own. */
export type LifeSource =
  | { readonly kind: 'written' }
  /** Read out of a file; `place` says where in it. */
  | { readonly kind: 'file'; readonly format: string; readonly name: string; readonly place: string }
  /** Chosen from the learning log. */
  | { readonly kind: 'log' }

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

/** A copy that shows some parts of the latest version: signed once, so that whoever vouches vouches for the very document that others are shown. */
export interface LifeCopy {
  readonly parts: readonly LifePart[]
  readonly credential: string
}

/** One part of a life as the wallet keeps it. Until its person confirms it, it is a draft and nothing is signed. */
export interface LifeEntry {
  /** Random; never leaves the wallet, for the key of the entry is derived from it. */
  readonly id: string
  readonly facts: LifeFacts
  readonly evidence: readonly LifeEvidence[]
  /** Parts that are marked as sensitive, by their words or by their person: they are left out of shares unless the person says otherwise. */
  readonly sensitive: readonly LifePart[]
  readonly source: LifeSource
  readonly versions: readonly LifeVersion[]
  /** Copies of the latest version; wallets of before have none. */
  readonly copies?: readonly LifeCopy[]
  readonly createdAt: string
  readonly changedAt: string
}

/** The open wallet, and the time. */
export interface LifeContext extends WalletContext {
  readonly now: Date
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
