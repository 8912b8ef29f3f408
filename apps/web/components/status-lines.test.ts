import type { NamedFinding } from 'everlearned/verifier'
import { describe, expect, it } from 'vitest'
import { statusLines } from './status-lines.ts'

const lines = (finding: Partial<NamedFinding>): readonly string[] => statusLines({ check: 'status', outcome: 'unknown', ...finding })

describe('statusLines()', () => {
  it('says what each place of several answered', () => {
    const entries: NamedFinding['entries'] = [
      { outcome: 'passed', purpose: 'revocation', ageSeconds: 5 }, { outcome: 'failed', code: 'status/suspended', purpose: 'suspension' },
      { outcome: 'unknown', code: 'status/message', purpose: 'message', message: 'under review' }, { outcome: 'unknown', code: 'status/list-unavailable' },
    ]
    expect(lines({ outcome: 'failed', entries })).toEqual([
      'Not taken back. (As of less than a minute ago.)', 'Suspended: it may become valid again.',
      'Its issuer left a message about it. In the issuer’s words: “under review”', 'One place that it names could not be asked.',
    ])
  })

  it('says what a single place answered, and nothing of a record that names none', () => {
    expect(lines({ outcome: 'failed', purpose: 'revocation' })).toEqual(['Taken back for good.'])
    expect(lines({ outcome: 'not-applicable' })).toEqual([])
  })

  it('never says yes to a purpose that it does not know, nor to what could not be asked', () => {
    expect(lines({ outcome: 'failed', purpose: 'constructor' })).toEqual(['Withdrawn.'])
    expect(lines({ outcome: 'unknown', purpose: 'suspension' })).toEqual(['Whether it is suspended could not be asked.'])
  })
})
