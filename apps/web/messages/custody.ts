import type * as english from './en/custody.ts'
import { words } from './words.ts'

export const { custody } = words<typeof english>()({ en: () => import('./en/custody.ts') })
