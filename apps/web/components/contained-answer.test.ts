import { checkNames, type ContainedReport, type NamedFinding, type Report } from 'everlearned/verifier'
import { describe, expect, it } from 'vitest'
import { verify } from '../messages/verify.ts'
import { containedAnswer, countContained } from './contained-answer.ts'

function part(changes: Partial<Omit<ContainedReport, 'report'>> = {}, report: Partial<Report> = {}, proof: Partial<NamedFinding> = {}): ContainedReport {
  return {
    pointer: '/credentialSubject/verifiableCredential/0', kind: 'credential', relation: { outcome: 'passed' }, isSignedByContainer: false, ...changes,
    report: {
      integrity: 'passed', accepted: 'yes', policy: 'known-issuer', standard: 'open-badges-3.0', level: 'attested', issuer: { id: 'did:key:z', name: 'College' }, leftOpen: [], notProven: [],
      checks: checkNames.map((check) => ({ check, outcome: 'passed', ...(check === 'proof' ? proof : {}) })), ...report,
    },
  }
}

const unsigned = (isSignedByContainer: boolean): ContainedReport => part({ isSignedByContainer }, { integrity: 'failed', accepted: 'no' }, { outcome: 'failed', code: 'proof/missing' })
const stranger = (): ContainedReport => part({}, { accepted: 'no', issuer: { id: 'did:key:z', name: null }, checks: checkNames.map((check) => ({ check, outcome: check === 'issuer-trust' ? 'unknown' : 'passed' })) })

describe('containedAnswer()', () => {
  it('is a yes for what is genuine and where it belongs, and for nothing else', () => {
    expect(containedAnswer(part())).toEqual({ answer: 'yes', title: verify.headlines.genuine('College') })
    expect(containedAnswer(part({ relation: { outcome: 'failed' } }))).toEqual({ answer: 'no', title: verify.contained.misplaced.credential })
    expect(containedAnswer(part({ relation: { outcome: 'failed' }, kind: 'endorsement' })).title).toBe(verify.contained.misplaced.endorsement)
    expect(containedAnswer(stranger()).answer).toBe('unknown')
    expect(containedAnswer(unsigned(true))).toEqual({ answer: 'unknown', title: verify.contained.vouched })
    expect(containedAnswer(unsigned(false))).toEqual({ answer: 'no', title: verify.headlines.unsigned })
  })
})

describe('countContained()', () => {
  it('counts what passed, and says apart what did not, could not be checked, or rests on another signature', () => {
    expect(countContained([part(), part(), stranger(), unsigned(false)])).toEqual(['3 of 4 passed.', '1 did not.', 'Of those that passed, 1 is by an issuer that this node does not know.'])
    expect(countContained([part({}, { integrity: 'unknown' }), unsigned(true)], 5)).toEqual([
      '0 of 2 passed.', '1 could not be checked fully.', '1 has no signature of its own and rests on the one around it.', '5 more were not looked at.',
    ])
  })

  it('counts what is inside of what is inside', () => {
    expect(countContained([part({}, { contained: [unsigned(false)], containedLeftOut: 1 })])).toEqual(['1 of 2 passed.', '1 did not.', '1 more was not looked at.'])
  })
})
