import { describe, expect, it } from 'vitest'
import type { Finding, Outcome } from '../credential/finding.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { explainNotProven, findNotProven } from './not-proven.ts'
import { trustNobody } from './policy.ts'
import { checkNames, type CheckName, type ContainedReport, type Integrity, type NamedFinding, type Report } from './report.ts'
import type { Subject } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'

const context: VerifyContext = { cryptography, now: new Date('2026-11-21T12:00:00Z'), documents: {}, trust: trustNobody }
const subject: Subject = {
  read: { document: {}, securing: 'embedded' }, document: {}, standard: 'w3c-vc', issuerId: null, proofs: [], isKeyUnproven: false, holder: null, keyBinding: undefined, input: { container: 'credential', credentials: [] }, answers: {}, asked: {},
}
const withOutcomes = (outcomes: Partial<Record<CheckName, Outcome>>, otherwise: Outcome = 'passed', status: Partial<NamedFinding> = {}): readonly NamedFinding[] =>
  checkNames.map((check) => ({ check, outcome: outcomes[check] ?? otherwise, ...(check === 'status' ? status : {}) }))
const explain = (findings: readonly NamedFinding[], more: { contained?: readonly ContainedReport[]; leftOut?: number; subject?: Partial<Subject>; context?: Partial<VerifyContext> } = {}): readonly string[] =>
  explainNotProven(findNotProven(findings, { subject: { ...subject, ...more.subject }, contained: more.contained ?? [], endorsements: [], leftOut: more.leftOut ?? 0 }, { ...context, ...more.context }))

const always = 'That the person can still do today what it says they could do then.'

/** What stands only where the check did not pass. */
const told: readonly (readonly [CheckName, RegExp])[] = [
  ['proof', /what its issuer signed/], ['issuer-binding', /the one who signed it/], ['issuer-trust', /anybody can make a key/], ['accreditation', /entitled to award/], ['holder-binding', /the person it is about/], ['ledger-inclusion', /the issuer's word/],
]

describe('explainNotProven()', () => {
  it('says even of a record about which everything passed that skills fade', () => {
    expect(explain(withOutcomes({}))).toEqual([always])
  })

  it('says it all of a record about which nothing is known', () => {
    const sentences = explain([])
    for (const [, words] of told) expect(sentences.join('\n')).toMatch(words)
    expect(sentences.at(-1)).toBe(always)
  })

  it.each(told)('says what %s left open, by whichever answer but passed', (check, words) => {
    expect(explain(withOutcomes({})).join('\n')).not.toMatch(words)
    for (const outcome of ['failed', 'unknown', 'not-applicable'] as const) expect(explain(withOutcomes({ [check]: outcome })).join('\n')).toMatch(words)
  })

  it.each<[Outcome, number | undefined, RegExp | undefined]>([
    ['not-applicable', undefined, /names no place to ask/], ['unknown', undefined, /could not be looked up/], ['passed', 3_599, undefined], ['passed', 3_600, /within the last hour\.$/m], ['passed', 7_200, /within the last 2 hours/],
    ['passed', undefined, undefined], ['failed', 7_200, undefined],
  ])('of a status that is %s, %j seconds old', (outcome, ageSeconds, words) => {
    const text = explain(withOutcomes({}, 'passed', { outcome, ...(ageSeconds === undefined ? {} : { ageSeconds }) })).join('\n')
    expect(words?.test(text) ?? !text.includes('withdrawn')).toBe(true)
  })

  it('says that evidence was not looked at only where there is some', () => {
    expect(explain(withOutcomes({ evidence: 'unknown' })).join()).toContain('What the evidence that it points to says.')
    for (const outcome of ['not-applicable', 'failed'] as const) expect(explain(withOutcomes({ evidence: outcome })).join()).not.toContain('evidence that it points to')
  })

  it('warns of a presentation that could be shown again unless it was made for a challenge', () => {
    const proof = { outcome: 'passed', cryptosuite: null, verificationMethod: null } as const
    const again = /shown again/
    for (const shown of [{ holder: { proofs: [proof], holderId: null } }, { keyBinding: proof }]) {
      expect(explain(withOutcomes({}), { subject: shown }).join()).toMatch(again)
      expect(explain(withOutcomes({}), { subject: shown, context: { challenge: 'c' } }).join()).not.toMatch(again)
    }
    for (const outcome of ['failed', 'unknown'] as const) expect(explain(withOutcomes({}), { subject: { keyBinding: { ...proof, outcome } } }).join()).not.toMatch(again)
    expect(explain(withOutcomes({}), { subject: { holder: { proofs: [], holderId: 'did:example:1' } } }).join()).not.toMatch(again)
  })
})

describe('explainNotProven() of what is inside', () => {
  const report = (integrity: Integrity): Report => ({ integrity, accepted: 'unknown', policy: 'known-issuer', standard: 'w3c-vc', level: 'endorsed', checks: [], issuer: { id: null, name: null }, leftOpen: [], notProven: [] })
  const inner = (kind: ContainedReport['kind'], integrity: Integrity, more: { relation?: Finding; isSignedByContainer?: boolean } = {}): ContainedReport =>
    ({ pointer: '/x', kind, relation: more.relation ?? { outcome: 'passed' }, isSignedByContainer: more.isSignedByContainer ?? false, report: report(integrity) })

  it('counts the credentials that did not verify among all of them, and endorsements apart', () => {
    const sentences = explain(withOutcomes({}), { contained: [inner('credential', 'passed'), inner('credential', 'failed'), inner('credential', 'unknown'), inner('endorsement', 'failed'), inner('endorsement', 'passed')] })
    expect(sentences).toContain('That the credentials inside it are genuine by themselves: 1 of 3 did not verify, and 1 could not be checked.')
    expect(sentences).toContain('That others endorse it: 1 of 2 endorsements did not verify, or are of something else.')
  })

  it('says of what could not be looked at that it could not be checked, never that it is wrong', () => {
    const sentences = explain(withOutcomes({}), { contained: [inner('credential', 'unknown'), inner('endorsement', 'unknown')] })
    expect(sentences).toContain('That the credentials inside it are genuine by themselves: 1 of 1 could not be checked.')
    expect(sentences).toContain('That others endorse it: 1 of 1 could not be checked.')
    const elsewhere = inner('credential', 'unknown', { relation: { outcome: 'failed', code: 'contained/other-subject' } })
    expect(explain(withOutcomes({}), { contained: [elsewhere] }).join()).toContain('1 of 1 did not verify')
  })

  it('counts a genuine endorsement of something else as none, and an unsigned part of a signed record as held by it', () => {
    const elsewhere = inner('endorsement', 'passed', { relation: { outcome: 'failed', code: 'contained/other-subject' } })
    expect(explain(withOutcomes({}), { contained: [elsewhere] })).toContain('That others endorse it: 1 of 1 endorsements did not verify, or are of something else.')
    const held = explain(withOutcomes({}), { contained: [inner('credential', 'failed', { isSignedByContainer: true })] })
    expect(held.join()).not.toContain('did not verify')
    expect(held.join()).toContain('rests on the one signature around it')
    const stolen = inner('credential', 'failed', { isSignedByContainer: true, relation: { outcome: 'failed', code: 'contained/other-subject' } })
    expect(explain(withOutcomes({}), { contained: [stolen] }).join()).toContain('1 of 1 did not verify')
  })

  it('says so when not all of it was looked at, and nothing when all of it is good', () => {
    expect(explain(withOutcomes({}), { leftOut: 3 }).join()).toContain('there was too much to look at')
    expect(explain(withOutcomes({}), { contained: [inner('credential', 'passed'), inner('endorsement', 'passed')] })).toEqual([always])
  })
})
