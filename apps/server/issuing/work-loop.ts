import type { FastifyBaseLogger } from 'fastify'
import { faultOf } from '../problem.ts'

/** Work that goes on until it is stopped. */
export interface WorkLoop {
  /** Looks for work now instead of at the next turn. */
  wake(): void
  /** Finishes what is at hand and ends. */
  stop(): Promise<void>
}

/** Where faults are told. */
export type WorkLog = Pick<FastifyBaseLogger, 'error' | 'info'>

/** What one turn may use. */
export interface Turn {
  readonly isStopping: () => boolean
  /** Runs a piece of work; its fault is logged and the next turn comes later. */
  readonly guarded: (name: string, work: () => Promise<unknown>) => Promise<void>
  /** Makes the next turn come later. */
  readonly slowDown: () => void
}

/** Time between two turns; after a fault longer, so that a full disk does not fill the log as well. */
const turnMilliseconds = 500
const faultMilliseconds = 10_000

/** Starts taking turns. */
export function startWorkLoop(turn: (about: Turn) => Promise<void>, logger?: WorkLog): WorkLoop {
  let isStopping = false
  let wake = (): void => undefined
  let pause = turnMilliseconds
  const slowDown = (): void => {
    pause = faultMilliseconds
  }
  const guarded: Turn['guarded'] = async (name, work) => {
    await work().catch((error: unknown) => {
      slowDown()
      logger?.error({ work: name, ...faultOf(error) }, 'fault')
    })
  }
  const ended = (async () => {
    while (!isStopping) {
      pause = turnMilliseconds
      await turn({ isStopping: () => isStopping, guarded, slowDown })
      if (isStopping) break
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    wake: () => wake(),
    stop: () => {
      isStopping = true
      wake()
      return ended
    },
  }
}
