import type * as english from './en/kiosk.ts'
import { words } from './words.ts'

export const { kiosk } = words<typeof english>()({
  en: () => import('./en/kiosk.ts'),
  es: () => import('./es/kiosk.ts'),
  fr: () => import('./fr/kiosk.ts'),
  ar: () => import('./ar/kiosk.ts'),
})
