/**
 * Prints how much JavaScript the first load of each page needs, from the built files: the entry, the page's own
 * chunk, everything that either imports at once, and their words in the longest of the languages. What a page fetches
 * later, on demand, is not in it.
 *
 *   npm run budgets -- --json
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { languages } from '../apps/web/languages.ts'

interface BuiltChunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}

type Manifest = Readonly<Record<string, BuiltChunk>>

/** Where each page's code begins, and how much of it a poor connection may be asked for. */
const pages = {
  wallet: { build: 'wallet', sources: ['wallet.html', 'wallet/pages/unlock.tsx', 'wallet/pages/list.tsx'], limitKilobytes: 60 },
  claim: { build: 'wallet', sources: ['wallet.html', 'wallet/pages/claim.tsx'], limitKilobytes: 60 },
  verify: { build: 'node', sources: ['index.html', 'pages/verify.tsx'], limitKilobytes: 60 },
} as const

/** The files that are loaded at once when these sources are: what they import, and the words of what they import in one language. */
export function firstLoad(manifest: Manifest, sources: readonly string[], language: string): readonly string[] {
  const files = new Set<string>()
  const inLanguage = (english: string): string => [english.replace('/en/', `/${language}/`), english].find((words) => words in manifest) ?? english
  const add = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`Cannot weigh ${name}: the build has no such part`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
    chunk.dynamicImports?.filter((name) => name.startsWith('messages/en/')).forEach((english) => add(inLanguage(english)))
  }
  sources.forEach(add)
  return [...files].filter((file) => file.endsWith('.js'))
}

function weigh({ build, sources }: { readonly build: string; readonly sources: readonly string[] }): number {
  const folder = fileURLToPath(new URL(`../dist/web/${build}/`, import.meta.url))
  const manifest = JSON.parse(readFileSync(`${folder}.vite/manifest.json`, 'utf8')) as Manifest
  const lengthOf = (file: string): number => brotliCompressSync(readFileSync(`${folder}${file}`)).length
  const bytes = Object.keys(languages).map((language) => firstLoad(manifest, sources, language).reduce((sum, file) => sum + lengthOf(file), 0))
  return Math.round(Math.max(...bytes) / 100) / 10
}

if (process.argv[1]?.endsWith('budgets.ts') === true) {
  const weighed = Object.entries(pages).map(([name, page]) => ({ name, brotliKilobytes: weigh(page), limitKilobytes: page.limitKilobytes }))
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ pages: Object.fromEntries(weighed.map(({ name, brotliKilobytes }) => [name, { brotliKilobytes }])) }))
  } else {
    for (const { name, brotliKilobytes, limitKilobytes } of weighed) console.log(`${name.padEnd(8)}${String(brotliKilobytes).padStart(6)} kB of ${limitKilobytes}`)
  }
  if (weighed.some(({ brotliKilobytes, limitKilobytes }) => brotliKilobytes > limitKilobytes)) process.exitCode = 1
}
