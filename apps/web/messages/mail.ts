import type * as english from './en/mail.ts'
import { words } from './words.ts'

export const { mailFailures, mails } = words<typeof english>()({ en: () => import('./en/mail.ts') })

/** The words for why a mail did not go out. */
export const explainMail = (code: string): string => (mailFailures as Readonly<Record<string, string>>)[code] ?? mailFailures.other
