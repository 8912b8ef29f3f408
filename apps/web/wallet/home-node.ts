import { parseNodeOrigin, requestNode } from 'everlearned/holder'

/** The node that serves this wallet's pages, or undefined when it cannot be asked now. */
export async function findHomeNode(): Promise<string | undefined> {
  try {
    const answer = await requestNode(`${location.origin}/health`, fetch.bind(globalThis))
    const node = typeof answer === 'object' && answer !== null && 'node' in answer ? answer.node : undefined
    return typeof node === 'string' ? parseNodeOrigin(node) : undefined
  } catch {
    // Offline, or served by something else than a node.
    return undefined
  }
}
