import { useRef, useState } from 'preact/hooks'
import { toProblem, type ApiProblem } from './api.ts'

/** An act that is sent to the node: one at a time, with what went wrong the last time. */
export interface Sending {
  readonly isBusy: boolean
  readonly problem: ApiProblem | undefined
  readonly send: (act: () => Promise<unknown>) => Promise<void>
}

/** Runs acts one at a time; a second press while one is under way does nothing. */
export function useSend(): Sending {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem>()
  const isUnderWay = useRef(false)
  const send = async (act: () => Promise<unknown>): Promise<void> => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      await act()
    } catch (thrown) {
      setProblem(toProblem(thrown))
    } finally {
      isUnderWay.current = false
      setBusy(false)
    }
  }
  return { isBusy, problem, send }
}
