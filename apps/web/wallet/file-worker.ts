/**
 * Reads files that others made, apart from the page: this worker has no keys, and the page ends it when it takes too long.
 */
import { type Csv, parseCsv } from 'everlearned/encoding'
import { readLifeFile } from 'everlearned/standards'

/** What the page asks for; the answer goes to the port that comes with it, for the engine that reads PDF talks through the worker's own. */
export interface FileQuestion {
  readonly kind: 'life' | 'pdf' | 'table'
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Why a table was not read. */
export type TableFault = 'too-large' | 'malformed' | 'empty'

function readTable(bytes: Uint8Array): Csv | TableFault {
  try {
    const table = parseCsv(bytes)
    return table.records.length === 0 ? 'empty' : table
  } catch (error) {
    const { code } = error as { readonly code?: string }
    return code === 'encoding/csv-too-large' ? 'too-large' : code === 'encoding/csv-empty' ? 'empty' : 'malformed'
  }
}

const readPdf = async (bytes: Uint8Array<ArrayBuffer>): Promise<readonly string[]> => (await import('./pdf-lines.ts')).readPdfLines(bytes)

addEventListener('message', (event: MessageEvent<FileQuestion>) => {
  const [port] = event.ports
  if (port === undefined) return
  const { kind, name, bytes } = event.data
  const answer = kind === 'pdf' ? readPdf(bytes) : kind === 'table' ? Promise.resolve(readTable(bytes)) : readLifeFile({ name, bytes, readPdf })
  answer.then((value) => port.postMessage({ value }), (error: unknown) => port.postMessage({ fault: error instanceof TypeError && /import|fetch|module/i.test(error.message) ? 'offline' : 'malformed' }))
})
