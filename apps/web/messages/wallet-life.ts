import type * as english from './en/wallet-life.ts'
import { words } from './words.ts'

export const { walletLife } = words<typeof english>()({
  en: () => import('./en/wallet-life.ts'),
  es: () => import('./es/wallet-life.ts'),
  fr: () => import('./fr/wallet-life.ts'),
  ar: () => import('./ar/wallet-life.ts'),
})
