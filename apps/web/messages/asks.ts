import type * as english from './en/asks.ts'
import { words } from './words.ts'

export const { asks } = words<typeof english>()({ en: () => import('./en/asks.ts') })
