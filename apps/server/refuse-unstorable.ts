import type { App } from './app.ts'
import { ServerError } from './server-error.ts'

/**
 * Refuses text that no database can keep: U+0000, which PostgreSQL's text lacks, and halves of surrogate pairs, which
 * UTF-8 lacks. Whoever sends them means no good, and each would be a fault of ours in the log.
 *
 * Untrusted: path, query and parsed body, however deep; a body of bytes is for its route to read.
 */
export function refuseUnstorable(app: App): void {
  app.addHook('onRequest', async ({ params, query }) => {
    refuse(params)
    refuse(query)
  })
  app.addHook('preValidation', async ({ body }) => refuse(body))
}

function refuse(value: unknown): void {
  const left = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string' && !isStorable(next)) throw new ServerError('request/invalid', 'Cannot take request: a text in it holds a character that cannot be kept')
    if (typeof next !== 'object' || next === null || ArrayBuffer.isView(next)) continue
    for (const [key, member] of Object.entries(next)) left.push(key, member)
  }
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
