import type { Outcome } from '../credential/finding.ts'
import type { EndorsementReport } from './endorsements.ts'
import type { CheckName, ContainedReport, NamedFinding, NotProven } from './report.ts'
import type { Subject } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'

/** What was judged, and what was found inside it. */
interface Judged {
  readonly subject: Subject
  readonly contained: readonly ContainedReport[]
  readonly endorsements: readonly EndorsementReport[]
  readonly leftOut: number
}

/** What the findings leave open, so that nobody takes a signature for more than it is. */
export function findNotProven(findings: readonly NamedFinding[], { subject, contained, endorsements, leftOut }: Judged, context: VerifyContext): readonly NotProven[] {
  const outcomeOf = (name: CheckName): Outcome => findings.find(({ check }) => check === name)?.outcome ?? 'unknown'
  const open: NotProven[] = []
  if (outcomeOf('proof') !== 'passed') open.push({ what: 'content' })
  if (outcomeOf('issuer-binding') !== 'passed') open.push({ what: 'signer' })
  if (outcomeOf('issuer-trust') !== 'passed') open.push({ what: 'issuer' })
  if (outcomeOf('accreditation') !== 'passed') open.push({ what: 'entitled' })
  if (outcomeOf('holder-binding') !== 'passed') open.push({ what: 'person' })
  open.push(...ofStatus(findings), ...ofPresentation(subject, context))
  if (outcomeOf('ledger-inclusion') !== 'passed') open.push({ what: 'moment' })
  if (outcomeOf('evidence') === 'unknown') open.push({ what: 'evidence' })
  open.push(...ofContained(contained, leftOut))
  if (endorsements.some(({ level }) => level === 'endorsed')) open.push({ what: 'endorsers' })
  open.push({ what: 'skill' })
  return open
}

/** Endorsements are told apart: a good award may carry a false one. */
function ofContained(contained: readonly ContainedReport[], leftOut: number): readonly NotProven[] {
  const isGood = ({ report, relation, isSignedByContainer }: ContainedReport): boolean => relation.outcome !== 'failed' && (report.integrity === 'passed' || isSignedByContainer)
  const isOpen = (each: ContainedReport): boolean => !isGood(each) && each.relation.outcome !== 'failed' && each.report.integrity === 'unknown'
  const found = (kind: ContainedReport['kind'], what: 'contained' | 'endorsements'): readonly NotProven[] => {
    const all = contained.filter((each) => each.kind === kind)
    const open = all.filter(isOpen).length
    const bad = all.filter((each) => !isGood(each)).length - open
    return bad + open > 0 ? [{ what, bad, open, of: all.length }] : []
  }
  return [
    ...found('credential', 'contained'),
    ...found('endorsement', 'endorsements'),
    ...(contained.some(({ isSignedByContainer }) => isSignedByContainer) ? [{ what: 'contained-signers' } as const] : []),
    ...(leftOut > 0 ? [{ what: 'contained-rest' } as const] : []),
  ]
}

function ofStatus(findings: readonly NamedFinding[]): readonly NotProven[] {
  const status = findings.find(({ check }) => check === 'status')
  if (status?.outcome === 'not-applicable') return [{ what: 'status-nowhere' }]
  if (status?.outcome === 'unknown') return [{ what: 'status-unasked' }]
  const hours = Math.floor((status?.ageSeconds ?? 0) / 3_600)
  return status?.outcome === 'passed' && hours >= 1 ? [{ what: 'status-since', hours }] : []
}

function ofPresentation({ holder, keyBinding }: Subject, { challenge }: VerifyContext): readonly NotProven[] {
  const isReplayable = challenge === undefined && [...(holder?.proofs ?? []), ...(keyBinding === undefined ? [] : [keyBinding])].some(({ outcome }) => outcome === 'passed')
  return isReplayable ? [{ what: 'presented-now' }] : []
}

const sentences = {
  content: 'That its content is what its issuer signed.',
  signer: 'That the issuer it names is the one who signed it.',
  issuer: 'Who the issuer really is: anybody can make a key and sign under any name.',
  entitled: 'That the issuer is accredited, or entitled to award this.',
  person: 'That whoever shows it is the person it is about.',
  'status-nowhere': 'That it was not withdrawn: it names no place to ask.',
  'status-unasked': 'That it was not withdrawn: that could not be looked up.',
  'presented-now': 'That it was presented just now: without a challenge an old presentation can be shown again.',
  moment: 'When it was signed: the dates in it are the issuer\'s word.',
  evidence: 'What the evidence that it points to says.',
  'contained-signers': 'That those who issued what is inside it signed it themselves: some of it rests on the one signature around it.',
  'contained-rest': 'That all of what is inside it is genuine: there was too much to look at.',
  endorsers: 'Who the people are that vouch for it: nobody checked that, nor that they are several people.',
  skill: 'That the person can still do today what it says they could do then.',
} as const

/** The same in English sentences, for programs that have none of their own. */
export function explainNotProven(open: readonly NotProven[]): readonly string[] {
  return open.map((one) => {
    if (one.what === 'status-since') return `That it was not withdrawn within the last ${one.hours === 1 ? 'hour' : `${one.hours} hours`}.`
    if (one.what === 'contained') return explainParts('That the credentials inside it are genuine by themselves', 'did not verify', one)
    if (one.what === 'endorsements') return explainParts('That others endorse it', 'endorsements did not verify, or are of something else', one)
    return sentences[one.what]
  })
}

function explainParts(what: string, wrong: string, { bad, open, of }: { readonly bad: number; readonly open: number; readonly of: number }): string {
  if (bad === 0) return `${what}: ${open} of ${of} could not be checked.`
  return `${what}: ${bad} of ${of} ${wrong}${open > 0 ? `, and ${open} could not be checked` : ''}.`
}
