import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'
import { describe, expect, it, vi } from 'vitest'
import { verify } from './verify.ts'
import { wallet } from './wallet.ts'
import { showLanguage } from './words.ts'

const web = fileURLToPath(new URL('../', import.meta.url))
const modules = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !/^messages\/|^node_modules\/|\.test\.ts$/.test(path))

describe('a module of the pages', () => {
  it('is found', () => {
    expect(modules.length).toBeGreaterThan(100)
  })

  it.each(modules)('reads no sentence before a page is drawn: %s', async (path) => {
    expect(await readEarly(resolve(web, path), readFileSync(resolve(web, path), 'utf8'))).toEqual([])
  })

  it.each(["const title = wallet.home", "const { home } = wallet", "const all = Object.entries(wallet.make.weak)", "const deep = words.show", "const one = { ...words.weak }"])('would be caught: %s', async (line) => {
    const source = `import { wallet } from '../messages/wallet.ts'\nconst words = wallet.make\nconst table = { a: words.weak }\nconst late = () => wallet.home\n${line}\n`
    expect(await readEarly(resolve(web, 'wallet/made-up.ts'), source)).toHaveLength(1)
  })
})

/** Words apart from those of the pages and of other tests: nobody else waits for what never comes. */
async function apart(): Promise<typeof import('./words.ts')> {
  vi.resetModules()
  const own = await import('./words.ts')
  vi.resetModules()
  return own
}

describe('words()', () => {
  const { make } = wallet

  it('shows the language of the moment in a table that was taken apart before', async () => {
    const { weak } = make
    expect(make.done).toBe('Make my wallet')
    await showLanguage('es')
    expect([make.done, weak['too-repetitive']()]).toEqual(['Crear mi billetera', 'Repite siempre los mismos caracteres. Añada otras palabras.'])
    expect(make.weak).toBe(weak)
    await showLanguage('en')
    expect(Object.keys(weak)).toEqual(['too-short', 'too-repetitive', 'too-common'])
  })

  it('keeps a name apart from a sentence that runs the other way', async () => {
    expect(verify.headlines.genuine('Riverside')).toBe('Genuine, and signed by Riverside')
    await showLanguage('ar')
    expect(verify.headlines.genuine('Riverside')).toContain('\u2068Riverside\u2069')
    await showLanguage('en')
  })

  it('counts as the language counts', async () => {
    await showLanguage('ar')
    expect([0, 1, 2, 3, 11, 100].map((count) => wallet.list.count(count))).toEqual(['لا وثائق', 'وثيقة واحدة', 'وثيقتان', '3 وثائق', '11 وثيقة', '100 وثيقة'])
    await showLanguage('en')
    expect([1, 2].map((count) => wallet.list.count(count))).toEqual(['1 record', '2 records'])
  })

  it('has nothing under a name that no language has, and nothing of what every object has', () => {
    expect(Reflect.get(make.weak, 'constructor')).toBeUndefined()
    expect('toString' in make.weak).toBe(false)
  })

  it('changes nothing where the words do not come', async () => {
    const { words, wordsReady, showLanguage, language } = await apart()
    const english = { made: { up: 'Made up' } }
    const { made } = words<typeof english>()({ en: async () => english, fr: async (): Promise<typeof english> => { throw new TypeError('Cannot load') } })
    const other = words<{ readonly home: string }>()({ en: async () => ({ home: 'Home' }), fr: async () => ({ home: 'Accueil' }) })
    await wordsReady()
    await expect(showLanguage('fr')).rejects.toThrow('Cannot load')
    expect([made.up, other.home, language()]).toEqual(['Made up', 'Home', 'en'])
  })

  it('says of words that are not there yet that they are not, in place of showing something else', async () => {
    const { words } = await apart()
    const { late } = words<{ readonly late: string }>()({ en: () => new Promise<{ readonly late: string }>(() => undefined) })
    expect(() => `${late}`).toThrow('not loaded yet')
  })
})

interface Syntax {
  readonly type: string
  readonly start: number
  readonly [name: string]: unknown
}

/** What a module takes from its words while it is loaded, other than whole tables of them, which look themselves up later. */
async function readEarly(file: string, source: string): Promise<readonly string[]> {
  const { program } = parseSync(file, source)
  const tables = new Map<string, unknown>()
  const faults: string[] = []
  for (const statement of program.body as unknown as readonly Syntax[]) {
    if (statement.type === 'ImportDeclaration') await addWords(statement, file, tables)
    else visit(statement, 'statement')
  }
  return faults

  function visit(syntax: Syntax, place: string): void {
    if (/Function/.test(syntax.type) || syntax.type.startsWith('TS')) return
    const found = lookUp(syntax, tables)
    if (found !== undefined) {
      const isTable = typeof found.value === 'object' && !Array.isArray(found.value)
      const isKept = ['init', 'elements', 'value'].includes(place)
      if (!isTable || !isKept) faults.push(source.slice(syntax.start, Number(syntax['end'])))
      return
    }
    if (syntax.type === 'VariableDeclarator' && isSyntax(syntax['init'])) declare(syntax['id'] as Syntax, lookUp(syntax['init'], tables)?.value)
    for (const [name, part] of Object.entries(syntax)) {
      if (name === 'id' || ((name === 'key' || name === 'property') && syntax['computed'] !== true)) continue
      for (const each of Array.isArray(part) ? part : [part]) if (isSyntax(each)) visit(each, name)
    }
  }

  function declare(id: Syntax, value: unknown): void {
    if (typeof value !== 'object') return
    if (id.type === 'Identifier') return void tables.set(String(id['name']), value)
    for (const property of id['properties'] as readonly Syntax[]) {
      const part = Reflect.get(value ?? {}, String((property['key'] as Syntax)['name'])) as unknown
      if (typeof part === 'object') declare(property['value'] as Syntax, part)
      else faults.push(source.slice(property.start, Number(property['end'])))
    }
  }
}

async function addWords(statement: Syntax, file: string, tables: Map<string, unknown>): Promise<void> {
  const from = String((statement['source'] as Syntax)['value'])
  if (!/\/messages\/[\w-]+\.ts$/.test(from)) return
  const english = await import(resolve(dirname(resolve(file)), dirname(from), 'en', basename(from)).replace(/^.*\/apps\/web\/messages/, '.')).catch(() => ({})) as Readonly<Record<string, unknown>>
  for (const { imported, local } of statement['specifiers'] as readonly { readonly imported: Syntax, readonly local: Syntax }[]) {
    const value = english[String(imported['name'])]
    if (value !== undefined) tables.set(String(local['name']), value)
  }
}

/** The words at the end of a chain like `wallet.share.facts`, if it begins with words. */
function lookUp(syntax: Syntax, tables: ReadonlyMap<string, unknown>): { readonly value: unknown } | undefined {
  if (syntax.type === 'Identifier') return tables.has(String(syntax['name'])) ? { value: tables.get(String(syntax['name'])) } : undefined
  if (syntax.type !== 'MemberExpression') return undefined
  const table = lookUp(syntax['object'] as Syntax, tables)
  if (table === undefined) return undefined
  const name = String((syntax['property'] as Syntax)['name'])
  return { value: syntax['computed'] === true ? undefined : (table.value as Readonly<Record<string, unknown>> | undefined)?.[name] }
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
