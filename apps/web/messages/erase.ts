import type * as english from './en/erase.ts'
import { words } from './words.ts'

export const { erase } = words<typeof english>()({ en: () => import('./en/erase.ts') })
