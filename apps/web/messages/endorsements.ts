import type * as english from './en/endorsements.ts'
import { words } from './words.ts'

export const { endorsements } = words<typeof english>()({
  en: () => import('./en/endorsements.ts'),
  es: () => import('./es/endorsements.ts'),
  fr: () => import('./fr/endorsements.ts'),
  ar: () => import('./ar/endorsements.ts'),
})
