/** The four answers to a question about a document; `unknown` is never shown as either of the first two. */
export type Outcome = 'passed' | 'failed' | 'unknown' | 'not-applicable'

/** One answer: why, and under which stable code, unless it passed. */
export interface Finding {
  readonly outcome: Outcome
  /** Stable, machine-readable: `proof/signature-invalid`. */
  readonly code?: string
  /** One sentence without personal data. */
  readonly reason?: string
}

/** The worst of several outcomes: failed before unknown before passed; nothing to look at is `not-applicable`. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  const order: readonly Outcome[] = ['failed', 'unknown', 'passed']
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'not-applicable'
}
