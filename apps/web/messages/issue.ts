import type * as english from './en/issue.ts'
import { words } from './words.ts'

export const { issue, rowErrors } = words<typeof english>()({ en: () => import('./en/issue.ts') })

/** The words for what is wrong with a row; the node's own for a code that has none. */
export const explainRowError = (error: { readonly code: string, readonly message: string }): string => (rowErrors as Readonly<Record<string, string>>)[error.code] ?? error.message
