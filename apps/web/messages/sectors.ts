import type * as english from './en/sectors.ts'
import { words } from './words.ts'

export const { sectorWords } = words<typeof english>()({ en: () => import('./en/sectors.ts') })
