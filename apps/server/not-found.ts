import type { App } from './app.ts'
import { ServerError } from './server-error.ts'

/** Answers what no route takes: 405 with the methods that would do at that address, or 404. */
export function refuseUnknown(app: App, methodsAt: (url: string) => readonly string[]): void {
  app.setNotFoundHandler((request) => {
    const methods = methodsAt(request.url)
    if (methods.length === 0) throw new ServerError('request/not-found', 'Cannot answer: no such address')
    const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods
    throw new ServerError('request/method-not-allowed', 'Cannot answer: this address takes other methods', { allow })
  })
}
