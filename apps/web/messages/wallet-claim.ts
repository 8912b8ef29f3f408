import type * as english from './en/wallet-claim.ts'
import { words } from './words.ts'

export const { walletAdd, walletClaim } = words<typeof english>()({
  en: () => import('./en/wallet-claim.ts'),
  es: () => import('./es/wallet-claim.ts'),
  fr: () => import('./fr/wallet-claim.ts'),
  ar: () => import('./ar/wallet-claim.ts'),
})
