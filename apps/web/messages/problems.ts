import type { ApiProblem } from '../api.ts'
import type * as english from './en/problems.ts'
import { words } from './words.ts'

const { problemWords } = words<typeof english>()({
  en: () => import('./en/problems.ts'),
  es: () => import('./es/problems.ts'),
  fr: () => import('./fr/problems.ts'),
  ar: () => import('./ar/problems.ts'),
})

/** What happened, and what to do now. */
export interface ProblemWords { readonly what: string, readonly next: string }

type ProblemTable = Readonly<Record<string, ProblemWords>>

const tables: ProblemTable[] = [problemWords]

/** Adds the words for refusals that only some pages meet. */
export function addProblems(table: ProblemTable): void {
  tables.push(table)
}

/** The words for a refusal. An unknown code gets words that are true of every refusal. */
export function explainProblem({ code }: Pick<ApiProblem, 'code'>): ProblemWords {
  // Untrusted: the code is whatever answered.
  return tables.find((table) => Object.hasOwn(table, code))?.[code] ?? problemWords.other
}

/** Every code that has words of its own, in the order in which the guide for developers lists them. */
export function listProblems(): readonly (readonly [string, ProblemWords])[] {
  return tables.flatMap((table) => Object.entries(table)).filter(([code]) => code !== 'other')
}
