import type * as english from './en/ledger.ts'
import { words } from './words.ts'

export const { ledger, entryWords } = words<typeof english>()({ en: () => import('./en/ledger.ts') })
