import { findingOf, type Report } from 'everlearned/verifier'
import { ownWord } from '../messages/own-word.ts'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'

/** The one line over a verdict, and the sentence under it. */
export interface Headline { readonly answer: Answer; readonly title: string; readonly text: string }

const { headlines, headlineTexts } = verify

/** Whether it is whole and the person it is about says it themselves, whoever may vouch for it beside. */
export function isOwnWord({ integrity, level, isOwnWord: isSo }: Report): boolean {
  return integrity === 'passed' && (isSo === true || level === 'self-stated' || level === 'evidenced')
}

/** Says the verdict in one line. An issuer nobody here knows is never headlined as success. */
export function headlineOf(report: Report): Headline {
  if (report.integrity === 'failed') return { answer: 'no', title: whyFailed(report), text: headlineTexts.failed }
  if (isOwnWord(report)) return { answer: 'unknown', ...(['self-stated', 'evidenced'].includes(report.level) ? { title: ownWord.headline, text: ownWord.text } : { title: ownWord.vouched, text: ownWord.vouchedText }) }
  const isKnown = findingOf(report, 'issuer-trust').outcome === 'passed'
  if (findingOf(report, 'format').code === 'format/older') return { answer: 'unknown', title: headlines.older, text: headlineTexts.older }
  if (report.integrity === 'unknown') return { answer: 'unknown', title: isKnown ? headlines.unsure : headlines.strangerUnsure, text: headlineTexts.unsure }
  if (report.accepted === 'yes' && report.issuer.name !== null) return { answer: 'yes', title: headlines.genuine(report.issuer.name), text: headlineTexts.genuine }
  return { answer: 'unknown', title: headlines.stranger, text: headlineTexts.stranger }
}

/** The first thing that does not hold, in the order in which it matters. */
function whyFailed(report: Report): string {
  const isFailed = (name: Parameters<typeof findingOf>[1]): boolean => findingOf(report, name).outcome === 'failed'
  if (isFailed('proof')) return findingOf(report, 'proof').code === 'proof/missing' ? headlines.unsigned : headlines.altered
  if (isFailed('format')) return headlines.notCredential
  if (isFailed('issuer-binding')) return headlines.notTheirs
  if (isFailed('status')) return findingOf(report, 'status').code === 'status/suspended' ? headlines.suspended : headlines.revoked
  if (isFailed('validity-period')) return findingOf(report, 'validity-period').code === 'validity-period/expired' ? headlines.expired : headlines.notYet
  return isFailed('holder-binding') ? headlines.otherPerson : headlines.failed
}
