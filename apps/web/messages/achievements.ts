import type * as english from './en/achievements.ts'
import { words } from './words.ts'

export const { achievements } = words<typeof english>()({ en: () => import('./en/achievements.ts') })
