import { type LifeEntry, type LifeFacts, type LifeKind, type LifePart, sensitiveParts, tidySkills } from 'everlearned/holder'
import { walletLife } from '../../messages/wallet-life.ts'
import { readTyped, type TypedMonth, typedMonth } from './month-field.tsx'

/** The questions in the order in which they are asked. */
export const lifeQuestions = ['kind', 'what', 'when', 'story', 'skills', 'private'] as const

/** One of them. */
export type LifeQuestion = (typeof lifeQuestions)[number]

/** The answers as they are being typed. */
export interface LifeAnswers {
  readonly kind: LifeKind
  readonly what: string
  readonly where: string
  readonly from: TypedMonth
  readonly to: TypedMonth
  readonly isGoing: boolean
  readonly story: string
  readonly skills: string
  readonly hours: string
  /** Single things of a portfolio, as they were chosen: no question changes them. */
  readonly items: LifeFacts['items']
  readonly sensitive: readonly LifePart[]
}

/** What an entry says now, as answers. */
export function answersOf(entry: Pick<LifeEntry, 'facts' | 'sensitive'> | undefined): LifeAnswers {
  const { kind = 'employment', what = '', where = '', from, to, story = '', items, skills = [], hours } = entry?.facts ?? {}
  return { kind, what, where, from: typedMonth(from), to: typedMonth(to), isGoing: to === 'now', story, skills: skills.join('\n'), hours: hours === undefined ? '' : String(hours), items, sensitive: entry?.sensitive ?? [] }
}

/** The answers as what an entry says. */
export function factsOf(answers: LifeAnswers): LifeFacts {
  const { kind, what, where, story, items } = answers
  const from = readTyped(answers.from)
  const to = answers.isGoing ? 'now' : readTyped(answers.to)
  const hours = readHours(answers.hours)
  return {
    kind, what: what.trim(), skills: tidySkills(answers.skills.split(/[\n,;،]/)),
    ...(where.trim() === '' ? {} : { where }), ...(story.trim() === '' ? {} : { story }),
    ...(items === undefined ? {} : { items }), ...(typeof from === 'string' ? { from } : {}), ...(typeof to === 'string' ? { to } : {}), ...(typeof hours === 'number' ? { hours } : {}),
  }
}

/** Marks as private what might be, by words that were not there before. What its person said of other words stays. */
export function markPrivate(answers: LifeAnswers, before: LifeAnswers): LifeAnswers {
  const known = [...answers.sensitive, ...sensitiveParts(factsOf(before))]
  const found = sensitiveParts(factsOf(answers)).filter((part) => !known.includes(part))
  return found.length === 0 ? answers : { ...answers, sensitive: [...answers.sensitive, ...found] }
}

/** What is wrong with the answer to one question, in words. */
export function faultOf(question: LifeQuestion, answers: LifeAnswers): string | undefined {
  const words = walletLife.write
  if (question === 'what') return answers.what.trim() === '' ? words.whatMissing : undefined
  if (question === 'skills') return readHours(answers.hours) === null ? words.hoursMalformed : undefined
  if (question !== 'when') return undefined
  const [from, to] = [readTyped(answers.from), answers.isGoing ? undefined : readTyped(answers.to)]
  if (from === null || to === null) return words.yearMalformed
  return from !== undefined && to !== undefined && to.padEnd(7, '-99') < from.slice(0, to.length).padEnd(7, '-99') ? words.reversed : undefined
}

function readHours(text: string): number | undefined | null {
  const plain = text.trim().replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replaceAll(/[\s.,\u00A0\u202F](?=\d{3}(?:\D|$))/g, '')
  if (plain === '') return undefined
  return /^\d{1,6}(?:[.,]\d)?$/.test(plain) ? Number(plain.replace(',', '.')) : null
}
