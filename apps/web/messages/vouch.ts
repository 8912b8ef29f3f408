import type * as english from './en/vouch.ts'
import { words } from './words.ts'

export const { vouch } = words<typeof english>()({
  en: () => import('./en/vouch.ts'),
  es: () => import('./es/vouch.ts'),
  fr: () => import('./fr/vouch.ts'),
  ar: () => import('./ar/vouch.ts'),
})
