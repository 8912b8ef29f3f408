import type { LifeKind } from '../holder/life-facts.ts'
import { maxSkills } from '../holder/tidy-skills.ts'
import { guessWork } from './guess-kind.ts'
import { skillList } from './linkedin-export.ts'
import { type LifeFormat, LifeGatherer, type ReadLife } from './reading.ts'
import { findPeriod, type Period } from './read-period.ts'

/** Untrusted: what comes after so many lines, or after so much of one, is not looked at. */
const maxLines = 4_000
const maxLineLength = 2_000

/** What a section of a résumé holds. `other` sections are known, and none of them makes an entry. */
type Section = LifeKind | 'languages' | 'personal' | 'others' | 'other'

/** Headings as people write them, in English, Spanish, French and Arabic, without accents. */
const headings: readonly (readonly [Section, RegExp])[] = [
  ['military-service', /^(?:military (?:service|experience|history|background)|servicio militar|experiencia militar|service militaire|experience militaire|الخدمة العسكرية)$/u],
  ['volunteering', /^(?:volunteer(?:ing)?(?: (?:work|experience|activities|service))?|community (?:service|involvement)|voluntariado|experiencia (?:de )?voluntari[ao]|benevolat|(?:experience|activites?) benevoles?|engagements?(?: associatifs?)?|(?:العمل )?التطوع(?:ي)?)$/u],
  ['employment', /^(?:(?:(?:work|professional|relevant|employment|job|career|other|additional) )?(?:experience|history)|employment|work|career|experiencia(?: (?:laboral|profesional))?|historial laboral|trayectoria profesional|empleo|experiences?(?: professionnelles?)?|parcours professionnel|emplois?|الخبرات?(?: (?:العملية|المهنية))?)$/u],
  ['education', /^(?:education(?: (?:and|&) training| background)?|academic (?:background|history)|studies|formacion(?: academica)?|educacion|estudios|formations?|etudes|diplomes|formation et diplomes|parcours scolaire|التعليم|المؤهلات(?: العلمية)?|الدراسة)$/u],
  ['training', /^(?:(?:military )?(?:training|courses?|schooling)|professional development|workshops?|cursos?|formacion complementaria|capacitacion(?:es)?|talleres|stages? et formations?|formations? complementaires?|الدورات(?: التدريبية)?)$/u],
  ['licence', /^(?:(?:licen[sc]es?|certifications?|certificates?)(?: (?:and|&) (?:licen[sc]es?|certifications?|certificates?))?|licencias?|certificaciones|certificados|licencias y certificaciones|permis|certifications? et permis|certificats?|الشهادات|الرخص)$/u],
  ['skill', /^(?:(?:key |core |technical |soft |professional )?(?:skills|competenc(?:ies|es))(?: (?:and|&) [a-z ]+)?|areas of expertise|habilidades|competencias|aptitudes|destrezas|conocimientos|competences(?: (?:techniques|cles))?|aptitudes|savoir-faire|المهارات)$/u],
  ['project', /^(?:(?:personal |selected |key )?projects?|proyectos?|projets?(?: personnels?)?|publications?|publicaciones|المشاريع)$/u],
  ['caregiving', /^(?:caregiving|family care|cuidados?|cuidado familiar|aidant familial|الرعاية)$/u],
  ['entrepreneurship', /^(?:own business|business(?:es)? (?:founded|owned)|emprendimientos?|entrepreneuriat|المشاريع الخاصة)$/u],
  ['languages', /^(?:languages?|idiomas?|lenguas?|langues?|اللغات)$/u],
  ['others', /^(?:references?|referencias?|recommendations?|المراجع)$/u],
  ['personal', /^(?:contact(?: (?:details|information))?|personal (?:details|information|data)|datos personales|contacto|coordonnees|informations personnelles|البيانات الشخصية)$/u],
  ['other', /^(?:(?:professional |career )?(?:summary|profile|objective)|about(?: me)?|interests|hobbies|awards?(?: (?:and|&) hono(?:u)?rs)?|hono(?:u)?rs|achievements|memberships|perfil(?: profesional)?|resumen|objetivo|intereses|aficiones|premios|logros|profil|resume|objectif|centres? d'interets?|loisirs|prix|distinctions|نبذة(?: عني)?|الاهتمامات|الجوائز|الهدف(?: الوظيفي)?)$/u],
]

const bullet = /^\s*(?:[•●▪◦‣∙·*o–—-]|\u2022|\uF0B7)\s+/u
const institution = /\b(?:universi[a-z]*|college|school|institut[eo]?|academy|academia|polytechnic|polit[eé]cnic|lyc[eé]e|[eé]cole|colegio|escuela|facult[a-z]*|inc|llc|ltd|gmbh|s\.?a\.?|s\.?l\.?|corp(?:oration)?|company|group|hospital|clinic|bank|church|foundation|army|navy|air force|city of|county|department of)\b|جامعة|كلية|مدرسة|معهد|شركة|مستشفى/iu

/**
 * Reads the lines of a résumé into drafts, by the headings and dates that people use. It guesses: every draft is shown to its person
 * before it counts, and every line that made none is told.
 *
 * Untrusted: the lines.
 */
export function readResumeText(lines: readonly string[], format: LifeFormat): ReadLife {
  const gathered = new LifeGatherer()
  let section: Section = 'personal'
  let block: Line[] = []
  const flush = (): void => {
    readSection(section, block, gathered)
    block = []
  }
  lines.slice(0, maxLines).forEach((text, index) => {
    const line = { text: text.slice(0, maxLineLength).replaceAll('\t', '  ').trim(), number: index + 1 }
    const found = headingOf(line.text)
    if (found === undefined) block.push(line)
    else {
      flush()
      section = found
    }
  })
  flush()
  if (lines.length > maxLines) gathered.lose('too-many', lineName(maxLines + 1), '')
  return gathered.finish(format)
}

interface Line { readonly text: string, readonly number: number }

function headingOf(text: string): Section | undefined {
  if (text.length > 48 || text === '') return undefined
  // Some set headings in spaced letters.
  const joined = /^(?:\p{L} ){3,}\p{L}$/u.test(text) ? text.replaceAll(' ', '') : text
  const plain = joined.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '').replaceAll('’', '\'').toLowerCase().replaceAll(/^[\s\d.#:|–—-]+|[\s:.|–—_-]+$/g, '').replaceAll(/\s+/g, ' ')
  return headings.find(([, pattern]) => pattern.test(plain) || pattern.test(plain.normalize('NFC')))?.[0]
}

function readSection(section: Section, block: readonly Line[], gathered: LifeGatherer): void {
  const lines = block.filter(({ text }) => text !== '')
  if (section === 'personal' || section === 'others' || section === 'other') {
    for (const { text, number } of lines) gathered.lose(section === 'other' ? 'unplaced' : section, lineName(number), text)
  } else if (section === 'skill') readSkills(lines, gathered)
  else if (section === 'languages') for (const line of lines) readLanguages(line, gathered)
  else if (section === 'licence' && !block.some(({ text }) => bullet.test(text) && findPeriod(text) === undefined)) for (const line of lines) readShort(section, line, gathered)
  else for (const item of splitItems(block)) readItem(section, item, gathered)
}

/** A list in any form: one a line, or many between commas. A line with a name in front is an entry of that name. */
function readSkills(lines: readonly Line[], gathered: LifeGatherer): void {
  const unnamed: string[] = []
  for (const { text, number } of lines) {
    const [, name, list = text] = /^([^:,;]{2,40}):\s+(.+)$/u.exec(text.replace(bullet, '')) ?? []
    const skills = list.replace(bullet, '').split(/\s*[,;|•·،]\s*|\s{3,}/u).map((skill) => skill.replace(/\.$/, '').trim()).filter((skill) => skill !== '')
    if (skills.some((skill) => skill.length > 80)) gathered.lose('unplaced', lineName(number), text)
    else if (name === undefined) unnamed.push(...skills)
    else gathered.draft({ kind: 'skill', what: name, skills }, lineName(number))
  }
  for (let start = 0; start < unnamed.length; start += maxSkills.count) gathered.draft(skillList(unnamed.slice(start, start + maxSkills.count)), lineName(lines[0]?.number ?? 0))
}

function readLanguages({ text, number }: Line, gathered: LifeGatherer): void {
  for (const part of text.replace(bullet, '').split(/\s*[,;|،]\s*/u)) {
    const [, what = part, story = ''] = /^(.+?)\s*(?:[:–—-]\s*|\()([^)]*)\)?$/u.exec(part) ?? []
    if (what.trim() !== '') gathered.draft({ kind: 'skill', what, story, skills: [] }, lineName(number))
  }
}

/** One entry on one line. */
function readShort(kind: LifeKind, { text, number }: Line, gathered: LifeGatherer): void {
  const found = findPeriod(text)
  const [what = '', ...rest] = partsOf((found?.rest ?? text).replace(bullet, ''))
  gathered.draft({ kind, what, where: rest.join(', '), ...found?.period, skills: [] }, lineName(number))
}

interface Item { readonly head: readonly Line[], readonly body: readonly Line[], readonly period: Period | undefined }

/**
 * Cuts a section into items. Each has one line with a period; above it may stand one line of its own, after a blank line or at the beginning.
 * Without any period, blank lines part them.
 */
function splitItems(block: readonly Line[]): readonly Item[] {
  const anchors = block.flatMap(({ text }, index) => (!bullet.test(text) && findPeriod(text) !== undefined && text.length <= 140 ? [index] : []))
  if (anchors.length === 0) return splitByBlanks(block)
  const starts = anchors.map((anchor, place) => (isHead(block, anchor - 1, anchors[place - 1] ?? -1) ? anchor - 1 : anchor))
  const items = starts.map((start, place): Item => {
    const anchor = anchors[place] ?? start
    const lines = block.slice(start, starts[place + 1] ?? block.length).filter(({ text }) => text !== '')
    const found = findPeriod(block[anchor]?.text ?? '')
    const line = { text: found?.rest ?? '', number: block[anchor]?.number ?? 0 }
    const above = anchor > start ? [block[start] as Line] : []
    const after = lines.filter(({ number }) => number > line.number)
    const head = [...above, line].filter(({ text }) => text !== '')
    const [next] = after
    // Company and dates on one line, the title on the next, or the other way round.
    const takesNext = next !== undefined && head.flatMap(({ text }) => partsOf(text)).length < 2 && isHeadText(next.text)
    return { head: takesNext ? [...head, next] : head, body: takesNext ? after.slice(1) : after, period: found?.period }
  })
  const before = block.slice(0, starts[0]).filter(({ text }) => text !== '')
  return before.length === 0 ? items : [{ head: [], body: before, period: undefined }, ...items]
}

function splitByBlanks(block: readonly Line[]): readonly Item[] {
  const groups: Line[][] = [[]]
  for (const line of block) {
    if (line.text === '') groups.push([])
    else groups.at(-1)?.push(line)
  }
  return groups.flatMap(([first, ...rest]): readonly Item[] => {
    if (first === undefined) return []
    return isHeadText(first.text) ? [{ head: [first], body: rest, period: undefined }] : [{ head: [], body: [first, ...rest], period: undefined }]
  })
}

/** Whether the line above a period belongs to it: it stands by itself, and is no sentence. */
function isHead(block: readonly Line[], index: number, last: number): boolean {
  const line = block[index]
  if (line === undefined || index <= last || !isHeadText(line.text)) return false
  const above = block[index - 1]
  return above === undefined || above.text === '' || index - 1 !== last || bullet.test(above.text) || /[.;]$/.test(above.text)
}

function isHeadText(text: string): boolean {
  return text !== '' && text.length <= 100 && !bullet.test(text) && !/[.;]$/.test(text.replace(/\b(?:inc|ltd|co|corp|s\.a|s\.l)\.$/i, ''))
}

function readItem(section: LifeKind, { head, body, period }: Item, gathered: LifeGatherer): void {
  if (head.length === 0) {
    for (const { text, number } of body) gathered.lose('unplaced', lineName(number), text)
    return
  }
  const parts = head.flatMap(({ text }) => partsOf(text))
  const [what, where] = nameParts(section, parts)
  const story = body.map(({ text }) => text.replace(bullet, '• ')).join('\n')
  const kind = section === 'employment' ? guessWork(what, where) : section
  gathered.draft({ kind, what, where, ...period, story, skills: [] }, lineName(head[0]?.number ?? 0))
}

/** Which part is what, and which is where: a name that sounds like an organisation is where. */
function nameParts(section: LifeKind, parts: readonly string[]): readonly [string, string] {
  const [first = '', ...rest] = parts
  const isSwapped = rest.length > 0 && section !== 'project' && institution.test(first) && !institution.test(rest[0] ?? '')
  return isSwapped ? [rest[0] ?? '', [first, ...rest.slice(1)].join(', ')] : [first, rest.join(', ')]
}

function partsOf(text: string): readonly string[] {
  const strong = text.split(/\s+[|·•–—]\s+|\s{3,}|\s+-\s+|\t+/u)
  const parts = strong.length > 1 ? strong : text.split(/\s+(?:at|@|chez|en la empresa)\s+|,\s+/u)
  return parts.map((part) => part.trim().replaceAll(/^[,;:|–—-]+|[,;:|–—-]+$/g, '').trim()).filter((part) => part !== '')
}

const lineName = (number: number): string => `line ${number}`
