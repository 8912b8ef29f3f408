import type * as english from './en/verify-person.ts'
import { words } from './words.ts'

export const { verifyPerson } = words<typeof english>()({
  en: () => import('./en/verify-person.ts'),
  es: () => import('./es/verify-person.ts'),
  fr: () => import('./fr/verify-person.ts'),
  ar: () => import('./ar/verify-person.ts'),
})
