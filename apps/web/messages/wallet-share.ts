import type * as english from './en/wallet-share.ts'
import { words } from './words.ts'

export const { walletShare } = words<typeof english>()({
  en: () => import('./en/wallet-share.ts'),
  es: () => import('./es/wallet-share.ts'),
  fr: () => import('./fr/wallet-share.ts'),
  ar: () => import('./ar/wallet-share.ts'),
})
