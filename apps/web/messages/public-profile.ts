import type * as english from './en/public-profile.ts'
import { words } from './words.ts'

export const { publicProfile } = words<typeof english>()({
  en: () => import('./en/public-profile.ts'),
  es: () => import('./es/public-profile.ts'),
  fr: () => import('./fr/public-profile.ts'),
  ar: () => import('./ar/public-profile.ts'),
})
