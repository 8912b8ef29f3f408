import type { Finding } from '../credential/finding.ts'
import { worstOutcome } from '../credential/finding.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
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
import { judgeEndorsements, raiseLevel, type JudgedEndorsement } from './endorsements.ts'
import { readCredential } from './input.ts'
import { issuerVoicesOf } from './issuer-voices.ts'
import { ledgerRecordOf } from './ledger-record.ts'
import { computeLevel, isOwnWord } from './level.ts'
import { explainNotProven, findNotProven } from './not-proven.ts'
import { computeAcceptance } from './policy.ts'
import type { CheckName, ContainedReport, Integrity, IssuerReport, NamedFinding, Report } from './report.ts'
import type { Subject } from './subject.ts'
import { createSubject, idOf } from './subject.ts'
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
  for (const { name, check } of checks) {
    const found = subject.answers[name] ?? check(subject, context)
    findings.push({ check: name, ...(found instanceof Promise ? await found : found) })
  }
  const integrity = computeIntegrity(findings, context)
  const { report: ledger } = await ledgerRecordOf(subject, context)
  const isSigned = findings.some(({ check, outcome }) => check === 'proof' && outcome === 'passed')
  const found = subject.read.fault === undefined ? findContained(subject.document) : []
  const contained = await judgeContained(found, { subject, isSigned, depth }, context, allowance)
  const leftOut = found.length - contained.length
  const endorsements = await judgeEndorsements([...insideOf(found, contained, subject), ...await judgeBeside(subject, depth, context, allowance)], subject, context)
  const leftOpen = findNotProven(findings, { subject, contained, endorsements, leftOut }, context)
  return {
    integrity,
    accepted: computeAcceptance(integrity, findings, context.trust.policy),
    policy: context.trust.policy,
    standard: subject.standard,
    level: raiseLevel(computeLevel(integrity, findings, subject), integrity, endorsements),
    ...(integrity === 'passed' && isOwnWord(subject) ? { isOwnWord: true } : {}),
    checks: findings,
    issuer: await describeIssuer(subject, context),
    ...(ledger === undefined ? {} : { ledger }),
    ...(contained.length === 0 ? {} : { contained }),
    ...(endorsements.length === 0 ? {} : { endorsements }),
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

/** Endorsements inside it that are of the credential itself, not of its achievement or of a profile in it. */
function insideOf(found: readonly Contained[], contained: readonly ContainedReport[], { document }: Subject): readonly JudgedEndorsement[] {
  return contained.flatMap(({ kind, report }, index): readonly JudgedEndorsement[] => {
    const { host, value } = found[index] ?? {}
    return kind === 'endorsement' && host === document && isJsonObject(value) ? [{ place: 'inside', document: value, report }] : []
  })
}

/** Those that came beside it in a share: each belongs to the credential that it names, one that names none of them to the first. */
async function judgeBeside({ input, document, read }: Subject, depth: number, context: VerifyContext, allowance: Allowance): Promise<readonly JudgedEndorsement[]> {
  if (depth > 0 || read.fault !== undefined) return []
  const ids = input.credentials.map((each) => idOf(each.document))
  const judged: JudgedEndorsement[] = []
  for (const text of input.bundle?.endorsements ?? []) {
    const endorsement = await readCredential(text, context.cryptography)
    const about = listOf(endorsement.document['credentialSubject']).flatMap((subject) => idOf(subject) ?? [])
    const isMine = about.some((id) => ids.includes(id)) ? about.includes(idOf(document) ?? '') : input.credentials[0]?.document === document
    if (!isMine || allowance.containedLeft <= 0) continue
    allowance.containedLeft -= 1
    const subject = await createSubject(spendProofs(endorsement, allowance), input, null, context)
    judged.push({ place: 'beside', document: endorsement.document, report: await judgeCredential(subject, { ...context, holder: undefined, evidence: undefined }, allowance, maxNesting) })
  }
  return judged
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
