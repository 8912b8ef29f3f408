import { signal } from '@preact/signals'
import { ApiProblem, toProblem } from './api.ts'
import { fetchNode, fetchSession, type NodeCard, type Session } from './node-api.ts'

/** Who is signed in: undefined until asked, null when nobody is. Only the desk asks; public pages never do. */
export const session = signal<Session | null | undefined>(undefined)

/** The node that serves this page, once it has answered. */
export const node = signal<NodeCard | undefined>(undefined)

/** Asks the node who is signed in. A network fault is thrown: it is no answer. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await fetchSession()
  } catch (thrown) {
    const problem = toProblem(thrown)
    if (isSilence(problem)) throw problem
    session.value = null
  }
}

/** Asks the node what it is. Pages work without the answer. */
export async function loadNode(): Promise<void> {
  try {
    node.value = await fetchNode(new AbortController().signal)
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown
  }
}

const isSilence = (problem: ApiProblem): boolean => problem.code.startsWith('network/')
