import type * as english from './en/wallet-timeline.ts'
import { words } from './words.ts'

export const { walletTimeline } = words<typeof english>()({
  en: () => import('./en/wallet-timeline.ts'),
  es: () => import('./es/wallet-timeline.ts'),
  fr: () => import('./fr/wallet-timeline.ts'),
  ar: () => import('./ar/wallet-timeline.ts'),
})
