import type { Finding } from '../credential/finding.ts'
import { worstOutcome } from '../credential/finding.ts'
import { checkAccreditation } from './checks/accreditation.ts'
import { checkEvidence } from './checks/evidence.ts'
import { checkFormat } from './checks/format.ts'
import { checkHolderBinding } from './checks/holder-binding.ts'
import { checkIssuerBinding } from './checks/issuer-binding.ts'
import { checkIssuerTrust } from './checks/issuer-trust.ts'
import { checkLedgerInclusion } from './checks/ledger-inclusion.ts'
import { checkProof } from './checks/proof.ts'
import { checkSchema } from './checks/schema.ts'
import { checkStatus } from './checks/status.ts'
import { checkValidityPeriod } from './checks/validity-period.ts'
import type { ReadInput } from './input.ts'
import { readInput } from './input.ts'
import { computeLevel } from './level.ts'
import { explainNotProven } from './not-proven.ts'
import { computeAcceptance } from './policy.ts'
import { checkPresentation } from './presentation.ts'
import type { Acceptance, CheckName, Integrity, NamedFinding, Report, Verdict } from './report.ts'
import type { Subject } from './subject.ts'
import { createSubject, verifyPresenter } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'
import { VerifierError } from './verifier-error.ts'

/** The eleven questions, in the order in which they are told. */
const checks: readonly { readonly name: CheckName; readonly check: (subject: Subject, context: VerifyContext) => Finding | Promise<Finding> }[] = [
  { name: 'format', check: checkFormat },
  { name: 'schema', check: checkSchema },
  { name: 'proof', check: checkProof },
  { name: 'issuer-binding', check: checkIssuerBinding },
  { name: 'validity-period', check: checkValidityPeriod },
  { name: 'status', check: checkStatus },
  { name: 'ledger-inclusion', check: checkLedgerInclusion },
  { name: 'issuer-trust', check: checkIssuerTrust },
  { name: 'accreditation', check: checkAccreditation },
  { name: 'evidence', check: checkEvidence },
  { name: 'holder-binding', check: checkHolderBinding },
]

/** The questions about the document alone. Whose it is joins them when the caller names a holder, or when somebody else presents it. */
const integrityChecks: readonly CheckName[] = ['format', 'proof', 'issuer-binding', 'validity-period', 'status']

/**
 * The verdict on any bytes: a credential, a presentation, a baked badge, a compact token or a share bundle.
 *
 * Untrusted: the bytes, whole and in part. However bad they are, the answer is a verdict; nothing is fetched unless the
 * context brings a network along.
 *
 * @throws VerifierError `verifier/unreadable` or `verifier/too-large` when nothing can be read at all
 */
export async function verify(bytes: Uint8Array<ArrayBuffer>, surroundings: VerifyContext): Promise<Verdict> {
  const context = { ...surroundings, fetchDocument: fetchOrThrow(surroundings.fetchDocument) }
  const input = await readInput(bytes, context.cryptography)
  const presenter = await verifyPresenter(input, context)
  const reports: Report[] = []
  for (const read of input.credentials) reports.push(await report(await createSubject(read, input, presenter, context), context))
  return summarise(input, reports, checkPresentation(input, presenter), context)
}

/** What was not had must not be mistaken for a document that is empty. */
function fetchOrThrow(fetchDocument: VerifyContext['fetchDocument']): VerifyContext['fetchDocument'] {
  if (fetchDocument === undefined) return undefined
  return async (url) => {
    const document = await fetchDocument(url)
    if (document === undefined) throw new VerifierError('verifier/document-unavailable', 'Cannot fetch document: it could not be had')
    return document
  }
}

async function report(subject: Subject, context: VerifyContext): Promise<Report> {
  const findings: NamedFinding[] = []
  for (const { name, check } of checks) findings.push({ check: name, ...(await check(subject, context)) })
  const integrity = computeIntegrity(findings, context)
  const known = context.trust.issuers.find(({ did }) => did === subject.issuerId)
  return {
    integrity,
    accepted: computeAcceptance(integrity, findings, context.trust.policy),
    policy: context.trust.policy,
    standard: subject.standard,
    level: computeLevel(integrity, findings, subject),
    checks: findings,
    issuer: { id: subject.issuerId, name: known?.name ?? null },
    notProven: explainNotProven(findings, subject, context),
  }
}

function computeIntegrity(findings: readonly NamedFinding[], { holder }: VerifyContext): Integrity {
  const counted = findings.filter(({ check, outcome }) => integrityChecks.includes(check) || (check === 'holder-binding' && (holder !== undefined || outcome === 'failed')))
  return integrityOf(counted.map(({ outcome }) => outcome))
}

function integrityOf(outcomes: readonly Finding['outcome'][]): Integrity {
  const worst = worstOutcome(outcomes)
  return worst === 'not-applicable' ? 'unknown' : worst
}

function summarise({ container }: ReadInput, reports: readonly Report[], presentation: Finding | undefined, { trust }: VerifyContext): Verdict {
  const accepted = reports.map((each) => each.accepted)
  const worst: Acceptance = accepted.includes('no') ? 'no' : accepted.includes('unknown') || accepted.length === 0 ? 'unknown' : 'yes'
  return {
    container,
    integrity: integrityOf([...reports.map(({ integrity }) => integrity), ...(presentation === undefined ? [] : [presentation.outcome])]),
    accepted: presentation?.outcome === 'failed' ? 'no' : worst,
    policy: trust.policy,
    ...(presentation === undefined ? {} : { presentation }),
    reports,
  }
}
