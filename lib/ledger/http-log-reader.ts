import { LedgerError } from './ledger-error.ts'
import type { LogReader } from './log-reader.ts'
import { readBody } from './read-body.ts'

/** Untrusted: no published file is longer than a bundle of 256 entries of 65,535 bytes. */
const maxFileBytes = 256 * 65_537

/**
 * Reads a published log over HTTP through the given fetch function, which decides what may be reached.
 *
 * @throws LedgerError `ledger/log-unreachable` when the answer is neither the file nor its absence
 */
export function httpLogReader(prefix: string, fetchResource: (url: string) => Promise<Response>): LogReader {
  const base = prefix.replace(/\/+$/, '')
  return async (path) => {
    const response = await fetchResource(`${base}/${path}`)
    if (response.status === 404 || response.status === 410) return undefined
    if (!response.ok) throw new LedgerError('ledger/log-unreachable', `Cannot read ${path} of the log: the answer has status ${response.status}`)
    const bytes = await readBody(response, maxFileBytes)
    if (bytes === undefined) throw new LedgerError('ledger/log-unreachable', `Cannot read ${path} of the log: longer than any tile`)
    return bytes
  }
}
