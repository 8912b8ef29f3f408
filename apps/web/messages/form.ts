import type * as english from './en/form.ts'
import { words } from './words.ts'

export const { form } = words<typeof english>()({ en: () => import('./en/form.ts') })
