import type * as english from './en/desk-problems.ts'
import { addProblems } from './problems.ts'
import { words } from './words.ts'

const { deskProblemWords } = words<typeof english>()({ en: () => import('./en/desk-problems.ts') })

addProblems(deskProblemWords)
