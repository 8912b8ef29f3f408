import type * as english from './en/evidence.ts'
import { words } from './words.ts'

export const { evidence } = words<typeof english>()({
  en: () => import('./en/evidence.ts'),
  es: () => import('./es/evidence.ts'),
  fr: () => import('./fr/evidence.ts'),
  ar: () => import('./ar/evidence.ts'),
})
