import type * as english from './en/issuer.ts'
import { words } from './words.ts'

export const { issuer } = words<typeof english>()({ en: () => import('./en/issuer.ts') })
