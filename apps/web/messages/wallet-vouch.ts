import type * as english from './en/wallet-vouch.ts'
import { words } from './words.ts'

export const { walletVouch } = words<typeof english>()({
  en: () => import('./en/wallet-vouch.ts'),
  es: () => import('./es/wallet-vouch.ts'),
  fr: () => import('./fr/wallet-vouch.ts'),
  ar: () => import('./ar/wallet-vouch.ts'),
})
