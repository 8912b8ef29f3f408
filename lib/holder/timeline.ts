import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
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

/**
 * Everything in the order of a life, newest first: what goes on now, then by its last day; what has no day at the end. One achievement
 * stands there once, by what backs it best; nothing is merged or thrown away, each keeps its own document and where it came from.
 */
export function arrangeTimeline(records: readonly WalletRecord[], entries: readonly LifeEntry[]): readonly TimelineGroup[] {
  const items: readonly TimelineItem[] = [
    ...records.map((record): TimelineItem => ({ kind: 'record', id: record.id, record })),
    ...entries.filter((entry) => !isDraft(entry)).map((entry): TimelineItem => ({ kind: 'entry', id: entry.id, entry })),
  ]
  const groups = new Set<Gathered[]>()
  const groupOf = new Map<Mark, Gathered[]>()
  const marksOf = new Map<string, Mark[]>()
  for (const item of items) {
    const read = readItem(item)
    const keys = keysOf(read.mark)
    const same = new Set(keys.flatMap((key) => marksOf.get(key) ?? []).filter((other) => isSame(read.mark, other)).map((other) => groupOf.get(other) ?? []))
    // One that is the same as two others shows that those are one.
    const [group = [], ...joined] = same
    group.push(...joined.flat(), { item, ...read })
    groups.add(group)
    for (const other of joined) groups.delete(other)
    for (const { mark } of group) groupOf.set(mark, group)
    for (const key of keys) marksOf.set(key, [...marksOf.get(key) ?? [], read.mark])
  }
  const arranged = [...groups].map((group) => group.toSorted((left, right) => weaknessOf(left.item) - weaknessOf(right.item) || lengthOf(right.item) - lengthOf(left.item)))
  return arranged.toSorted(([left], [right]) => comparePlaces(left?.place ?? '', right?.place ?? '')).map(([main, ...also]) => ({ main: main?.item as TimelineItem, also: also.map(({ item }) => item) }))
}

/** An item with what was read of it. */
interface Gathered {
  readonly item: TimelineItem
  readonly mark: Mark
  readonly place: string
}

const comparePlaces = (left: string, right: string): number => (left < right ? 1 : left > right ? -1 : 0)

/** What others signed and gave backs more than what came in a file, that more than one's own word, and what failed its checks least. */
function weaknessOf(item: TimelineItem): number {
  if (item.kind === 'entry') return 2
  if (item.record.isDoubtful === true) return 3
  return item.record.isImported === true ? 1 : 0
}

/** Of two copies of one record the original says more. What signs it says nothing, and is as long as chance has it. */
const lengthOf = (item: TimelineItem): number => (item.kind === 'record' ? JSON.stringify({ ...membersOf(item.record.credential), proof: undefined }).length : 0)

/** The items that tell of the same achievement as one that is about to be kept. */
export function findSame({ what, where, from, to }: LifeEntry['facts'], groups: readonly TimelineGroup[]): TimelineGroup | undefined {
  const mark: Mark = { ids: [], name: fold(what), place: fold(where ?? ''), years: yearsOf(from, to) }
  return groups.find(({ main, also }) => [main, ...also].some((item) => isSame(mark, readItem(item).mark)))
}

/** By what two items are told to be of one achievement. */
interface Mark {
  /** The definition of the achievement, and the very credential, each as its issuer names it. */
  readonly ids: readonly string[]
  readonly name: string
  readonly place: string
  readonly years: readonly [number, number] | undefined
}

/** Reads an item once: hundreds are read before the first is shown. */
function readItem(item: TimelineItem): { readonly mark: Mark; readonly place: string } {
  if (item.kind === 'entry') {
    const { what, where, from, to } = item.entry.facts
    return { mark: { ids: [], name: fold(what), place: fold(where ?? ''), years: yearsOf(from, to) }, place: placeOf(from, to) }
  }
  const { name, issuer, awardedOn, validFrom } = describeCredential(item.record.credential)
  const day = awardedOn ?? validFrom
  const year = Number((day ?? '').slice(0, 4))
  const years: Mark['years'] = Number.isInteger(year) && year > 1900 ? [year, year] : undefined
  return { mark: { ids: idsOf(item.record.credential), name: fold(name ?? ''), place: fold(issuer.name ?? ''), years }, place: (day ?? item.record.addedAt).slice(0, 10) }
}

/** Under what the marks that may be of the same are found: hundreds are not compared with hundreds. */
function keysOf({ ids, name, place }: Mark): readonly string[] {
  return name === '' || place === '' ? ids : [...ids, `name ${name} from ${place}`]
}

/** The same definition, the same credential, or the same name from the same place at a time that both can mean. Two that only sound alike stay two. */
function isSame(one: Mark, other: Mark): boolean {
  if (one.ids.some((id) => other.ids.includes(id))) return true
  if (one.name === '' || one.name !== other.name || one.place !== other.place || one.place === '') return false
  return one.years === undefined || other.years === undefined || (one.years[0] <= other.years[1] + 1 && other.years[0] <= one.years[1] + 1)
}

/** Untrusted: a record may say anything; its ids count from its own issuer alone. */
function idsOf(credential: string): readonly string[] {
  const { issuer, iss, id, jti, credentialSubject } = membersOf(credential)
  const by = idOf(issuer) ?? iss
  if (typeof by !== 'string') return []
  const achievements = listOf(credentialSubject as Json | undefined).flatMap((subject) => (isJsonObject(subject) ? listOf(subject['achievement']) : [])).map(idOf)
  const named = [...achievements.map((each) => ['achievement', each] as const), ['credential', id ?? jti] as const]
  return named.flatMap(([kind, each]) => (typeof each === 'string' && each !== '' ? [`${kind} ${each} of ${by}`] : []))
}

const idOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : typeof value === 'string' ? value : undefined)

/** What a document says, also one inside a token; nothing of what cannot be read. */
function membersOf(credential: string): Readonly<Record<string, unknown>> {
  try {
    const payload = credential.startsWith('{') ? undefined : /^[\w-]+\.([\w-]+)\.[\w-]*(?:~[\w.~-]*)?$/.exec(credential.trim())?.[1]
    const value = JSON.parse(payload === undefined ? credential : decodeUtf8(decodeBase64url(payload))) as Json
    if (!isJsonObject(value)) return {}
    return isJsonObject(value['vc']) ? { ...value, ...value['vc'] } : value
  } catch {
    // It is told by its name.
    return {}
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
