import type { Csv } from 'everlearned/encoding'
import type { ReadLife, RefusedLife } from 'everlearned/standards'
import { trustScript } from '../trusted-types.ts'
import type { FileQuestion, TableFault } from './file-worker.ts'
// oxlint-disable-next-line import/default -- the build gives the address
import address from './file-worker.ts?worker&url'

/** Why a file gave nothing, beyond what its reader says of it. */
export type FileFault = 'too-slow' | 'malformed' | 'offline'

/** Untrusted: a file that takes longer than this is given up, and what reads it is ended. */
const maxMilliseconds = 30_000

/** Reads a file about somebody's life into drafts, apart from the page. */
export function readLifeApart(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ReadLife | RefusedLife | FileFault> {
  return ask({ kind: 'life', name, bytes })
}

/** The cells of a table, apart from the page. */
export function readTableApart(bytes: Uint8Array<ArrayBuffer>): Promise<Csv | TableFault | FileFault> {
  return ask({ kind: 'table', name: '', bytes })
}

/** The words of a PDF, apart from the page. */
export function readPdfApart(bytes: Uint8Array<ArrayBuffer>): Promise<readonly string[] | FileFault> {
  return ask({ kind: 'pdf', name: '', bytes })
}

function ask<Value>(question: FileQuestion): Promise<Value | FileFault> {
  const worker = new Worker(trustScript(new URL(address, location.href).pathname), { type: 'module' })
  return new Promise<Value | FileFault>((resolve) => {
    const timer = setTimeout(() => resolve('too-slow'), maxMilliseconds)
    const { port1: answers, port2: port } = new MessageChannel()
    answers.onmessage = ({ data }: MessageEvent<{ readonly value?: Value, readonly fault?: FileFault }>) => {
      clearTimeout(timer)
      resolve(data.value ?? data.fault ?? 'malformed')
    }
    worker.addEventListener('error', () => {
      clearTimeout(timer)
      resolve('offline')
    })
    worker.postMessage(question, [port])
  }).finally(() => worker.terminate())
}
