import type * as english from './en/form.ts'
import { words } from './words.ts'

export const { form } = words<typeof english>()({
  en: () => import('./en/form.ts'),
  es: () => import('./es/form.ts'),
  fr: () => import('./fr/form.ts'),
  ar: () => import('./ar/form.ts'),
})
