import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Language, languages } from '../languages.ts'

/** Words that two languages share. */
const shared = new Set(['No', 'Badge', 'Diploma', 'Certification', 'Service', 'Dates', 'Signature', 'Sector', 'Menu', 'Code', 'Message', 'Notes', 'Note', 'Date', 'Source', 'Total', 'Six questions'])
const letters: Readonly<Record<Language, RegExp>> = { en: /[a-z]/i, es: /[a-z]/i, fr: /[a-z]/i, ar: /\p{Script=Arabic}/u }
const englishLeft = /\b(?:the|you|your|this|that|with|which|from|have|cannot|was|were|is|are)\b/

const web = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(`${web}${path}`, 'utf8')
const areas = readdirSync(`${web}messages`).filter((file) => /^[a-z-]+\.ts$/.test(file) && read(`messages/${file}`).includes("'./en/")).map((file) => file.replace('.ts', ''))
const others = (Object.keys(languages) as readonly Language[]).filter((language) => language !== 'en')
/** The words of the desk and of the pages of the ledger are English alone. */
const spoken = areas.filter((area) => read(`messages/${area}.ts`).includes("'./es/"))
/** What people use who are no organisation. */
const forEverybody = [...readdirSync(`${web}wallet`, { recursive: true, encoding: 'utf8' }).map((file) => `wallet/${file}`), ...['home', 'claim', 'guardian', 'verify', 'verify-verdict', 'share', 'vouch', 'take-back', 'vouch/words-step', 'vouch/confirm-step', 'vouch/organisation-part', 'vouch/done-step', 'not-found'].map((page) => `pages/${page}.tsx`)].filter((file) => /(?<!\.test)\.tsx?$/.test(file))
const pairs = spoken.flatMap((area) => others.map((language) => [language, area] as const))

describe('every language', () => {
  it.each(forEverybody)('is spoken by all of %s', (file) => {
    const used = [...read(file).matchAll(/messages\/([a-z-]+)\.ts'/g)].map(([, area]) => area ?? '').filter((area) => area !== 'words')
    expect(used.filter((area) => !spoken.includes(area))).toEqual([])
  })

  it.each(pairs)('says in %s all that English says of %s, and leaves nothing in English', async (language, area) => {
    const [english, own] = await Promise.all([import(`./en/${area}.ts`), import(`./${language}/${area}.ts`)]) as readonly [unknown, unknown]
    expect(faultsOf(language, english, own)).toEqual([])
  })

  it.each([
    ['a missing sentence', { one: 'Uno' }], ['one too many', { one: 'Uno', two: (count: number) => `${count} y ${count}`, three: 'Tres' }], ['an empty one', { one: ' ', two: (count: number) => `${count}` }],
    ['one left in English', { one: 'One record', two: (count: number) => `${count}` }], ['a half in English', { one: 'Una record with nombre', two: (count: number) => `${count}` }],
    ['a number that is not said', { one: 'Uno', two: (_count: number) => 'Algunos' }], ['fewer arguments', { one: 'Uno', two: () => 'Algunos 101' }],
  ])('would be caught with %s', (_, own) => {
    expect(faultsOf('es', { one: 'One record', two: (count: number) => `${count} records` }, own)).toHaveLength(1)
  })
})

/** Where a language falls short of the English, by name. */
function faultsOf(language: Language, english: unknown, own: unknown, name = ''): readonly string[] {
  if (typeof english === 'string') return typeof own === 'string' ? faultsOfSentence(language, english, own, name) : [`${name}: missing`]
  if (typeof english === 'function') return typeof own === 'function' ? faultsOfFunction(language, english as Say, own as Say, name) : [`${name}: missing`]
  if (typeof english !== 'object' || english === null) return []
  const [known, said] = [new Set(Object.keys(english)), new Set(Object.keys(own ?? {}))]
  return [
    ...[...said].filter((key) => !known.has(key)).map((key) => `${name}.${key}: not in English`),
    ...[...known].flatMap((key) => (said.has(key) ? faultsOf(language, Reflect.get(english, key), Reflect.get(own as object, key), `${name}.${key}`) : [`${name}.${key}: missing`])),
  ]
}

function faultsOfSentence(language: Language, english: string, own: string, name: string): readonly string[] {
  if (language !== 'ar' && shared.has(own)) return []
  if (own.trim() === '') return [`${name}: empty`]
  const words = own.replaceAll('Everlearned', '')
  if (!/\p{L}/u.test(words)) return []
  if (own === english) return [`${name}: as in English`]
  if (language === 'fr' && / [?!:;»]|« /.test(own)) return [`${name}: its signs may part from their word: use a no-break space`]
  if (letters[language].test(words)) return englishLeft.test(own) ? [`${name}: partly in English`] : []
  return [`${name}: not in its letters`]
}

type Say = (...given: readonly number[]) => unknown

/** What English says of its arguments is said in every language; numbers stand for names too. */
function faultsOfFunction(language: Language, english: Say, own: Say, name: string): readonly string[] {
  if (english.length !== own.length) return [`${name}: takes ${own.length} in place of ${english.length}`]
  const given = Array.from({ length: english.length }, (_, index) => 101 + index)
  const [said, sentence] = [english(...given), own(...given)]
  if (typeof said !== 'string' || typeof sentence !== 'string') return faultsOf(language, said, sentence, `${name}()`)
  const unsaid = given.filter((one) => said.includes(String(one)) && !sentence.includes(String(one)))
  if (unsaid.length > 0) return [`${name}: does not say argument ${unsaid.map((one) => one - 100).join(', ')}`]
  const few = [0, 1, 2, 3, 11].map((count) => own(...given.map((one, index) => (index === 0 ? count : one))))
  if (few.some((each) => typeof each !== 'string' || each.trim() === '' || each.includes('#'))) return [`${name}: empty or unfinished for some number`]
  return /\p{L}/u.test(said.replaceAll(/10\d/g, '')) ? faultsOfSentence(language, said, sentence, name) : []
}
