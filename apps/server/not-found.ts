import type { App } from './app.ts'
import { methodsAt } from './route-table.ts'
import { ServerError } from './server-error.ts'

/** Answers what no route takes: 405 with the methods that would do, or 404. */
export function refuseUnknown(app: App): void {
  app.setNotFoundHandler((request) => {
    const allow = methodsAt(request.url)
    if (allow.length > 0) throw new ServerError('request/method-not-allowed', 'Cannot answer: this address takes other methods', { allow: allow.includes('GET') ? [...allow, 'HEAD'] : allow })
    throw new ServerError('request/not-found', 'Cannot answer: no such address')
  })
}
