import type * as english from './en/frame.ts'
import { words } from './words.ts'

export const { frame } = words<typeof english>()({
  en: () => import('./en/frame.ts'),
  es: () => import('./es/frame.ts'),
  fr: () => import('./fr/frame.ts'),
  ar: () => import('./ar/frame.ts'),
})
