import type * as english from './en/ledger-acts.ts'
import { words } from './words.ts'

export const { acts, cosignerKey, opinion, reaffirm, recovery } = words<typeof english>()({ en: () => import('./en/ledger-acts.ts') })
