import type { Cryptography } from '../crypto/cryptography.ts'
import { maySend } from './guardian-rule.ts'
import { isDraft, type LifeEntry } from './life-entry.ts'
import { filledParts, type LifePart } from './life-facts.ts'
import type { ShareChoice } from './make-bundle.ts'
import type { ProfileItem, WalletProfile } from './profile.ts'
import { partsToShare } from './share-life.ts'
import { canShowParts, factsOf } from './shown-copy.ts'
import type { TimelineItem } from './timeline.ts'
import type { WalletRecord } from './wallet-record.ts'

/** One line of a profile as it goes out now. */
export type ProfileLine =
  | { readonly kind: 'record'; readonly item: ProfileItem; readonly record: WalletRecord; readonly choice: ShareChoice }
  | { readonly kind: 'entry'; readonly item: ProfileItem; readonly entry: LifeEntry; readonly parts: readonly LifePart[] }

/** Why a line of a profile does not go out now. */
export type AbsentReason =
  /** It is not in the wallet any more. */
  | 'gone'
  /** What it is about was marked as sensitive. */
  | 'sensitive'
  /** A guardian does not allow it. */
  | 'guardian'

/** What a profile shows now, in its order, and what of it does not go out. */
export interface ProfileLines {
  readonly lines: readonly ProfileLine[]
  readonly absent: readonly { readonly item: ProfileItem; readonly reason: AbsentReason }[]
}

/** A thing as it is put into a profile: without the day of its award, which tells a person's age, and without what is sensitive. */
export function profileItemOf(item: TimelineItem): ProfileItem {
  return item.kind === 'record' ? { kind: 'record', id: item.id, leftOut: ['awardedDate'] } : { kind: 'entry', id: item.id, leftOut: [], confirmed: [] }
}

/** The parts of an entry that a line shows: all but what was left out, and of the sensitive ones those that were put in by name; none when what it is about stays out. */
export function partsOfItem(entry: LifeEntry, { leftOut, confirmed }: Extract<ProfileItem, { readonly kind: 'entry' }>): readonly LifePart[] {
  const isIn = (part: LifePart): boolean => !leftOut.includes(part) && (!entry.sensitive.includes(part) || confirmed.includes(part))
  return entry.sensitive.includes('what') && !confirmed.includes('what') ? [] : filledParts(entry).filter((part) => part === 'what' || isIn(part))
}

/** The parts of an entry that go out: as a profile says, else all but what is private. */
export function partsShownIn(profile: Pick<WalletProfile, 'items'> | undefined, entry: LifeEntry): readonly LifePart[] {
  const item = profile?.items.find(({ kind, id }) => kind === 'entry' && id === entry.id)
  return item?.kind === 'entry' ? partsOfItem(entry, item) : partsToShare(entry)
}

/** For whom a profile goes out: on a public page nothing sensitive stands, whatever was confirmed for others. */
export type ProfileReader = 'link' | 'everybody'

/** Looks up what a profile names. */
export function findProfileLines(
  { items }: Pick<WalletProfile, 'items'>,
  { records, entries, reader }: { readonly records: readonly WalletRecord[]; readonly entries: readonly LifeEntry[]; readonly reader: ProfileReader },
  { cryptography, now }: { readonly cryptography: Cryptography; readonly now: Date },
): ProfileLines {
  const lineOf = (item: ProfileItem): ProfileLine | AbsentReason => {
    if (item.kind === 'entry') {
      const entry = entries.find(({ id }) => id === item.id)
      if (entry === undefined || isDraft(entry)) return 'gone'
      const parts = partsOfItem(entry, reader === 'link' ? item : { ...item, confirmed: [] })
      return parts.length === 0 ? 'sensitive' : { kind: 'entry', item, entry, parts }
    }
    const record = records.find(({ id }) => id === item.id)
    if (record === undefined) return 'gone'
    if (!maySend(record, reader === 'link' ? 'link' : 'page', now)) return 'guardian'
    const facts = canShowParts(record.credential) ? factsOf(record.credential, cryptography).map(({ name }) => name).filter((name) => !item.leftOut.includes(name)) : 'all'
    return { kind: 'record', item, record, choice: { facts } }
  }
  const found = items.map((item) => ({ item, line: lineOf(item) }))
  return {
    lines: found.flatMap(({ line }) => (typeof line === 'string' ? [] : [line])),
    absent: found.flatMap(({ item, line }) => (typeof line === 'string' ? [{ item, reason: line }] : [])),
  }
}
