import type * as english from './en/verify.ts'
import { words } from './words.ts'

export const { verify } = words<typeof english>()({ en: () => import('./en/verify.ts') })
