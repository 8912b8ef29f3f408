import type { Finding } from '../credential/finding.ts'
import type { StatusFinding } from '../status/status-context.ts'
import type { EndorsementReport } from './endorsements.ts'

/** The eleven questions asked of every credential, in the order in which they are told. */
export const checkNames = [
  'format', 'schema', 'proof', 'issuer-binding', 'validity-period', 'status',
  'ledger-inclusion', 'issuer-trust', 'accreditation', 'evidence', 'holder-binding',
] as const

/** The name of one check. */
export type CheckName = (typeof checkNames)[number]

/** A finding under the name of its check. */
export interface NamedFinding extends Finding {
  readonly check: CheckName
  /** Of `status`: how old the list was that answered. */
  readonly ageSeconds?: number
  /** Of `status`: what the list is for. */
  readonly purpose?: string
  /** Of `status`: the issuer's own words about it. Untrusted: show them as theirs. */
  readonly message?: string
  /** Of `status` with several entries: the answer to each, in their order. */
  readonly entries?: readonly StatusFinding[]
}

/** The ladder of evidence, computed by the verifier and never read from a file. */
export type Level = 'self-stated' | 'evidenced' | 'endorsed' | 'attested' | 'assessed' | 'accredited'

/** Whether the document is what its signer made: about the document alone, never about who the signer is. */
export type Integrity = 'passed' | 'failed' | 'unknown'

/** A judgement under a named policy. */
export type Acceptance = 'yes' | 'no' | 'unknown'

/** Where the ledger records a credential, and who says so. */
export interface LedgerReport {
  /** The network under whose policy it is final; null when the verifier holds the key of the log itself. */
  readonly network: string | null
  readonly origin: string
  readonly index: number
  /** Of the log, at the checkpoint. */
  readonly size: number
  /** The issuer that the entry names; null for the batch that many share. */
  readonly batchOf: string | null
  /** Who signed the entry, by the registry; `wasInForce` is null where the verifier cannot tell. */
  readonly signedBy: readonly { readonly key: string; readonly did: string | null; readonly name: string | null; readonly wasInForce: boolean | null }[]
  /** How the issuer of the credential stood at that entry. */
  readonly issuerState: 'active' | 'suspended' | 'withdrawn' | 'not-registered' | 'not-known'
  /** Who cosigned the checkpoint and when, each by its own clock: it was recorded before. */
  readonly cosignedBy: readonly { readonly name: string; readonly at: string }[]
}

/** Sources that cannot both be right about an issuer; the credential is one of them under its own words. */
export interface IssuerConflict {
  readonly kind: 'name' | 'keys' | 'state'
  readonly between: readonly [string, string]
}

/** Who issued it, as far as this verifier can say. */
export interface IssuerReport {
  readonly id: string | null
  /** From the verifier's own list or from a registry where somebody vouches for the issuer; never the one that the document claims. */
  readonly name: string | null
  /** The name that it registered itself under, or took since, where nobody vouches for that one. Untrusted: show it as its own words. */
  readonly registeredAs?: string
  /** Of a registered did:web: whether somebody has checked that the domain is that of who registered it. */
  readonly isDomainVouched?: boolean
  readonly conflicts?: readonly IssuerConflict[]
}

/** The verdict on one credential. */
export interface Report {
  readonly integrity: Integrity
  readonly accepted: Acceptance
  readonly policy: string
  readonly standard: string
  readonly level: Level
  /** Its issuer is the very person it is about, whoever may vouch for it beside. */
  readonly isOwnWord?: true
  /** All eleven, always, in the order of {@link checkNames}. */
  readonly checks: readonly NamedFinding[]
  readonly issuer: IssuerReport
  /** Only when it is recorded in a ledger that this verifier trusts. */
  readonly ledger?: LedgerReport
  /** The credentials inside it, each judged by itself; they change nothing of the integrity of this one. */
  readonly contained?: readonly ContainedReport[]
  /** Who vouches for it, inside it or beside it in a share, and which of that counts. */
  readonly endorsements?: readonly EndorsementReport[]
  /** How many credentials inside it were not looked at, because there are too many or they stand too deep. */
  readonly containedLeftOut?: number
  /** What this verdict does not prove, for programs that say it in their own words. */
  readonly leftOpen: readonly NotProven[]
  /** The same in English sentences. */
  readonly notProven: readonly string[]
}

/** One thing that a verdict does not prove. */
export type NotProven =
  | { readonly what: 'content' | 'signer' | 'issuer' | 'entitled' | 'person' | 'moment' | 'evidence' | 'skill' | 'presented-now' | 'status-nowhere' | 'status-unasked' | 'contained-signers' | 'contained-rest' | 'endorsers' }
  | { readonly what: 'status-since'; readonly hours: number }
  /** Of so many inside it: which did not verify, and which could not be checked. */
  | { readonly what: 'contained' | 'endorsements'; readonly bad: number; readonly open: number; readonly of: number }

/** The verdict on a credential that stands inside another. */
export interface ContainedReport {
  /** Where it stands in the one around it (RFC 6901). */
  readonly pointer: string
  readonly kind: 'credential' | 'endorsement'
  /** Whether it is about what it is attached to. */
  readonly relation: Finding
  /** It has no proof of its own, but the one around it has a good one: whoever signed that vouches for its words. */
  readonly isSignedByContainer: boolean
  readonly report: Report
}

/** The verdict on a whole file: one credential, or all those of a presentation or a share bundle. */
export interface Verdict {
  /** A card is on paper, and whoever holds it can show it. */
  readonly container: 'credential' | 'presentation' | 'bundle' | 'card'
  /** The worst of the reports, in the order failed, unknown, passed. */
  readonly integrity: Integrity
  readonly accepted: Acceptance
  readonly policy: string
  /** Of a presentation: whether it is well formed and its own proof genuine. */
  readonly presentation?: Finding
  readonly reports: readonly Report[]
}

/** The finding of one check, by name. */
export function findingOf(report: Report, name: CheckName): NamedFinding {
  return report.checks.find(({ check }) => check === name) ?? { check: name, outcome: 'unknown' }
}

/**
 * What `ler verify --json` and `POST /api/verify` print: of one credential its report, with the container it came in if any;
 * of several a summary with `credentials`, one report each.
 */
export function verdictToJson(verdict: Verdict): unknown {
  const { reports, ...summary } = verdict
  const [only] = reports
  if (reports.length !== 1 || only === undefined) return { ...summary, credentials: reports }
  return verdict.container === 'credential' ? only : { ...only, ...summary }
}

/** A finding that passed. */
export const passed: Finding = { outcome: 'passed' }

/** A finding that failed. */
export function failed(code: string, reason: string): Finding {
  return { outcome: 'failed', code, reason }
}

/** A finding that could not be looked at. */
export function unknown(code: string, reason: string): Finding {
  return { outcome: 'unknown', code, reason }
}

/** A finding for a document in which there is nothing to check. */
export function notApplicable(code: string, reason: string): Finding {
  return { outcome: 'not-applicable', code, reason }
}
