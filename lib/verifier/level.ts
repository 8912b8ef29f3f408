import { listOf } from '../credential/parse-json.ts'
import type { Integrity, Level, NamedFinding } from './report.ts'
import type { Subject } from './subject.ts'
import { idOf } from './subject.ts'

/**
 * The step on the ladder of evidence. What nobody can be shown to have signed, or what somebody says of themselves, is
 * self-stated, or evidenced with an artefact bound to it; what a stranger signed is endorsed; what a known issuer signed, attested.
 */
export function computeLevel(integrity: Integrity, findings: readonly NamedFinding[], { document, issuerId }: Subject): Level {
  const isPassed = (name: string): boolean => findings.some(({ check, outcome }) => check === name && outcome === 'passed')
  if (integrity !== 'passed' || isOwnWord({ document, issuerId })) return isPassed('evidence') ? 'evidenced' : 'self-stated'
  if (!isPassed('issuer-trust')) return 'endorsed'
  return isPassed('accreditation') ? 'accredited' : 'attested'
}

/** Whether somebody speaks of themselves: issuer and subject are one. */
export function isOwnWord({ document, issuerId }: Pick<Subject, 'document' | 'issuerId'>): boolean {
  return issuerId !== null && listOf(document['credentialSubject']).some((subject) => idOf(subject) === issuerId)
}
