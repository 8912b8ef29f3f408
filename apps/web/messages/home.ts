import type * as english from './en/home.ts'
import { words } from './words.ts'

export const { home } = words<typeof english>()({ en: () => import('./en/home.ts') })
