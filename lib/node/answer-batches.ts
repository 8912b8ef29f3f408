import { parentPort, workerData } from 'node:worker_threads'
import { EverlearnedError } from '../error.ts'
import type { Answer } from './work-pool.ts'

/**
 * Answers the batches that a {@link WorkPool} sends to this thread, one after the other: call it once, in the module that is
 * the script of the pool.
 *
 * @param open makes, out of what the pool's `setup` says, the function that answers a batch
 * @param handedOver what of a result goes over as it is, and is gone from this thread; all else is copied
 */
export function answerBatches<Setup, Batch, Result>(open: (setup: Setup) => Promise<(batch: Batch) => Promise<Result>>, handedOver: (result: Result) => readonly ArrayBuffer[] = () => []): void {
  if (parentPort === null) throw new TypeError('answerBatches belongs into a worker thread')
  const port = parentPort
  const ready = open(workerData as Setup)
  let turn: Promise<unknown> = ready.catch(() => undefined)
  port.on('message', ({ id, batch }: { readonly id: number; readonly batch: Batch }) => {
    turn = turn.then(async () => {
      try {
        const result = await (await ready)(batch)
        port.postMessage({ id, result } satisfies Answer, [...handedOver(result)])
      } catch (cause) {
        port.postMessage({ id, ...faultOf(cause) } satisfies Answer)
      }
    })
  })
}

/** Between threads an error keeps its message and its place, and loses its class and its code. */
function faultOf(cause: unknown): { readonly fault: Error; readonly code?: string } {
  if (cause instanceof EverlearnedError) return { fault: cause, code: cause.code }
  return { fault: cause instanceof Error ? cause : new Error('a thread threw what is no error') }
}
