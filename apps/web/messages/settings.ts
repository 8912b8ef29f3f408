import type * as english from './en/settings.ts'
import { words } from './words.ts'

export const { settings } = words<typeof english>()({ en: () => import('./en/settings.ts') })
