import { canonicalComparisons } from 'everlearned/credential'
import { Counter, type Metric } from 'prom-client'

/** A figure that only grows, since the node started. */
export interface Tally {
  inc(by?: number): void
}

/** What a node has done, for the operator's monitoring: no label names anybody or anybody's organisation. */
export interface Figures {
  readonly credentialsIssued: Tally
  readonly claimsBound: Tally
  readonly batchesRecorded: Tally
  readonly mailsSent: Tally
  readonly mailsFailed: Tally
}

/** Makes the figures, each at nought; `metrics` are to be registered where they are read. */
export function openFigures(): { readonly figures: Figures; readonly metrics: readonly Metric[] } {
  const tally = (name: string, help: string): Counter => new Counter({ name, help, registers: [] })
  const figures = {
    credentialsIssued: tally('ler_credentials_issued_total', 'Credentials signed and kept, those that a claim made included'),
    claimsBound: tally('ler_claims_bound_total', 'Records that their holders have claimed'),
    batchesRecorded: tally('ler_batches_recorded_total', 'Batches of commitments noted in the log'),
    mailsSent: tally('ler_mails_sent_total', 'Mails with claim links that were handed over'),
    mailsFailed: tally('ler_mails_failed_total', 'Mails with claim links that were given up'),
  }
  return { figures, metrics: [...Object.values(figures), ...comparisonFigures()] }
}

/** How often documents were canonicalised both ways in this process (`LER_CANONICAL`), to raise an alarm when the second is not nought. */
function comparisonFigures(): readonly Metric[] {
  const counter = (name: string, help: string, read: () => number): Counter => new Counter({
    name, help, registers: [],
    collect() {
      this.reset()
      this.inc(read())
    },
  })
  return [
    counter('ler_canonical_compared_total', 'Documents canonicalised both by the fast way and by the reference', () => canonicalComparisons().made),
    counter('ler_canonical_differing_total', 'Those of which the two made different things, and which were refused', () => canonicalComparisons().differing),
  ]
}
