import { describe, expect, it } from 'vitest'
import type { Upload } from '../../issuer-api.ts'
import { fieldOf, mapColumn, suggestedMapping } from './issue-draft.ts'

const upload: Upload = {
  id: 'u', sha256: '', encoding: 'utf-8', separator: ',', rowCount: 2, ambiguousDates: false, knownAs: null,
  columns: [
    { index: 0, header: 'Email', suggested: 'email', samples: [] },
    { index: 1, header: 'Name', suggested: 'fullName', samples: [] },
    { index: 2, header: 'Cohort', suggested: null, samples: [] },
  ],
}

describe('suggestedMapping()', () => {
  it('takes what the node suggests and leaves the rest out', () => {
    expect(suggestedMapping(upload)).toEqual({ email: 0, fullName: 1 })
  })
})

describe('mapColumn()', () => {
  it('gives a column that was left out a meaning', () => {
    expect(mapColumn({ email: 0 }, 2, 'externalId')).toEqual({ email: 0, externalId: 2 })
  })

  it('takes a field away from the column that had it, so that no field has two columns', () => {
    expect(mapColumn({ email: 0, fullName: 1 }, 2, 'email')).toEqual({ email: 2, fullName: 1 })
  })

  it('leaves one meaning to a column', () => {
    expect(mapColumn({ email: 0, fullName: 1 }, 1, 'lastName')).toEqual({ email: 0, lastName: 1 })
  })

  it('leaves a column out', () => {
    expect(mapColumn({ email: 0, fullName: 1 }, 1, '')).toEqual({ email: 0 })
  })
})

describe('fieldOf()', () => {
  it('reads a mapping from the side of a column', () => {
    expect([0, 1, 2].map((column) => fieldOf({ email: 0, fullName: 1 }, column))).toEqual(['email', 'fullName', ''])
  })
})
