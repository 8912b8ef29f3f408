import type * as english from './en/guardian-desk.ts'
import { words } from './words.ts'

export const { guardianDesk } = words<typeof english>()({ en: () => import('./en/guardian-desk.ts') })
