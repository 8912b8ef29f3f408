import type * as english from './en/claims.ts'
import { words } from './words.ts'

export const { claims, bulk, claim, tickets } = words<typeof english>()({ en: () => import('./en/claims.ts') })
