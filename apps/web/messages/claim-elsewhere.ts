import type * as english from './en/claim-elsewhere.ts'
import { words } from './words.ts'

export const { claimElsewhere } = words<typeof english>()({
  en: () => import('./en/claim-elsewhere.ts'),
  es: () => import('./es/claim-elsewhere.ts'),
  fr: () => import('./fr/claim-elsewhere.ts'),
  ar: () => import('./ar/claim-elsewhere.ts'),
})
