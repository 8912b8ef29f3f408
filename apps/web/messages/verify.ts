import type * as english from './en/verify.ts'
import { words } from './words.ts'

export const { verify } = words<typeof english>()({
  en: () => import('./en/verify.ts'),
  es: () => import('./es/verify.ts'),
  fr: () => import('./fr/verify.ts'),
  ar: () => import('./ar/verify.ts'),
})
