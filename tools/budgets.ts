/**
 * Prints how much JavaScript the first load of each page needs, from the built files: the entry, the page's own
 * chunk, everything that either imports at once, and their words in the longest of the languages. What a page fetches
 * later, on demand, is not in it.
 *
 *   npm run budgets -- --json
 *   npm run budgets -- --throttled [--json]    also measures in a slowed browser, which takes some minutes
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { languages } from '../apps/web/languages.ts'
import type { Figure } from './throttled-run.ts'

interface BuiltChunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}

type Manifest = Readonly<Record<string, BuiltChunk>>

/** Which parts each page adds to what the document asks for, how much of it a poor connection may be asked for, and in how many files. */
export const pages = {
  wallet: { build: 'wallet', sources: [], limitKilobytes: 60, limitFiles: 8 },
  claim: { build: 'wallet', sources: ['wallet/pages/claim.tsx'], limitKilobytes: 60, limitFiles: 12 },
  verify: { build: 'node', sources: ['pages/verify.tsx'], limitKilobytes: 60, limitFiles: 18 },
} as const

/** The files that are loaded at once when these sources are: what they import, and the words of what they import in one language. */
export function firstLoad(manifest: Manifest, sources: readonly string[], language: string): readonly string[] {
  const files = new Set<string>()
  const inLanguage = (english: string): string => [groupIn(manifest, english, language), english.replace('/en/', `/${language}/`), english].find((words) => words !== undefined && words in manifest) ?? english
  const add = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`Cannot weigh ${name}: the build has no such part`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
    chunk.dynamicImports?.filter((name) => name.startsWith('messages/en/') || name.startsWith('_words-en-')).forEach((english) => add(inLanguage(english)))
  }
  sources.forEach(add)
  return [...files].filter((file) => file.endsWith('.js'))
}

/** Words that are together in one file have its name, which ends with a hash. */
function groupIn(manifest: Manifest, english: string, language: string): string | undefined {
  return english.startsWith('_words-en-') ? Object.keys(manifest).find((name) => name.startsWith(`_words-${language}-`)) : undefined
}

/** What is weighed of a page. */
export interface Weight {
  readonly brotliKilobytes: number
  readonly files: number
}

/** Weighs what a built page loads first, in its heaviest language. */
export function weigh({ build, sources }: { readonly build: string; readonly sources: readonly string[] }): Weight {
  const folder = fileURLToPath(new URL(`../dist/web/${build}/`, import.meta.url))
  const manifest = JSON.parse(readFileSync(`${folder}.vite/manifest.json`, 'utf8')) as Manifest
  const entry = /<script type="module"[^>]* src="\/([^"]+)"/.exec(readFileSync(`${folder}index.html`, 'utf8'))?.[1]
  const entryName = Object.keys(manifest).find((name) => manifest[name]?.file === entry)
  if (entryName === undefined) throw new Error(`Cannot weigh ${build}: its document names no part of the build`)
  const lengthOf = (file: string): number => brotliCompressSync(readFileSync(`${folder}${file}`)).length
  const loads = Object.keys(languages).map((language) => firstLoad(manifest, [entryName, ...sources], language))
  const bytes = loads.map((files) => files.reduce((sum, file) => sum + lengthOf(file), 0))
  return { brotliKilobytes: Math.round(Math.max(...bytes) / 100) / 10, files: Math.max(...loads.map(({ length }) => length)) }
}

if (process.argv[1]?.endsWith('budgets.ts') === true) {
  const isJson = process.argv.includes('--json')
  const weighed = Object.entries(pages).map(([name, page]) => ({ name, ...weigh(page), limitKilobytes: page.limitKilobytes }))
  if (!isJson) for (const { name, brotliKilobytes, files, limitKilobytes } of weighed) console.log(`${name.padEnd(8)}${String(brotliKilobytes).padStart(6)} kB of ${limitKilobytes}, in ${files} files`)
  const throttled = process.argv.includes('--throttled') ? await (await import('./throttled-run.ts')).runThrottled(5, (figure) => { if (!isJson) console.log(describeFigure(figure)) }) : undefined
  if (!isJson && throttled !== undefined) console.log(JSON.stringify({ conditions: throttled.conditions, machine: throttled.machine }))
  if (isJson) console.log(JSON.stringify({ pages: Object.fromEntries(weighed.map(({ name, brotliKilobytes, files }) => [name, { brotliKilobytes, files }])), ...(throttled === undefined ? {} : { throttled }) }))
  if (weighed.some(({ brotliKilobytes, limitKilobytes }) => brotliKilobytes > limitKilobytes)) process.exitCode = 1
}

function describeFigure({ name, milliseconds, goalMilliseconds, isMet, requests, kilobytes }: Figure): string {
  return `${name.padEnd(48)}${String(milliseconds).padStart(6)} ms of ${goalMilliseconds}: ${isMet ? 'met' : 'MISSED'}, ${requests} requests, ${kilobytes} kB`
}
