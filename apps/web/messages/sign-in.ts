import type * as english from './en/sign-in.ts'
import { words } from './words.ts'

export const { signIn, setUp } = words<typeof english>()({ en: () => import('./en/sign-in.ts') })
