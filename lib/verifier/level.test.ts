import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../credential/finding.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { computeLevel, isOwnWord } from './level.ts'
import { checkNames, type Integrity, type Level, type NamedFinding } from './report.ts'
import type { Subject } from './subject.ts'

const issuer = 'did:web:college.example'
const subjectOf = (credentialSubject: JsonObject['x'], issuerId: string | null = issuer): Subject => ({
  read: { document: {}, securing: 'embedded' }, document: { credentialSubject: credentialSubject ?? null }, standard: 'w3c-vc', issuerId, proofs: [], isKeyUnproven: false, holder: null, keyBinding: undefined,
  input: { container: 'credential', credentials: [] }, answers: {}, asked: {},
})
const findings = (...passed: readonly string[]): readonly NamedFinding[] => checkNames.map((check) => ({ check, outcome: passed.includes(check) ? 'passed' : 'unknown' }))
const somebody = subjectOf({ id: 'did:example:1' })

describe('computeLevel()', () => {
  it.each<[Level, Integrity, readonly string[], Subject]>([
    ['self-stated', 'failed', [], somebody], ['self-stated', 'unknown', ['issuer-trust', 'accreditation'], somebody], ['evidenced', 'failed', ['evidence'], somebody], ['evidenced', 'unknown', ['evidence', 'issuer-trust'], somebody],
    ['endorsed', 'passed', [], somebody], ['endorsed', 'passed', ['evidence', 'accreditation'], somebody], ['attested', 'passed', ['issuer-trust'], somebody], ['attested', 'passed', ['issuer-trust', 'evidence'], somebody],
    ['accredited', 'passed', ['issuer-trust', 'accreditation'], somebody],
    ['self-stated', 'passed', ['issuer-trust', 'accreditation'], subjectOf({ id: issuer })], ['evidenced', 'passed', ['issuer-trust', 'evidence'], subjectOf({ id: issuer })],
    ['self-stated', 'passed', ['issuer-trust'], subjectOf([{ id: 'did:example:1' }, { id: issuer }])], ['self-stated', 'passed', ['issuer-trust'], subjectOf(issuer)],
    ['endorsed', 'passed', [], subjectOf({ name: 'Ana' })], ['endorsed', 'passed', [], subjectOf(null, null)],
  ])('%s: integrity %s, passed %j', (level, integrity, passed, subject) => {
    expect(computeLevel(integrity, findings(...passed), subject)).toBe(level)
  })

  it('knows somebody’s own word by the names of its issuer and of whom it is about', () => {
    expect([subjectOf({ id: issuer }), subjectOf(issuer), somebody, subjectOf(null, null), subjectOf({ name: 'Ana' })].map(isOwnWord)).toEqual([true, true, false, false, false])
  })

  it('is raised by nothing that a document says, and never above endorsed by an issuer whom nobody knows', () => {
    const outcomes = fc.array(fc.constantFrom<Outcome>('passed', 'failed', 'unknown', 'not-applicable'), { minLength: checkNames.length, maxLength: checkNames.length })
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom<Integrity>('passed', 'failed', 'unknown'), outcomes, (said, integrity, each) => {
      const subject = subjectOf({ level: 'accredited', said: said as JsonObject })
      const named = checkNames.map((check, index): NamedFinding => ({ check, outcome: each[index] ?? 'unknown' }))
      const level = computeLevel(integrity, named, subject)
      const isKnown = named.some(({ check, outcome }) => check === 'issuer-trust' && outcome === 'passed')
      const allowed = integrity !== 'passed' ? ['self-stated', 'evidenced'] : isKnown ? ['attested', 'accredited'] : ['endorsed']
      expect(allowed).toContain(level)
      expect(computeLevel(integrity, named, subjectOf({}))).toBe(level)
    }), { seed: 3 })
  })
})
