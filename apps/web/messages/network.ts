import type * as english from './en/network.ts'
import { words } from './words.ts'

export const { network, alarm } = words<typeof english>()({ en: () => import('./en/network.ts') })
