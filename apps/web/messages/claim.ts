import type * as english from './en/claim.ts'
import { words } from './words.ts'

export const { claim } = words<typeof english>()({
  en: () => import('./en/claim.ts'),
  es: () => import('./es/claim.ts'),
  fr: () => import('./fr/claim.ts'),
  ar: () => import('./ar/claim.ts'),
})
