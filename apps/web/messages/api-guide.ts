import type * as english from './en/api-guide.ts'
import { words } from './words.ts'

export const { apiGuide } = words<typeof english>()({ en: () => import('./en/api-guide.ts') })
