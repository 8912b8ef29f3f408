import type * as english from './en/custody.ts'
import { words } from './words.ts'

export const { custody } = words<typeof english>()({
  en: () => import('./en/custody.ts'),
  es: () => import('./es/custody.ts'),
  fr: () => import('./fr/custody.ts'),
  ar: () => import('./ar/custody.ts'),
})
