import { createDocumentFetch } from 'everlearned/node'
import type { NodeContext } from '../context.ts'
import { loadOwnDocument } from '../issuing/verify-document.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'

/** One answer may take so long. */
const documentSeconds = 5

/** After so long nothing more is asked for: the holder waits, and what is missing leaves its question open. */
const budgetMilliseconds = 10_000

/**
 * Fetches what the documents of one exchange name: of this node itself, or under the guard that keeps requests out of its own
 * network; each address once.
 */
export function fetchForExchange({ config, ...context }: NodeContext): (url: string) => Promise<unknown> {
  const fetchOther = createDocumentFetch({ allowedOrigins: config.fetchOrigins, timeoutSeconds: documentSeconds })
  const until = performance.now() + budgetMilliseconds
  const fetched = new Map<string, Promise<unknown>>()
  const load = async (url: string): Promise<unknown> => {
    if (url.startsWith(`${config.publicBaseUrl}/`)) return loadOwnDocument(url, { config, ...context })
    if (performance.now() > until) throw new ExchangeRefusal('exchange/out-of-time', 'Cannot fetch document: the time of this exchange is used up')
    return fetchOther(url)
  }
  return (url) => {
    const document = fetched.get(url) ?? load(url)
    fetched.set(url, document)
    return document
  }
}
