import type * as english from './en/wallet-resume.ts'
import { words } from './words.ts'

export const { walletResume } = words<typeof english>()({
  en: () => import('./en/wallet-resume.ts'),
  es: () => import('./es/wallet-resume.ts'),
  fr: () => import('./fr/wallet-resume.ts'),
  ar: () => import('./ar/wallet-resume.ts'),
})
