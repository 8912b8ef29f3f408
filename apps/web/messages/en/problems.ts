import type { ApiProblem } from '../../api.ts'

/** What happened, and what to do now. */
export interface ProblemWords { readonly what: string, readonly next: string }

const words: Readonly<Record<string, ProblemWords>> = {
  'network/unreachable': { what: 'We could not reach the node', next: 'Nothing was lost. Check your connection, then try again.' },
  'network/not-understood': { what: 'We got an answer that we could not read', next: 'The node may be starting or busy. Wait a minute, then try again.' },
  'page/fault': { what: 'This page has a fault', next: 'Load the page again. If it happens again, tell the people who run this node.' },
}

const otherwise: ProblemWords = { what: 'That did not work', next: 'Nothing was changed. Try again; if it happens again, tell the people who run this node what you were doing.' }

/** The words for a refusal. An unknown code gets words that are true of every refusal. */
export const explainProblem = (problem: ApiProblem): ProblemWords => words[problem.code] ?? otherwise
