import type * as english from './en/sectors.ts'
import { words } from './words.ts'

export const { sectorWords } = words<typeof english>()({
  en: () => import('./en/sectors.ts'),
  es: () => import('./es/sectors.ts'),
  fr: () => import('./fr/sectors.ts'),
  ar: () => import('./ar/sectors.ts'),
})
