/** Untrusted: blank nodes that look alike cost up to their factorial; past this many deep comparisons a document is refused. */
export const maxDeepComparisons = 1_024

/** Untrusted: one comparison looks at all neighbours of a node; past this many hashes, besides one a statement, a document is refused. */
export const maxComparisonHashes = 20_000

/** Untrusted: not every step is a hash, so the clock stops what the count does not. */
export const maxCanonicalizeMilliseconds = 5_000
