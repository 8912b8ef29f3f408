import { useCallback, useEffect, useState } from 'preact/hooks'
import { toProblem, type ApiProblem } from './api.ts'

/** Something asked of the node: on its way, here, or refused. While it is asked for again the last answer stays. */
export interface Loading<T> {
  readonly value: T | undefined
  readonly problem: ApiProblem | undefined
  readonly reload: () => void
}

/** Asks when the page opens and whenever one of `inputs` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Loading<T> {
  const [state, setState] = useState<{ readonly value?: T, readonly problem?: ApiProblem }>({})
  const [turn, setTurn] = useState(0)
  const reload = useCallback(() => setTurn((last) => last + 1), [])
  useEffect(() => {
    const abort = new AbortController()
    load(abort.signal).then(
      (value) => { if (!abort.signal.aborted) setState({ value }) },
      (thrown: unknown) => { if (!abort.signal.aborted) setState((last) => ({ ...last, problem: toProblem(thrown) })) },
    )
    return () => abort.abort()
  }, [...inputs, turn])
  return { value: state.value, problem: state.problem, reload }
}
