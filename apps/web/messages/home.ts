import type * as english from './en/home.ts'
import { words } from './words.ts'

export const { home } = words<typeof english>()({
  en: () => import('./en/home.ts'),
  es: () => import('./es/home.ts'),
  fr: () => import('./fr/home.ts'),
  ar: () => import('./ar/home.ts'),
})
