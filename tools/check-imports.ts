/**
 * Holds the import rules of ARCHITECTURE.md: the ladder inside `lib`, adapters that nothing in `lib`
 * imports, programs that see the library by its package name and never one another. Without it the
 * ledger could learn what a credential is, or a page could reach into the server.
 */
import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { dirname, join, normalize } from 'node:path'

export const ladder = [
  'error.ts', 'encoding', 'crypto', 'ledger', 'equity', 'did', 'credential', 'status', 'trust', 'governance',
  'exchange', 'verifier', 'issuer', 'award', 'holder', 'skills', 'standards',
] as const
const adapters = ['node', 'browser']

/** Tells why `file` may not import `specifier`, or undefined when it may. Both are slash paths from the root. */
export function refusal(file: string, specifier: string): string | undefined {
  const parts = file.split('/')
  if (!specifier.startsWith('.')) {
    if (parts[0] === 'lib' && specifier.startsWith('everlearned')) return 'lib imports its own files by path'
    const isLadder = parts[0] === 'lib' && !adapters.includes(parts[1] ?? '') && !file.endsWith('.test.ts')
    return isLadder && specifier.startsWith('node:') ? 'ladder folders use web standards only' : undefined
  }
  const target = normalize(join(dirname(file), specifier)).split('/')
  const privateName = target.at(-1)?.startsWith('_') === true
  if (privateName && target.slice(0, -1).join('/') !== parts.slice(0, -1).join('/')) return 'a _private file is for its own folder'
  if (parts[0] === 'apps') {
    if (target[0] === 'lib') return 'programs import the library by its package name'
    return target[0] === 'apps' && target[1] !== parts[1] ? 'programs never import one another' : undefined
  }
  if (parts[0] !== 'lib' || file.endsWith('.test.ts')) return undefined
  if (target[0] !== 'lib') return 'lib imports nothing outside lib'
  const [from, to] = [parts[1] ?? '', target[1] ?? '']
  if (from === to) return target.at(-1) === 'index.ts' ? 'inside lib import the file that holds the thing' : undefined
  if (adapters.includes(to)) return 'nothing in lib imports node/ or browser/'
  if (target.at(-1) === 'index.ts') return 'inside lib import the file that holds the thing'
  if (adapters.includes(from)) return undefined
  const [fromStep, toStep] = [ladder.indexOf(from as never), ladder.indexOf(to as never)]
  if (fromStep < 0) return `lib/${from} is not on the ladder`
  return toStep >= 0 && toStep < fromStep ? undefined : `${to} is not below ${from} on the ladder`
}

/** The specifiers that a source text imports or re-exports, types included. */
export function importsOf(source: string): readonly string[] {
  return [...source.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}

if (process.argv[1]?.endsWith('check-imports.ts') === true) {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], { encoding: 'utf8' }).split('\n')
  let broken = 0
  for (const file of files.filter((name) => /^(lib|apps)\//.test(name))) {
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      const reason = refusal(file, specifier)
      if (reason === undefined) continue
      broken += 1
      console.error(`${file}: imports ${specifier}: ${reason}`)
    }
  }
  if (broken > 0) process.exitCode = 1
  else console.log(`imports: ${files.length} files keep the ladder`)
}
