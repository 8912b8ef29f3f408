import { isDay, type LearningFacts, type LearningItem, type LearningKind, maxLearning, readDuration, readSharedLink, readWebAddress, suggestSensitive, tidySkills } from 'everlearned/holder'
import { formatDuration, formatList } from '../../locale.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { walletLife } from '../../messages/wallet-life.ts'

/** An item as it is being typed. */
export interface LearningAnswers {
  readonly kind: LearningKind
  readonly title: string
  readonly url: string
  readonly duration: string
  readonly from: string
  readonly to: string
  readonly provider: string
  readonly skills: string
  readonly reflection: string
  readonly isPrivate: boolean
}

/** What an item says, or what was shared, as answers. */
export function answersOfLearning(facts: Partial<LearningFacts>, isPrivate = false): LearningAnswers {
  const { kind = 'other', title = '', url = '', minutes, from = '', to = '', provider = '', skills = [], reflection = '' } = facts
  return { kind, title, url, duration: minutes === undefined ? '' : formatDuration(minutes, 'short'), from, to, provider, skills: skills.join(', '), reflection, isPrivate }
}

/** So much at once was pasted, not typed. */
const leastPasted = 8

/** What was pasted into one of the first two fields, where that is or holds an address: what the address tells by itself. Who types is left to type. */
export function completed(answers: LearningAnswers, change: { readonly title: string } | { readonly url: string }): LearningAnswers {
  const next = { ...answers, ...change }
  const [text, before] = 'title' in change ? [change.title, answers.title] : [change.url, answers.url]
  if (text.length - before.length < leastPasted || !/https?:\/\/\S/i.test(text) || (!('title' in change) && readWebAddress(text) === undefined)) return next
  const { kind, title = '', url = '' } = readSharedLink({ text: text.slice(0, maxLearning.url * 2) })
  if (url === '') return next
  const isTitle = 'title' in change
  return { ...next, url: isTitle && next.url !== '' ? next.url : url, title: isTitle || next.title === '' ? title : next.title, kind: next.kind === 'other' ? kind : next.kind }
}

/** The answers as what an item says. */
export function factsOfLearning({ kind, title, url, duration, from, to, provider, skills, reflection }: LearningAnswers): LearningFacts {
  const minutes = readDuration(duration, 'hours')
  return {
    kind, title, url, provider, reflection, skills: tidySkills(skills.split(/[,;،؛\n]/)),
    ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}), ...(typeof minutes === 'number' ? { minutes } : {}),
  }
}

/** The fields that can be wrong. */
export type FaultyField = 'title' | 'url' | 'duration' | 'to'

/** What is wrong with the answers, by field. */
export function faultsOfLearning({ title, url, duration, from, to }: LearningAnswers): Partial<Record<FaultyField, string>> {
  const words = walletLearning.form
  const minutes = readDuration(duration, 'hours')
  return {
    ...(title.trim() === '' ? { title: words.titleMissing } : {}),
    ...(url.trim() !== '' && readWebAddress(url) === undefined ? { url: words.urlMalformed } : {}),
    ...(duration.trim() !== '' && (typeof minutes !== 'number' || minutes > maxLearning.minutes) ? { duration: words.durationMalformed } : {}),
    ...(isDay(from) && isDay(to) && to < from ? { to: words.reversed } : {}),
  }
}

/** What an item might hold that is nobody's business, in words; undefined where no word says so. */
export function suspected({ title, provider, reflection, skills }: Pick<LearningItem, 'title' | 'provider' | 'reflection' | 'skills'>): string | undefined {
  const found = suggestSensitive({ kind: 'self-directed-learning', what: title, skills, ...(provider === undefined ? {} : { where: provider }), ...(reflection === undefined ? {} : { story: reflection }) })
  const topics = [...new Set(found.map(({ topic }) => topic))]
  return topics.length === 0 ? undefined : formatList(topics.map((topic) => walletLife.write.suggestion[topic]))
}
