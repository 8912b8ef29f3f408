import type * as english from './en/printed-resume.ts'
import { words } from './words.ts'

export const { printedResume } = words<typeof english>()({
  en: () => import('./en/printed-resume.ts'),
  es: () => import('./es/printed-resume.ts'),
  fr: () => import('./fr/printed-resume.ts'),
  ar: () => import('./ar/printed-resume.ts'),
})
