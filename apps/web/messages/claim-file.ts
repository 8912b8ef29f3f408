import type * as english from './en/claim-file.ts'
import { words } from './words.ts'

export const { claimFile } = words<typeof english>()({
  en: () => import('./en/claim-file.ts'),
  es: () => import('./es/claim-file.ts'),
  fr: () => import('./fr/claim-file.ts'),
  ar: () => import('./ar/claim-file.ts'),
})
