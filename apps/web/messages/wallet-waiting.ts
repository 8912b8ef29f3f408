import type * as english from './en/wallet-waiting.ts'
import { words } from './words.ts'

export const { walletWaiting } = words<typeof english>()({
  en: () => import('./en/wallet-waiting.ts'),
  es: () => import('./es/wallet-waiting.ts'),
  fr: () => import('./fr/wallet-waiting.ts'),
  ar: () => import('./ar/wallet-waiting.ts'),
})
