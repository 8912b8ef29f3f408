import { type CheckName, findingOf, type NamedFinding, type Report } from 'everlearned/verifier'
import { ownWord } from '../messages/own-word.ts'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'
import { isOwnWord } from './headline.ts'
import { ageInWords, ageOf, messageOf } from './status-lines.ts'

/** One of the six questions that people ask, answered from the eleven checks. */
export interface Question {
  readonly question: string
  readonly answer: Answer
  readonly word: string
  readonly sentence: string
  /** The checks that the answer rests on. */
  readonly checks: readonly NamedFinding[]
}

const { rows, words, sentences } = verify

/** The six questions in their fixed order. Nothing is a yes here that was not checked. */
export function sixQuestions(report: Report, claimedIssuer: string | undefined): readonly Question[] {
  const of = (...names: readonly CheckName[]): readonly NamedFinding[] => names.map((name) => findingOf(report, name))
  return [
    { question: rows.unaltered, ...isUnaltered(report), checks: of('format', 'schema', 'proof') },
    { question: rows.by, ...signedBy(report, claimedIssuer), checks: of('issuer-binding', 'issuer-trust', 'ledger-inclusion') },
    { question: rows.entitled, ...(isOwnWord(report) ? answered('not-asked', ownWord.entitled) : isEntitled(report)), checks: of('accreditation') },
    { question: rows.valid, ...isStillValid(report), checks: of('validity-period', 'status') },
    { question: rows.assessed, ...howAssessed(report), checks: of('evidence') },
    { question: rows.person, ...isSamePerson(report), checks: of('holder-binding') },
  ]
}

type Answered = Pick<Question, 'answer' | 'word' | 'sentence'>

const answered = (answer: Answer, sentence: string, word: string = words[answer]): Answered => ({ answer, word, sentence })

function isUnaltered(report: Report): Answered {
  const [format, proof] = [findingOf(report, 'format'), findingOf(report, 'proof')]
  if (proof.outcome === 'failed') return answered('no', proof.code === 'proof/missing' ? sentences.unaltered.missing : sentences.unaltered.no)
  if (format.outcome === 'failed') return answered('no', sentences.unaltered.format)
  return proof.outcome === 'passed' ? answered('yes', sentences.unaltered.yes) : answered('unknown', sentences.unaltered.unknown)
}

/** Why the key does not count, where a register says more than that it is another's. */
const keySentences: Readonly<Record<string, 'notRegistered' | 'withdrawnKey' | 'doubtfulKey' | 'disagree' | 'unvouched' | 'impostor'>> = {
  'issuer-binding/key-not-registered': 'notRegistered', 'issuer-binding/key-withdrawn': 'withdrawnKey',
  'issuer-binding/key-compromised': 'doubtfulKey', 'issuer-binding/registries-disagree': 'disagree',
  'issuer-binding/registration-unvouched': 'unvouched', 'issuer-binding/key-of-impostor': 'impostor',
}

function signedBy(report: Report, claimed: string | undefined): Answered {
  const [binding, trust] = [findingOf(report, 'issuer-binding'), findingOf(report, 'issuer-trust')]
  const known = keySentences[binding.code ?? '']
  const keySentence = known === undefined ? undefined : sentences.by[known]
  if (binding.outcome === 'failed') return answered('no', keySentence ?? sentences.by.notTheirs)
  if (findingOf(report, 'proof').outcome !== 'passed') return answered('unknown', sentences.by.nobody)
  if (binding.outcome !== 'passed') return answered('unknown', keySentence ?? sentences.by.unknown)
  if (trust.code === 'issuer-trust/suspended') return answered('no', sentences.by.suspended)
  if (trust.code === 'issuer-trust/withdrawn') return answered('no', sentences.by.withdrawn)
  if (isOwnWord(report)) return answered('unknown', ownWord.by, ownWord.byWord)
  const { name, registeredAs } = report.issuer
  if (trust.outcome === 'passed' && name !== null) return answered('yes', knownSentence(report, name, claimed), verify.signedByKnown)
  return answered('unknown', registeredAs === undefined ? sentences.by.stranger(claimed) : sentences.by.registeredOnly(registeredAs), verify.notKnown)
}

function knownSentence({ issuer: { conflicts = [] } }: Report, name: string, claimed: string | undefined): string {
  if (conflicts.some(({ kind }) => kind === 'keys')) return sentences.by.keyConflict(name)
  const isCalledOtherwise = claimed !== undefined && conflicts.some(({ kind }) => kind === 'name')
  return isCalledOtherwise ? sentences.by.nameConflict(name, claimed) : sentences.by.known(name)
}

function isEntitled(report: Report): Answered {
  const { outcome, code } = findingOf(report, 'accreditation')
  const { byCode, ...words } = sentences.entitled
  const answer = outcome === 'passed' ? 'yes' : outcome === 'failed' ? 'no' : outcome === 'unknown' ? 'unknown' : 'not-asked'
  return answered(answer, byCode[code ?? ''] ?? words[answer])
}

function isStillValid(report: Report): Answered {
  const [dates, status] = [findingOf(report, 'validity-period'), findingOf(report, 'status')]
  // Whoever changed the document could have changed its dates and where to ask.
  if (findingOf(report, 'proof').outcome === 'failed') return answered('unknown', sentences.valid.unsigned)
  if (status.outcome === 'failed') return answered('no', status.code === 'status/suspended' ? sentences.valid.suspended : sentences.valid.revoked)
  if (dates.outcome === 'failed') {
    const why = { 'validity-period/expired': sentences.valid.expired, 'validity-period/malformed': sentences.valid.malformed }[dates.code ?? '']
    return answered('no', why ?? sentences.valid.notYet)
  }
  if (dates.outcome === 'unknown') return answered('unknown', sentences.valid.datesUnknown)
  if (status.outcome === 'unknown') return answered('unknown', whyUnknown(status))
  return status.outcome === 'passed' ? answered('yes', sentences.valid.yes(ageInWords(ageOf(status)))) : answered('not-asked', sentences.valid.nowhere)
}

/** A message or a newer version is an answer of the issuer's; what it means for the record, nobody but people can tell. */
function whyUnknown(status: NamedFinding): string {
  const message = messageOf(status)
  if (status.code === 'status/message') return message === undefined ? sentences.valid.messageUnread : sentences.valid.message(message)
  return status.code === 'status/refreshed' ? sentences.valid.refreshed : sentences.valid.unknown
}

function howAssessed(report: Report): Answered {
  const { level } = report
  if (findingOf(report, 'evidence').outcome === 'failed') return answered('no', sentences.assessed.altered)
  return answered(level === 'assessed' || level === 'accredited' ? 'yes' : 'not-asked', sentences.assessed[level], verify.levels[level])
}

function isSamePerson(report: Report): Answered {
  switch (findingOf(report, 'holder-binding').outcome) {
    case 'passed': return answered('yes', sentences.person.yes)
    case 'failed': return answered('no', sentences.person.no)
    case 'unknown': return answered('unknown', sentences.person.unknown)
    case 'not-applicable': return answered('not-asked', sentences.person['not-asked'])
  }
}
