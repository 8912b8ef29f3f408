import type * as english from './en/account.ts'
import { words } from './words.ts'

export const { account } = words<typeof english>()({ en: () => import('./en/account.ts') })
