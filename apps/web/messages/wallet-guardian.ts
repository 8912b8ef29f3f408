import type * as english from './en/wallet-guardian.ts'
import { words } from './words.ts'

export const { walletGuardian } = words<typeof english>()({
  en: () => import('./en/wallet-guardian.ts'),
  es: () => import('./es/wallet-guardian.ts'),
  fr: () => import('./fr/wallet-guardian.ts'),
  ar: () => import('./ar/wallet-guardian.ts'),
})
