import type * as english from './en/statements.ts'
import { words } from './words.ts'

export const { statements } = words<typeof english>()({ en: () => import('./en/statements.ts') })
