import type * as english from './en/own-word.ts'
import { words } from './words.ts'

export const { ownWord } = words<typeof english>()({
  en: () => import('./en/own-word.ts'),
  es: () => import('./es/own-word.ts'),
  fr: () => import('./fr/own-word.ts'),
  ar: () => import('./ar/own-word.ts'),
})
