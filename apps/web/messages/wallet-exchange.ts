import type * as english from './en/wallet-exchange.ts'
import { words } from './words.ts'

export const { walletExchange, walletLog } = words<typeof english>()({
  en: () => import('./en/wallet-exchange.ts'),
  es: () => import('./es/wallet-exchange.ts'),
  fr: () => import('./fr/wallet-exchange.ts'),
  ar: () => import('./ar/wallet-exchange.ts'),
})
