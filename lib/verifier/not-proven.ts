import type { Outcome } from '../credential/finding.ts'
import type { CheckName, ContainedReport, NamedFinding } from './report.ts'
import type { Subject } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'

/** What was judged, and what was found inside it. */
interface Judged {
  readonly subject: Subject
  readonly contained: readonly ContainedReport[]
  readonly leftOut: number
}

/** Says in sentences what the findings leave open, so that nobody takes a signature for more than it is. */
export function explainNotProven(findings: readonly NamedFinding[], { subject, contained, leftOut }: Judged, context: VerifyContext): readonly string[] {
  const outcomeOf = (name: CheckName): Outcome => findings.find(({ check }) => check === name)?.outcome ?? 'unknown'
  const sentences: string[] = []
  if (outcomeOf('proof') !== 'passed') sentences.push('That its content is what its issuer signed.')
  if (outcomeOf('issuer-binding') !== 'passed') sentences.push('That the issuer it names is the one who signed it.')
  if (outcomeOf('issuer-trust') !== 'passed') sentences.push('Who the issuer really is: anybody can make a key and sign under any name.')
  if (outcomeOf('accreditation') !== 'passed') sentences.push('That the issuer is accredited, or entitled to award this.')
  if (outcomeOf('holder-binding') !== 'passed') sentences.push('That whoever shows it is the person it is about.')
  sentences.push(...explainStatus(findings), ...explainPresentation(subject, context))
  if (outcomeOf('ledger-inclusion') !== 'passed') sentences.push('When it was signed: the dates in it are the issuer\'s word.')
  if (outcomeOf('evidence') === 'unknown') sentences.push('What the evidence that it points to says.')
  sentences.push(...explainContained(contained, leftOut))
  sentences.push('That the person can still do today what it says they could do then.')
  return sentences
}

/** Endorsements are told apart: a good award may carry a false one. */
function explainContained(contained: readonly ContainedReport[], leftOut: number): readonly string[] {
  const isGood = ({ report, relation, isSignedByContainer }: ContainedReport): boolean => relation.outcome !== 'failed' && (report.integrity === 'passed' || isSignedByContainer)
  const isOpen = (each: ContainedReport): boolean => !isGood(each) && each.relation.outcome !== 'failed' && each.report.integrity === 'unknown'
  const explain = (kind: ContainedReport['kind'], what: string, wrong: string): readonly string[] => {
    const all = contained.filter((each) => each.kind === kind)
    const open = all.filter(isOpen).length
    const bad = all.filter((each) => !isGood(each)).length - open
    if (bad > 0) return [`${what}: ${bad} of ${all.length} ${wrong}${open > 0 ? `, and ${open} could not be checked` : ''}.`]
    return open > 0 ? [`${what}: ${open} of ${all.length} could not be checked.`] : []
  }
  const sentences: string[] = [
    ...explain('credential', 'That the credentials inside it are genuine by themselves', 'did not verify'),
    ...explain('endorsement', 'That others endorse it', 'endorsements did not verify, or are of something else'),
  ]
  if (contained.some(({ isSignedByContainer }) => isSignedByContainer)) sentences.push('That those who issued what is inside it signed it themselves: some of it rests on the one signature around it.')
  if (leftOut > 0) sentences.push('That all of what is inside it is genuine: there was too much to look at.')
  return sentences
}

function explainStatus(findings: readonly NamedFinding[]): readonly string[] {
  const status = findings.find(({ check }) => check === 'status')
  if (status?.outcome === 'not-applicable') return ['That it was not withdrawn: it names no place to ask.']
  if (status?.outcome === 'unknown') return ['That it was not withdrawn: that could not be looked up.']
  const hours = Math.floor((status?.ageSeconds ?? 0) / 3_600)
  return status?.outcome === 'passed' && hours >= 1 ? [`That it was not withdrawn within the last ${hours === 1 ? 'hour' : `${hours} hours`}.`] : []
}

function explainPresentation({ holder, keyBinding }: Subject, { challenge }: VerifyContext): readonly string[] {
  const isReplayable = challenge === undefined && [...(holder?.proofs ?? []), ...(keyBinding === undefined ? [] : [keyBinding])].some(({ outcome }) => outcome === 'passed')
  return isReplayable ? ['That it was presented just now: without a challenge an old presentation can be shown again.'] : []
}
