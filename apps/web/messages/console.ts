import type * as english from './en/console.ts'
import { words } from './words.ts'

export const { desk, overview, jobs, slips } = words<typeof english>()({ en: () => import('./en/console.ts') })
