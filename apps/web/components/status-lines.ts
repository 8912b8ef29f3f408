import type { NamedFinding } from 'everlearned/verifier'
import { verify } from '../messages/verify.ts'

const words = verify.status

type StatusEntry = NonNullable<NamedFinding['entries']>[number]

/** The answer to each place where an issuer may say something about a record, in words. */
export function statusLines(status: NamedFinding): readonly string[] {
  const entries: readonly StatusEntry[] = status.entries ?? (status.purpose === undefined ? [] : [status])
  return entries.map(lineOf)
}

/** The issuer's own words about a record, if it left any. */
export function messageOf(status: NamedFinding): string | undefined {
  return [status, ...status.entries ?? []].find(({ message }) => message !== undefined)?.message
}

/** How old the oldest of the lists was that answered. */
export function ageOf(status: NamedFinding): number {
  return Math.max(0, ...[status, ...status.entries ?? []].map(({ ageSeconds = 0 }) => ageSeconds))
}

/** How long ago something was, roughly. */
export function ageInWords(seconds: number): string {
  if (seconds < 60) return verify.ages.now
  if (seconds < 3_600) return verify.ages.minutes(Math.floor(seconds / 60))
  return seconds < 172_800 ? verify.ages.hours(Math.floor(seconds / 3_600)) : verify.ages.days(Math.floor(seconds / 86_400))
}

function lineOf(entry: StatusEntry): string {
  const { outcome, purpose, code, message, ageSeconds } = entry
  const said = message === undefined ? '' : ` ${words.message(message)}`
  const age = ageSeconds === undefined ? '' : ` ${words.age(ageInWords(ageSeconds))}`
  return `${sentenceOf(outcome, purpose, code)}${said}${age}`
}

function sentenceOf(outcome: StatusEntry['outcome'], purpose: string | undefined, code: string | undefined): string {
  if (code === 'status/message') return words.hasMessage
  if (code === 'status/refreshed') return words.refreshed
  if (outcome === 'unknown' || outcome === 'not-applicable') return own(words.unasked, purpose) ?? words.unaskedOther
  const { yes, no } = own(words.purposes, purpose) ?? words.purposes.other
  return outcome === 'passed' ? yes : no
}

/** Untrusted: the purpose is whatever a document says. */
function own<T>(table: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
