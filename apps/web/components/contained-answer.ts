import { type ContainedReport, findingOf } from 'everlearned/verifier'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'
import { headlineOf } from './headline.ts'

const words = verify.contained

/** How a credential inside another came out. */
export type PartOutcome = 'passed' | 'failed' | 'vouched' | 'unknown'

/** The outcome of one: genuine and where it belongs, or not, or resting on the signature around it alone. */
export function outcomeOf({ relation, isSignedByContainer, report }: ContainedReport): PartOutcome {
  if (relation.outcome === 'failed') return 'failed'
  if (isSignedByContainer && findingOf(report, 'proof').code === 'proof/missing') return 'vouched'
  return report.integrity
}

/** What is said of one in a line. An issuer nobody here knows is no success here either. */
export function containedAnswer(contained: ContainedReport): { readonly answer: Answer; readonly title: string } {
  const outcome = outcomeOf(contained)
  if (outcome === 'vouched') return { answer: 'unknown', title: words.vouched }
  if (contained.relation.outcome === 'failed' && contained.report.integrity !== 'failed') return { answer: 'no', title: words.misplaced[contained.kind] }
  const { answer, title } = headlineOf(contained.report)
  return { answer, title }
}

/** How all of them came out, those inside of those too, in sentences. */
export function countContained(contained: readonly ContainedReport[], leftOut = 0): readonly string[] {
  const all = flatten(contained)
  const count = (outcome: PartOutcome): number => all.filter((each) => outcomeOf(each) === outcome).length
  const strangers = all.filter((each) => outcomeOf(each) === 'passed' && findingOf(each.report, 'issuer-trust').outcome !== 'passed').length
  const missing = leftOut + all.reduce((sum, { report }) => sum + (report.containedLeftOut ?? 0), 0)
  return [
    words.passed(count('passed'), all.length),
    ...(count('failed') > 0 ? [words.failed(count('failed'))] : []),
    ...(count('unknown') > 0 ? [words.unknown(count('unknown'))] : []),
    ...(count('vouched') > 0 ? [words.resting(count('vouched'))] : []),
    ...(strangers > 0 ? [words.strangers(strangers)] : []),
    ...(missing > 0 ? [words.leftOut(missing)] : []),
  ]
}

function flatten(contained: readonly ContainedReport[]): readonly ContainedReport[] {
  return contained.flatMap((each) => [each, ...flatten(each.report.contained ?? [])])
}
