import type * as english from './en/wallet-card.ts'
import { words } from './words.ts'

export const { walletCard } = words<typeof english>()({
  en: () => import('./en/wallet-card.ts'),
  es: () => import('./es/wallet-card.ts'),
  fr: () => import('./fr/wallet-card.ts'),
  ar: () => import('./ar/wallet-card.ts'),
})
