import type * as english from './en/achievement-types.ts'
import { words } from './words.ts'

const area = words<typeof english>()({
  en: () => import('./en/achievement-types.ts'),
  es: () => import('./es/achievement-types.ts'),
  fr: () => import('./fr/achievement-types.ts'),
  ar: () => import('./ar/achievement-types.ts'),
})

/** What people call the kinds of achievement. Untrusted: documents name kinds that nobody has words for. */
export const achievementTypes: Readonly<Record<string, string>> = area.achievementTypes
