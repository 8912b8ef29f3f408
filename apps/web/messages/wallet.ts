import type * as english from './en/wallet.ts'
import { words } from './words.ts'

export const { wallet } = words<typeof english>()({ en: () => import('./en/wallet.ts') })
