import { checkNames, type CheckName, type NamedFinding, type Report } from 'everlearned/verifier'
import { describe, expect, it } from 'vitest'
import { ownWord } from '../messages/own-word.ts'
import { verify } from '../messages/verify.ts'
import { headlineOf } from './headline.ts'
import { sixQuestions } from './six-questions.ts'

type Findings = Partial<Record<CheckName, Partial<NamedFinding>>>

/** A genuine badge of a known issuer, unless told otherwise. */
function reportOf(findings: Findings = {}, changes: Partial<Report> = {}): Report {
  const usual: Findings = { accreditation: { outcome: 'unknown' }, evidence: { outcome: 'not-applicable' }, 'holder-binding': { outcome: 'not-applicable' }, status: { outcome: 'passed', ageSeconds: 7_300 } }
  return {
    integrity: 'passed', accepted: 'yes', policy: 'known-issuer', standard: 'open-badges-3.0', level: 'attested',
    checks: checkNames.map((check) => ({ check, outcome: 'passed', ...usual[check], ...findings[check] })),
    issuer: { id: 'did:key:z', name: 'Riverside College' }, leftOpen: [], notProven: [], ...changes,
  }
}

const answers = (report: Report): readonly string[] => sixQuestions(report, 'Claimed College').map(({ answer }) => answer)
const stranger = (): Report => reportOf({ 'issuer-trust': { outcome: 'failed' } }, { accepted: 'no', level: 'endorsed', issuer: { id: 'did:key:z', name: null } })

describe('sixQuestions()', () => {
  it('asks the same six questions in the same order', () => {
    expect(sixQuestions(reportOf(), undefined).map(({ question }) => question)).toEqual(Object.values(verify.rows))
  })

  it('says yes only to what was checked', () => {
    expect(answers(reportOf())).toEqual(['yes', 'yes', 'unknown', 'yes', 'not-asked', 'not-asked'])
    const nothing = Object.fromEntries(checkNames.map((check) => [check, { outcome: 'unknown' }])) as Findings
    expect(answers(reportOf(nothing, { integrity: 'unknown', accepted: 'unknown', level: 'self-stated' }))).not.toContain('yes')
  })

  it('calls a stranger not known, and the name that they give themselves a claim', () => {
    const by = sixQuestions(stranger(), 'Claimed College')[1]
    expect(by).toMatchObject({ answer: 'unknown', word: verify.notKnown })
    expect(by?.sentence).toContain('call themselves “Claimed College”')
  })

  it('asks nobody’s leave for their own word, and calls it that whoever vouches for it', () => {
    const own = reportOf({ 'issuer-trust': { outcome: 'failed' } }, { accepted: 'no', level: 'endorsed', isOwnWord: true })
    expect(answers(own)).toEqual(['yes', 'unknown', 'not-asked', 'yes', 'not-asked', 'not-asked'])
    expect([headlineOf(own).title, headlineOf({ ...own, level: 'self-stated' }).title, headlineOf(stranger()).title]).toEqual([ownWord.vouched, ownWord.headline, verify.headlines.stranger])
  })

  it('takes no dates from a document that was altered', () => {
    const altered = reportOf({ proof: { outcome: 'failed', code: 'proof/signature-invalid' } }, { integrity: 'failed', accepted: 'no', level: 'self-stated' })
    expect(answers(altered)).toEqual(['no', 'unknown', 'unknown', 'unknown', 'not-asked', 'not-asked'])
  })

  it.each<[Findings, string]>([
    [{ status: { outcome: 'failed', code: 'status/revoked' } }, verify.sentences.valid.revoked],
    [{ status: { outcome: 'failed', code: 'status/suspended' } }, verify.sentences.valid.suspended],
    [{ 'validity-period': { outcome: 'failed', code: 'validity-period/expired' } }, verify.sentences.valid.expired],
    [{ 'validity-period': { outcome: 'failed', code: 'validity-period/not-yet' } }, verify.sentences.valid.notYet],
    [{ status: { outcome: 'unknown' } }, verify.sentences.valid.unknown],
    [{ status: { outcome: 'unknown', code: 'status/message', message: 'under review' } }, verify.sentences.valid.message('under review')],
    [{ status: { outcome: 'unknown', code: 'status/message', entries: [{ outcome: 'passed', purpose: 'revocation' }, { outcome: 'unknown', code: 'status/message', message: 'paused' }] } }, verify.sentences.valid.message('paused')],
    [{ status: { outcome: 'unknown', code: 'status/message' } }, verify.sentences.valid.messageUnread],
    [{ status: { outcome: 'unknown', code: 'status/refreshed' } }, verify.sentences.valid.refreshed],
    [{ status: { outcome: 'not-applicable' } }, verify.sentences.valid.nowhere],
  ])('tells whether it still holds: %j', (findings, sentence) => {
    expect(sixQuestions(reportOf(findings), undefined)[3]?.sentence).toBe(sentence)
  })

  it('tells the age of the oldest list that answered', () => {
    const entries = [{ outcome: 'passed', purpose: 'revocation', ageSeconds: 30 }, { outcome: 'passed', purpose: 'suspension', ageSeconds: 200_000 }] as const
    expect(sixQuestions(reportOf({ status: { outcome: 'passed', ageSeconds: 30, entries } }), undefined)[3]?.sentence).toContain('2 days ago')
  })

  it('tells the age of what it knows about withdrawal', () => {
    expect(sixQuestions(reportOf(), undefined)[3]?.sentence).toContain('2 hours ago')
  })
})

describe('headlineOf()', () => {
  it('names a known issuer', () => {
    expect(headlineOf(reportOf())).toMatchObject({ answer: 'yes', title: 'Genuine, and signed by Riverside College' })
  })

  it('never headlines an unknown issuer as success', () => {
    expect(headlineOf(stranger())).toMatchObject({ answer: 'unknown', title: 'Signed, but we do not know by whom' })
    expect(headlineOf({ ...stranger(), accepted: 'yes' }).answer).toBe('unknown')
    expect(headlineOf({ ...stranger(), integrity: 'unknown' }).title).toBe(verify.headlines.strangerUnsure)
  })

  it.each<[Findings, string]>([
    [{ proof: { outcome: 'failed', code: 'proof/missing' } }, verify.headlines.unsigned],
    [{ proof: { outcome: 'failed' }, status: { outcome: 'failed' } }, verify.headlines.altered],
    [{ 'issuer-binding': { outcome: 'failed' } }, verify.headlines.notTheirs],
    [{ status: { outcome: 'failed', code: 'status/revoked' } }, verify.headlines.revoked],
    [{ 'validity-period': { outcome: 'failed', code: 'validity-period/expired' } }, verify.headlines.expired],
    [{ 'holder-binding': { outcome: 'failed' } }, verify.headlines.otherPerson],
  ])('says first what matters most: %j', (findings, title) => {
    expect(headlineOf(reportOf(findings, { integrity: 'failed', accepted: 'no' }))).toMatchObject({ answer: 'no', title })
  })
})
