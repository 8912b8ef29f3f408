import type * as english from './en/guardian.ts'
import { words } from './words.ts'

export const { guardian } = words<typeof english>()({
  en: () => import('./en/guardian.ts'),
  es: () => import('./es/guardian.ts'),
  fr: () => import('./fr/guardian.ts'),
  ar: () => import('./ar/guardian.ts'),
})
