import { EverlearnedError } from '../error.ts'
import { httpLogReader } from '../ledger/http-log-reader.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import type { Following } from './followed-log.ts'

/** A single file takes no longer. */
const fileMilliseconds = 15_000

/** The source of a log could not be reached, which says nothing about the log. */
export class SourceError extends EverlearnedError {}

/** Reads a log over HTTP; whatever goes wrong on the way is a {@link SourceError} `ledger/log-unreachable`. */
export function logSource({ url, fetch }: Pick<Following, 'url' | 'fetch'>): LogReader {
  const read = httpLogReader(url, (address) => fetch(address, { redirect: 'error', signal: AbortSignal.timeout(fileMilliseconds) }))
  return async (path) => {
    try {
      return await read(path)
    } catch (cause) {
      throw new SourceError('ledger/log-unreachable', `Cannot read ${path} of the log: it does not answer as it should`, { cause })
    }
  }
}
