import type * as english from './en/wallet-profile.ts'
import { words } from './words.ts'

export const { walletProfile } = words<typeof english>()({
  en: () => import('./en/wallet-profile.ts'),
  es: () => import('./es/wallet-profile.ts'),
  fr: () => import('./fr/wallet-profile.ts'),
  ar: () => import('./ar/wallet-profile.ts'),
})
