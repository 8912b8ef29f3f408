import type { ApiProblem } from '../api.ts'
import type * as deskEnglish from './en/desk-problems.ts'
import type * as english from './en/problems.ts'
import { words } from './words.ts'

const { problemWords } = words<typeof english>()({
  en: () => import('./en/problems.ts'),
  es: () => import('./es/problems.ts'),
  fr: () => import('./fr/problems.ts'),
  ar: () => import('./ar/problems.ts'),
})
const { deskProblemWords } = words<typeof deskEnglish>()({ en: () => import('./en/desk-problems.ts') })

/** What happened, and what to do now. */
export interface ProblemWords { readonly what: string, readonly next: string }

/** The words for a refusal. An unknown code gets words that are true of every refusal. */
export function explainProblem({ code }: Pick<ApiProblem, 'code'>): ProblemWords {
  return own(problemWords, code) ?? own(deskProblemWords, code) ?? problemWords.other
}

/** Every code that has words of its own, in the order in which the guide for developers lists them. */
export function listProblems(): readonly (readonly [string, ProblemWords])[] {
  return [...Object.entries(problemWords).filter(([code]) => code !== 'other'), ...Object.entries(deskProblemWords)]
}

/** Untrusted: the code is whatever answered. */
function own(table: Readonly<Record<string, ProblemWords>>, code: string): ProblemWords | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}
