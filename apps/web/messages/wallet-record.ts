import type * as english from './en/wallet-record.ts'
import { words } from './words.ts'

export const { walletRecord } = words<typeof english>()({
  en: () => import('./en/wallet-record.ts'),
  es: () => import('./es/wallet-record.ts'),
  fr: () => import('./fr/wallet-record.ts'),
  ar: () => import('./ar/wallet-record.ts'),
})
