/**
 * The words of the pages, in the language of the reader.
 *
 * English says which words there are; the other languages are checked against it, down to what each function takes.
 * What `words()` gives is a view: it shows the language of this moment, so a change of language changes every page that
 * is open, with what was typed in it, and a table of words may be taken apart when a module is loaded. Only a sentence
 * itself must be read while a page is drawn. Only the words of one language are loaded, by the pages that use them.
 */
import { signal } from '@preact/signals'
import { type Language, languageAt, languages } from '../languages.ts'

/** What a language must have, given the English: the same names, sentences for sentences, functions of the same arguments. */
export type Words<English> = English extends string ? string
  : English extends (...given: infer Given) => infer Said ? (...given: Given) => Words<Said>
    : { readonly [Name in keyof English]: Words<English[Name]> }

/** As it came, if it has all of the English, nothing more, and no function takes fewer arguments. */
type Checked<English, Other> = English extends string ? Other
  : English extends (...given: infer Given) => unknown ? Other extends (...given: infer Taken) => unknown ? Taken['length'] extends Given['length'] ? Other : never : never
    : { readonly [Name in keyof Other]: Name extends keyof English ? Checked<English[Name], Other[Name]> : never }

type Load<Module> = () => Promise<Module>
type Loads<English> = { readonly en: Load<English> } & { readonly [Other in Exclude<Language, 'en'>]?: Load<Words<English>> }
type CheckedLoads<English, Given> = { readonly [Name in keyof Given]: Given[Name] extends Load<infer Other> ? Load<Checked<English, Other>> : never }

interface Area {
  readonly loads: Loads<object>
  readonly loaded: Map<Language, object>
}

const areas: Area[] = []
const shown = signal<Language>(typeof location === 'undefined' ? 'en' : languageAt(location.pathname))
let wanted = shown.value
let change: Promise<void> = Promise.resolve()

/** The language of the pages at this moment. */
export const language = (): Language => shown.value

/** The words of one area in the language of this moment; in English where the area has no other. */
export function words<English extends object>(): <Given extends Loads<English>>(loads: Given & CheckedLoads<English, Given>) => Words<English> {
  return (loads) => {
    const area: Area = { loads, loaded: new Map() }
    areas.push(area)
    // Begun at once, awaited by wordsReady(), which reports what does not come.
    load(area, wanted).catch(() => undefined)
    return viewOf(() => area.loaded.get(spoken(area, shown.value))) as Words<English>
  }
}

/** Waits for the words of every module that was loaded so far, and for a change of language that is under way. */
export async function wordsReady(): Promise<void> {
  await change.catch(() => undefined)
  await Promise.all(areas.map((area) => load(area, shown.value)))
}

/** Changes the language of every page as soon as all its words are there: at once when they are. Until then, or if they do not come, nothing changes. */
export function showLanguage(next: Language): Promise<void> {
  wanted = next
  change = changeTo(next)
  return change
}

async function changeTo(next: Language): Promise<void> {
  // Pages that are opened meanwhile bring more.
  while (!isComplete(next)) await Promise.all(areas.map((area) => load(area, next)))
  settle(next)
}

const isComplete = (next: Language): boolean => areas.every((area) => area.loaded.has(spoken(area, next)))

function settle(next: Language): void {
  if (wanted !== next || shown.value === next) return
  shown.value = next
  markDocument()
}

/** Tells the browser, and through it screen readers, what the page speaks and which way it runs. */
export function markDocument(): void {
  if (typeof document === 'undefined') return
  document.documentElement.lang = shown.value
  document.documentElement.dir = languages[shown.value].direction
}

const spoken = ({ loads }: Area, next: Language): Language => (loads[next] === undefined ? 'en' : next)

async function load(area: Area, next: Language): Promise<void> {
  const name = spoken(area, next)
  if (!area.loaded.has(name)) area.loaded.set(name, await (area.loads[name] ?? area.loads.en)())
}

/** A table of words that looks itself up each time. Tables within it are such views too, always the same one under the same name. */
function viewOf(read: () => object | undefined): object {
  const parts = new Map<string, object>()
  const view = (name: string): object => {
    const part = parts.get(name) ?? viewOf(() => Reflect.get(read() ?? {}, name) as object | undefined)
    parts.set(name, part)
    return part
  }
  return new Proxy({}, {
    get(_, name) {
      const table = read()
      if (typeof name === 'symbol') return table === undefined ? refuse() : undefined
      // Not yet loaded: taken apart by a module, which reads the sentences later.
      if (table === undefined) return view(name)
      const found: unknown = Object.hasOwn(table, name) ? Reflect.get(table, name) : undefined
      if (typeof found === 'function' && languages[shown.value].direction === 'rtl') return apart(found as (...given: readonly unknown[]) => string)
      return typeof found === 'object' && !Array.isArray(found) ? view(name) : found
    },
    has: (_, name) => Object.hasOwn(read() ?? refuse(), name),
    ownKeys: () => Reflect.ownKeys(read() ?? refuse()),
    getOwnPropertyDescriptor: (_, name) => (Object.hasOwn(read() ?? refuse(), name) ? { enumerable: true, configurable: true } : undefined),
  })
}

/** In a sentence that runs from right to left a name, an address or a date keeps its own order (Unicode, Explicit Directional Isolates). */
function apart(say: (...given: readonly unknown[]) => string): (...given: readonly unknown[]) => string {
  return (...given) => say(...given.map((one) => (typeof one === 'string' ? `\u2068${one}\u2069` : one)))
}

function refuse(): never {
  throw new TypeError('Cannot read words: they are not loaded yet')
}
