import { CredentialError } from './credential-error.ts'

/**
 * Which way documents go. `fast`: usual ones by one walk of our own, the rest by the reference; `reference`: all by `jsonld` and
 * `rdf-canonize`; `both`: all by the reference, and where the fast way finds something else that is an error; `sampled`: as `fast`,
 * but one usual document in a thousand as `both`.
 */
export type CanonicalPath = (typeof canonicalPaths)[number]

/** The names of all ways. */
export const canonicalPaths = ['fast', 'sampled', 'reference', 'both'] as const

/** How many usual documents one is taken out of in the way `sampled`: at that rate it costs some per cent. */
export const sampledOneIn = 1_000

let path: CanonicalPath = 'fast'
let usualOnes = 0
const comparisons = { made: 0, differing: 0 }

/** How often this process has gone both ways with a document, and how often they found different things: never, so far as is known. */
export function canonicalComparisons(): Readonly<typeof comparisons> {
  return { ...comparisons }
}

/** Chooses the way for the life of the process, on the word of whoever runs it. Both ways find the same. */
export function useCanonicalPath(chosen: CanonicalPath): void {
  path = chosen
}

/** Tells whether the fast way is always taken at its word: whoever knows so need not name the other. */
export function isFastTrusted(): boolean {
  return path === 'fast'
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
  if (found !== undefined && !isCompared()) return found.result
  const result = await reference()
  if (found === undefined) return result
  comparisons.made += 1
  if (await isSame(found.result, result)) return result
  comparisons.differing += 1
  throw new CredentialError('credential/canonical-forms-differ', 'Cannot canonicalise document: two ways to do so disagree')
}

function isCompared(): boolean {
  usualOnes += 1
  return path === 'both' || (path === 'sampled' && usualOnes % sampledOneIn === 0)
}

async function unlessStopped<Result>(way: () => Promise<Result>): Promise<{ readonly result: Result } | undefined> {
  try {
    return { result: await way() }
  } catch {
    return undefined
  }
}
