import type * as english from './en/wallet-settings.ts'
import { words } from './words.ts'

export const { walletSettings, walletRestore } = words<typeof english>()({
  en: () => import('./en/wallet-settings.ts'),
  es: () => import('./es/wallet-settings.ts'),
  fr: () => import('./fr/wallet-settings.ts'),
  ar: () => import('./ar/wallet-settings.ts'),
})
