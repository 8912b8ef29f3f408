import type * as english from './en/wallet.ts'
import { words } from './words.ts'

export const { wallet } = words<typeof english>()({
  en: () => import('./en/wallet.ts'),
  es: () => import('./es/wallet.ts'),
  fr: () => import('./fr/wallet.ts'),
  ar: () => import('./ar/wallet.ts'),
})
