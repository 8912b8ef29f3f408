import type * as english from './en/colleagues.ts'
import { words } from './words.ts'

export const { colleagues, join } = words<typeof english>()({ en: () => import('./en/colleagues.ts') })
