import type * as english from './en/wallet-build.ts'
import { words } from './words.ts'

export const { walletBuild } = words<typeof english>()({
  en: () => import('./en/wallet-build.ts'),
  es: () => import('./es/wallet-build.ts'),
  fr: () => import('./fr/wallet-build.ts'),
  ar: () => import('./ar/wallet-build.ts'),
})
