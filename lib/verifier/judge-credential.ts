import type { Finding } from '../credential/finding.ts'
import { worstOutcome } from '../credential/finding.ts'
import { spendProofs, type Allowance } from './allowance.ts'
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
import type { Contained } from './contained.ts'
import { checkRelation, findContained, maxNesting } from './contained.ts'
import { readCredential } from './input.ts'
import { issuerVoicesOf } from './issuer-voices.ts'
import { ledgerRecordOf } from './ledger-record.ts'
import { computeLevel } from './level.ts'
import { explainNotProven, findNotProven } from './not-proven.ts'
import { computeAcceptance } from './policy.ts'
import type { CheckName, ContainedReport, Integrity, IssuerReport, NamedFinding, Report } from './report.ts'
import type { Subject } from './subject.ts'
import { createSubject } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'
import { isVouchedForAnywhere } from './vouched-registration.ts'

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
 * The report on one credential, and one on each that it contains. What is inside it changes nothing of its own integrity: whoever
 * signed the outer one need not have issued the inner ones.
 */
export async function judgeCredential(subject: Subject, context: VerifyContext, allowance: Allowance, depth = 0): Promise<Report> {
  const findings: NamedFinding[] = []
  for (const { name, check } of checks) findings.push({ check: name, ...(subject.answers[name] ?? await check(subject, context)) })
  const integrity = computeIntegrity(findings, context)
  const { report: ledger } = await ledgerRecordOf(subject, context)
  const isSigned = findings.some(({ check, outcome }) => check === 'proof' && outcome === 'passed')
  const found = subject.read.fault === undefined ? findContained(subject.document) : []
  const contained = await judgeContained(found, { subject, isSigned, depth }, context, allowance)
  const leftOut = found.length - contained.length
  const leftOpen = findNotProven(findings, { subject, contained, leftOut }, context)
  return {
    integrity,
    accepted: computeAcceptance(integrity, findings, context.trust.policy),
    policy: context.trust.policy,
    standard: subject.standard,
    level: computeLevel(integrity, findings, subject),
    checks: findings,
    issuer: await describeIssuer(subject, context),
    ...(ledger === undefined ? {} : { ledger }),
    ...(contained.length === 0 ? {} : { contained }),
    ...(leftOut === 0 ? {} : { containedLeftOut: leftOut }),
    leftOpen,
    notProven: explainNotProven(leftOpen),
  }
}

async function describeIssuer(subject: Subject, context: VerifyContext): Promise<IssuerReport> {
  const { name, networks, conflicts } = await issuerVoicesOf(subject, context)
  const [voice] = networks
  return {
    id: subject.issuerId, name,
    ...(voice !== undefined && (name === null || voice.name !== voice.participant.name) ? { registeredAs: voice.participant.name } : {}),
    ...(voice?.participant.did.startsWith('did:web:') === true ? { isDomainVouched: isVouchedForAnywhere(voice.participant.did, context) } : {}),
    ...(conflicts.length === 0 ? {} : { conflicts }),
  }
}

interface Surroundings {
  readonly subject: Subject
  readonly isSigned: boolean
  readonly depth: number
}

async function judgeContained(found: readonly Contained[], { subject: { input }, isSigned, depth }: Surroundings, context: VerifyContext, allowance: Allowance): Promise<readonly ContainedReport[]> {
  if (depth >= maxNesting) return []
  const reports: ContainedReport[] = []
  for (const { pointer, kind, value, host } of found) {
    if (allowance.containedLeft <= 0) break
    allowance.containedLeft -= 1
    const inner = await createSubject(spendProofs(await readCredential(value, context.cryptography), allowance), input, null, context)
    // Who holds the outer one is asked of the outer one; an endorsement is about a thing, not about whoever shows it.
    const report = await judgeCredential(inner, kind === 'endorsement' ? { ...context, holder: undefined } : context, allowance, depth + 1)
    const isUnsigned = report.checks.some(({ check, code }) => check === 'proof' && code === 'proof/missing')
    reports.push({ pointer, kind, relation: checkRelation({ kind, host }, inner.document), isSignedByContainer: isSigned && isUnsigned, report })
  }
  return reports
}

function computeIntegrity(findings: readonly NamedFinding[], { holder }: VerifyContext): Integrity {
  const counted = findings.filter(({ check, outcome }) => integrityChecks.includes(check) || (check === 'holder-binding' && (holder !== undefined || outcome === 'failed')))
  return integrityOf(counted.map(({ outcome }) => outcome))
}

/** The worst of several outcomes; nothing to go by is unknown. */
export function integrityOf(outcomes: readonly Finding['outcome'][]): Integrity {
  const worst = worstOutcome(outcomes)
  return worst === 'not-applicable' ? 'unknown' : worst
}
