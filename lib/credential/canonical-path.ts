import { CredentialError } from './credential-error.ts'

/**
 * Which way documents go. `fast`: usual ones by one walk of our own, the rest by the reference; `reference`: all by `jsonld` and
 * `rdf-canonize`; `both`: all by the reference, and where the fast way finds something else that is an error.
 */
export type CanonicalPath = (typeof canonicalPaths)[number]

/** The names of all ways. */
export const canonicalPaths = ['fast', 'reference', 'both'] as const

let path: CanonicalPath = 'fast'

/** Chooses the way for the life of the process, on the word of whoever runs it. Both ways find the same. */
export function useCanonicalPath(chosen: CanonicalPath): void {
  path = chosen
}

/** The two ways to one result, and how to tell whether they found the same. */
export interface Ways<Result> {
  /** Throws where a document is not usual. */
  readonly fast: () => Promise<Result>
  readonly reference: () => Promise<Result>
  readonly isSame: (fast: Result, reference: Result) => boolean | Promise<boolean>
}

/**
 * Goes the chosen way. Whatever stops the fast way, the reference has the word.
 *
 * @throws CredentialError `credential/canonical-forms-differ`, or what the reference throws
 */
export async function goCanonicalPath<Result>({ fast, reference, isSame }: Ways<Result>): Promise<Result> {
  const found = path === 'reference' ? undefined : await unlessStopped(fast)
  if (found !== undefined && path === 'fast') return found.result
  const result = await reference()
  if (found !== undefined && !(await isSame(found.result, result))) throw new CredentialError('credential/canonical-forms-differ', 'Cannot canonicalise document: two ways to do so disagree')
  return result
}

async function unlessStopped<Result>(way: () => Promise<Result>): Promise<{ readonly result: Result } | undefined> {
  try {
    return { result: await way() }
  } catch {
    return undefined
  }
}
