import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const page = readFileSync(`${root}docs/interop.md`, 'utf8')
const contract = `${root}../shared/contracts/ler-interop.md`
const area = '(?:VI|VA|VV|VP|OI|OA|OV|OP|DI|DV|CI|CD|CA|CP|CV)'

/** The tests of a requirement begin with its id, or with several: `VI9–VI14, CI1: …`. */
interface Title { readonly file: string; readonly ids: readonly string[]; readonly words: string }

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(`${root}${folder}`, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* testFiles(`${folder}/${entry.name}`)
    else if (entry.name.endsWith('.test.ts')) yield `${folder}/${entry.name}`
  }
}

function idsIn(list: string): readonly string[] {
  return list.split(', ').flatMap((part) => {
    const [, name = '', from = '', to = from] = /^([A-Z]{2})(\d+)(?:–(?:[A-Z]{2})?(\d+))?$/.exec(part) ?? []
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${name}${Number(from) + index}`)
  })
}

const beginning = new RegExp(`\\(\\s*(['"\`])(${area}\\d+(?:–${area}?\\d+)?(?:, ${area}\\d+(?:–${area}?\\d+)?)*): ((?:\\\\.|(?!\\1).)*)\\1,`, 'g')
const titles = ['lib', 'apps', 'stories'].flatMap((folder) => [...testFiles(folder)]).flatMap((file) =>
  [...readFileSync(`${root}${file}`, 'utf8').matchAll(beginning)].map(([, , list = '', words = '']): Title => ({ file, ids: idsIn(list), words })))

const rows = page.split('\n').map((line) => new RegExp(`^\\| (${area}\\d+) \\| (.+) \\| (.*) \\|$`).exec(line)).filter((row) => row !== null)
  .map(([, id = '', words = '', tests = '']) => ({ id, words, files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file]) => file) }))

describe('docs/interop.md', () => {
  it('has each requirement once, in order and without a gap', () => {
    const counts = { VI: 14, VA: 18, VV: 19, VP: 10, OI: 16, OA: 17, OV: 20, OP: 12, DI: 10, DV: 23, CI: 6, CD: 3, CA: 5, CP: 4, CV: 4 }
    expect(rows.map(({ id }) => id)).toEqual(Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, (_, index) => `${name}${index + 1}`)))
  })

  it('names for each the files with tests under its id: at least one, each, and no other', () => {
    const found = rows.map(({ id }) => [id, [...new Set(titles.filter(({ ids }) => ids.includes(id)).map(({ file }) => file))].toSorted()])
    expect(rows.map(({ id, files }) => [id, files])).toEqual(found)
    expect(rows.filter(({ files }) => files.length === 0)).toEqual([])
  })

  it('knows every id under which there is a test', () => {
    expect(titles.flatMap(({ ids }) => ids).filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  })

  it('names a test for each refusal in each protocol', () => {
    const cells = page.split('\n').filter((line) => line.startsWith('| **')).map((line) => line.split('|').slice(2, -1))
    expect(cells.map((row) => row.length)).toEqual([5, 5, 5, 5, 5, 5, 5])
    const named = cells.flatMap((row) => row.slice(1).map((cell) => [...cell.matchAll(/`(\w+): ([^`]+)`/g)].map(([, id = '', words = '']) => ({ id, words }))))
    expect(named.filter((cell) => cell.length === 0)).toEqual([])
    expect(named.flat().filter(({ id, words }) => !titles.some((title) => title.ids.includes(id) && title.words.includes(words)))).toEqual([])
  })

  it.skipIf(!existsSync(contract))('has every requirement of the contract', () => {
    const text = readFileSync(contract, 'utf8')
    const list = text.slice(text.indexOf('## 10. MUST lists'), text.indexOf('## 11. Errors'))
    const named = [...list.matchAll(new RegExp(`\\b(${area}\\d+(?:–\\d+)?)\\b`, 'g'))].flatMap(([, part = '']) => idsIn(part))
    expect(new Set(named).size).toBe(159)
    expect(named.filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  })
})
