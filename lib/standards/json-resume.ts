import { isJsonObject } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import type { LifeFacts, LifeKind } from '../holder/life-facts.ts'
import { guessWork } from './guess-kind.ts'
import { LifeGatherer, type LossCode, type ReadLife } from './reading.ts'
import { readMonth } from './read-period.ts'

/** Untrusted: nested deeper than this it is no résumé. */
const maxDepth = 8
const sections = ['basics', 'work', 'volunteer', 'education', 'awards', 'certificates', 'publications', 'skills', 'languages', 'interests', 'references', 'projects'] as const

/** Tells whether a JSON value is a résumé (JSON Resume 1.x, "Schema"): it has no mark of its own, so by its sections. */
export function isJsonResume(value: Json): value is JsonObject {
  if (!isJsonObject(value) || '@context' in value) return false
  return (isJsonObject(value['basics']) && !Array.isArray(value['basics'])) || sections.filter((name) => Array.isArray(value[name])).length >= 2
}

/** Reads a résumé. Every leaf of it is in a draft or in a loss. */
export function readJsonResume(resume: JsonObject): ReadLife {
  const reading = new ResumeReading()
  reading.each(resume, 'work', (item) => {
    const [what, where] = [item.text('position'), item.text('name', 'company')]
    item.draft({ kind: guessWork(what, where), what: what || where, ...placeIn(what === '' ? '' : where, item.text('location')), ...item.period('startDate', 'endDate'), story: item.story(['description', 'summary'], 'highlights') })
  })
  reading.each(resume, 'volunteer', (item) => {
    const [what, where] = [item.text('position'), item.text('organization')]
    item.draft({ kind: 'volunteering', what: what || where, where: what === '' ? '' : where, ...item.period('startDate', 'endDate'), story: item.story(['summary'], 'highlights') })
  })
  reading.each(resume, 'education', (item) => {
    const what = [item.text('studyType'), item.text('area')].filter((part) => part !== '').join(', ')
    const where = item.text('institution')
    item.draft({ kind: 'education', what: what || where, where: what === '' ? '' : where, ...item.period('startDate', 'endDate'), story: item.story(['score', 'gpa'], 'courses') })
  })
  reading.each(resume, 'certificates', (item) => item.draft({ kind: 'licence', what: item.text('name'), where: item.text('issuer'), ...item.month('date'), story: item.story([]) }))
  reading.each(resume, 'projects', (item) => {
    item.draft({ kind: 'project', what: item.text('name'), where: item.text('entity'), ...item.period('startDate', 'endDate'), story: item.story(['description', 'summary'], 'highlights', 'roles'), skills: item.texts('keywords') })
  })
  reading.each(resume, 'awards', (item) => item.narrowed({ kind: 'project', what: item.text('title'), where: item.text('awarder'), ...item.month('date'), story: item.story(['summary']) }))
  reading.each(resume, 'publications', (item) => item.narrowed({ kind: 'project', what: item.text('name'), where: item.text('publisher'), ...item.month('releaseDate'), story: item.story(['summary']) }))
  reading.each(resume, 'skills', (item) => item.draft({ kind: 'skill', what: item.text('name'), story: item.story(['level']), skills: item.texts('keywords') }))
  reading.each(resume, 'languages', (item) => item.draft({ kind: 'skill', what: item.text('language'), story: item.story(['fluency']) }))
  return reading.finish(resume)
}

/** Where, with the town beside it. */
function placeIn(where: string, location: string): Pick<LifeFacts, 'where'> {
  return { where: where === '' || location === '' ? where || location : `${where} (${location})` }
}

class ResumeReading {
  readonly #gathered = new LifeGatherer()
  readonly #used = new Set<string>()

  each(resume: JsonObject, section: string, read: (item: ResumeItem) => void): void {
    const items = resume[section]
    if (!Array.isArray(items)) return
    items.forEach((item: Json, index) => {
      if (isJsonObject(item) && !Array.isArray(item)) read(new ResumeItem(item, `/${section}/${index}`, this.#gathered, this.#used))
    })
  }

  /** Whatever no draft took is a loss, by its place. */
  finish(resume: JsonObject): ReadLife {
    const visit = (value: Json, pointer: string, depth: number): void => {
      if (this.#used.has(pointer) || value === null || value === '' || pointer === '/$schema' || pointer === '/meta') return
      if (depth > maxDepth) return this.#gathered.lose('unread', pointer, '')
      if (typeof value !== 'object') return this.#gathered.lose(codeOf(pointer), pointer, String(value))
      for (const [name, member] of Object.entries(value)) visit(member as Json, `${pointer}/${name}`, depth + 1)
    }
    visit(resume, '', 0)
    return this.#gathered.finish('json-resume')
  }
}

function codeOf(pointer: string): LossCode {
  if (pointer.startsWith('/basics/')) return 'personal'
  return pointer.startsWith('/references/') ? 'others' : 'unplaced'
}

/** One item of a section; whatever is asked of it counts as taken. */
class ResumeItem {
  readonly #item: JsonObject
  readonly #pointer: string
  readonly #gathered: LifeGatherer
  readonly #used: Set<string>

  constructor(item: JsonObject, pointer: string, gathered: LifeGatherer, used: Set<string>) {
    this.#item = item
    this.#pointer = pointer
    this.#gathered = gathered
    this.#used = used
  }

  text(...names: readonly string[]): string {
    const name = names.find((each) => typeof this.#item[each] === 'string' && this.#item[each] !== '')
    if (name === undefined) return ''
    this.#used.add(`${this.#pointer}/${name}`)
    return String(this.#item[name])
  }

  texts(name: string): readonly string[] {
    const list = this.#item[name]
    if (!Array.isArray(list)) return []
    return list.flatMap((each: Json, index) => {
      if (typeof each !== 'string') return []
      this.#used.add(`${this.#pointer}/${name}/${index}`)
      return [each]
    })
  }

  /** Texts and lists as lines, with the address at the end. */
  story(names: readonly string[], ...lists: readonly string[]): string {
    const lines = [...names.map((name) => this.text(name)), ...lists.flatMap((name) => this.texts(name)).map((text) => `• ${text}`), this.text('url', 'website')]
    return lines.filter((line) => line !== '').join('\n')
  }

  /** An end that is not there means that it goes on. */
  period(start: string, end: string): Pick<LifeFacts, 'from' | 'to'> {
    const [from, to] = [this.#readMonth(start), this.#readMonth(end)]
    return { ...(from === undefined ? {} : { from }), ...(to !== undefined ? { to } : from !== undefined && (this.#item[end] ?? '') === '' ? { to: 'now' } : {}) }
  }

  month(name: string): Pick<LifeFacts, 'to'> {
    const to = this.#readMonth(name)
    return to === undefined ? {} : { to }
  }

  #readMonth(name: string): string | undefined {
    const value = this.#item[name]
    const month = typeof value === 'string' ? readMonth(value) : undefined
    if (month !== undefined) this.#used.add(`${this.#pointer}/${name}`)
    return month
  }

  draft(facts: Omit<LifeFacts, 'skills' | 'kind'> & { readonly kind: LifeKind, readonly skills?: readonly string[] }): void {
    if (facts.what.trim() === '') return this.#giveBack()
    this.#gathered.draft({ skills: [], ...facts }, this.#pointer)
  }

  /** Kept, as a kind that is wider than what it was. */
  narrowed(facts: Omit<LifeFacts, 'skills'>): void {
    this.draft(facts)
    if (facts.what.trim() !== '') this.#gathered.lose('narrowed', this.#pointer, facts.what)
  }

  /** Without a name nothing comes of it: all that was taken is lost, and told. */
  #giveBack(): void {
    for (const pointer of this.#used) if (pointer.startsWith(`${this.#pointer}/`)) this.#used.delete(pointer)
  }
}
