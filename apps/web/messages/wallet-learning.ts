import type * as english from './en/wallet-learning.ts'
import { words } from './words.ts'

export const { walletLearning } = words<typeof english>()({
  en: () => import('./en/wallet-learning.ts'),
  es: () => import('./es/wallet-learning.ts'),
  fr: () => import('./fr/wallet-learning.ts'),
  ar: () => import('./ar/wallet-learning.ts'),
})
