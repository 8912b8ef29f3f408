import { describeCredential } from './describe-credential.ts'
import { isDraft, type LifeEntry } from './life-entry.ts'
import type { WalletRecord } from './wallet-record.ts'
import { firstDayOf, lastDayOf } from './year-month.ts'

/** One thing on the timeline: a record that somebody gave, or an entry in one's own words. */
export type TimelineItem =
  | { readonly kind: 'record'; readonly id: string; readonly record: WalletRecord }
  | { readonly kind: 'entry'; readonly id: string; readonly entry: LifeEntry }

/** What is one achievement: the best backed of its items, and the others as where it also stands. */
export interface TimelineGroup {
  readonly main: TimelineItem
  readonly also: readonly TimelineItem[]
}

/** Everything in the order of a life, newest first: what goes on now, then by its last day; what has no day at the end. One achievement stands there once. */
export function arrangeTimeline(records: readonly WalletRecord[], entries: readonly LifeEntry[]): readonly TimelineGroup[] {
  const items: readonly TimelineItem[] = [
    ...records.map((record): TimelineItem => ({ kind: 'record', id: record.id, record })),
    ...entries.filter((entry) => !isDraft(entry)).map((entry): TimelineItem => ({ kind: 'entry', id: entry.id, entry })),
  ]
  const groups: { readonly main: TimelineItem; readonly also: TimelineItem[]; readonly marks: Mark[]; readonly place: string }[] = []
  for (const item of items) {
    const { mark, place } = read(item)
    const group = groups.find(({ marks }) => marks.some((other) => isSame(mark, other)))
    if (group === undefined) groups.push({ main: item, also: [], marks: [mark], place })
    else {
      group.also.push(item)
      group.marks.push(mark)
    }
  }
  return groups.toSorted((left, right) => (left.place < right.place ? 1 : left.place > right.place ? -1 : 0)).map(({ main, also }) => ({ main, also }))
}

/** The items that tell of the same achievement as one that is about to be kept. */
export function findSame({ what, where, from, to }: LifeEntry['facts'], groups: readonly TimelineGroup[]): TimelineGroup | undefined {
  const mark: Mark = { achievement: undefined, name: fold(what), place: fold(where ?? ''), years: yearsOf(from, to) }
  return groups.find(({ main, also }) => [main, ...also].some((item) => isSame(mark, read(item).mark)))
}

/** By what two items are told to be of one achievement. */
interface Mark {
  readonly achievement: string | undefined
  readonly name: string
  readonly place: string
  readonly years: readonly [number, number] | undefined
}

/** Reads an item once: hundreds are read before the first is shown. */
function read(item: TimelineItem): { readonly mark: Mark; readonly place: string } {
  if (item.kind === 'entry') {
    const { what, where, from, to } = item.entry.facts
    return { mark: { achievement: undefined, name: fold(what), place: fold(where ?? ''), years: yearsOf(from, to) }, place: placeOf(from, to) }
  }
  const { name, issuer, awardedOn, validFrom } = describeCredential(item.record.credential)
  const day = awardedOn ?? validFrom
  const year = Number((day ?? '').slice(0, 4))
  const years: Mark['years'] = Number.isInteger(year) && year > 1900 ? [year, year] : undefined
  return { mark: { achievement: achievementOf(item.record.credential), name: fold(name ?? ''), place: fold(issuer.name ?? ''), years }, place: (day ?? item.record.addedAt).slice(0, 10) }
}

/** The same definition, or the same name from the same place at a time that both can mean. Two that only sound alike stay two. */
function isSame(one: Mark, other: Mark): boolean {
  const isOneDefinition = one.achievement !== undefined && one.achievement === other.achievement
  if (isOneDefinition) return true
  if (one.name === '' || one.name !== other.name || one.place !== other.place || one.place === '') return false
  return one.years === undefined || other.years === undefined || (one.years[0] <= other.years[1] + 1 && other.years[0] <= one.years[1] + 1)
}

/** Untrusted: a record may say anything; its achievement counts by its id, from its own issuer. */
function achievementOf(credential: string): string | undefined {
  try {
    const { issuer, credentialSubject } = JSON.parse(credential) as { readonly issuer?: unknown; readonly credentialSubject?: { readonly achievement?: { readonly id?: unknown } } }
    const id = credentialSubject?.achievement?.id
    const by = typeof issuer === 'string' ? issuer : (issuer as { readonly id?: unknown } | undefined)?.id
    return typeof id === 'string' && typeof by === 'string' ? `${by} ${id}` : undefined
  } catch {
    // A token, or nothing that can be read: it is told by its name.
    return undefined
  }
}

function yearsOf(from: string | undefined, to: string | undefined): Mark['years'] {
  const begin = from ?? (to === 'now' ? undefined : to)
  const end = to === 'now' ? '9999' : to ?? from
  return begin === undefined || end === undefined ? undefined : [Number(begin.slice(0, 4)), Number(end.slice(0, 4))]
}

/** Without accents, signs, and the town in brackets that some put behind a name. */
function fold(text: string): string {
  return text.replaceAll(/\([^()]*\)/g, ' ').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Where an entry stands: its last day, then its first. */
function placeOf(from: string | undefined, to: string | undefined): string {
  const last = to === 'now' ? '9999' : to !== undefined ? lastDayOf(to) : from === undefined ? '0000' : lastDayOf(from)
  return `${last} ${from === undefined ? '' : firstDayOf(from)}`
}
