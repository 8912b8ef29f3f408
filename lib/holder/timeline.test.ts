import { describe, expect, it } from 'vitest'
import type { LifeEntry } from './life-entry.ts'
import type { LifeFacts } from './life-facts.ts'
import { arrangeTimeline, findSame } from './timeline.ts'
import type { WalletRecord } from './wallet-record.ts'

const entry = (id: string, facts: Partial<LifeFacts>, isDraft = false): LifeEntry => ({
  id, facts: { kind: 'training', what: 'Welding', skills: [], ...facts }, evidence: [], sensitive: [], source: { kind: 'written' }, createdAt: '2026-01-01T00:00:00Z', changedAt: '2026-01-01T00:00:00Z',
  versions: isDraft ? [] : [{ credential: '{}', signedAt: '2026-01-01T00:00:00Z', why: 'confirmed' }],
})
const record = (id: string, { name = 'Welding', issuer = 'Riverside College', validFrom = '2020-05-01T00:00:00Z', achievement = `urn:${id}` }: { readonly name?: string, readonly issuer?: string, readonly validFrom?: string, readonly achievement?: string } = {}): WalletRecord => ({
  id, credential: JSON.stringify({ issuer: { id: 'did:web:college.example', name: issuer }, validFrom, credentialSubject: { achievement: { id: achievement, name } } }),
  nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: '2026-01-01T00:00:00Z', origin: 'https://college.example',
})
const idsOf = (records: readonly WalletRecord[], entries: readonly LifeEntry[]): readonly string[] => arrangeTimeline(records, entries).map(({ main, also }) => [main, ...also].map(({ id }) => id).join('+'))

describe('arrangeTimeline()', () => {
  it('begins with what goes on, goes back in time, and ends with what has no day', () => {
    expect(idsOf([record('r', { validFrom: '2021-05-01' })], [
      entry('undated', { what: 'A' }), entry('old', { what: 'B', from: '2001', to: '2005' }), entry('going', { what: 'C', from: '2019', to: 'now' }), entry('recent', { what: 'D', from: '2020', to: '2022-03' }),
    ])).toEqual(['going', 'recent', 'r', 'old', 'undated'])
  })

  it('shows one achievement once, the record of who gave it first', () => {
    expect(idsOf([record('r')], [entry('e', { what: 'welding ', where: 'Riverside  college', from: '2020' }), entry('f', { what: 'Welding', where: 'RIVERSIDE COLLEGE' })])).toEqual(['r+e+f'])
    expect(idsOf([record('r', { achievement: 'urn:one' }), record('s', { achievement: 'urn:one', name: 'Soldar' })], [])).toEqual(['r+s'])
  })

  it.each<[string, Partial<LifeFacts>]>([['another place', { where: 'Lakeside College' }], ['no place', {}], ['another time', { where: 'Riverside College', from: '2001', to: '2002' }], ['another name', { what: 'Welding II', where: 'Riverside College' }]])('leaves two that only sound alike as two: %s', (_, facts) => {
    expect(idsOf([record('r')], [entry('e', facts)])).toHaveLength(2)
  })

  it('knows a copy and its original, in whatever form, as one, by what backs it best and says most', () => {
    const ids = { id: 'urn:uuid:7', issuer: { id: 'did:web:college.example' } }
    const copy = { ...record('copy', { name: 'A' }), isImported: true as const, credential: JSON.stringify({ ...ids, credentialSubject: { achievement: { name: 'A' } } }) }
    const original = { ...record('original'), credential: JSON.stringify({ ...ids, validFrom: '2020-05-01', credentialSubject: { achievement: { id: 'urn:original', name: 'B' } } }) }
    const token = { ...record('token'), isImported: true as const, credential: `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(JSON.stringify({ iss: 'did:web:college.example', jti: 'urn:uuid:7', vc: { credentialSubject: {} } })).toString('base64url')}.c2ln~` }
    expect(idsOf([copy, original, token], [])).toEqual(['original+copy+token'])
    expect(idsOf([{ ...original, id: 'doubtful', isDoubtful: true as const }, copy], [])).toEqual(['copy+doubtful'])
  })

  it('knows no id of one issuer in what another says', () => {
    const other = { ...record('s', { name: 'Other', achievement: 'urn:one' }), credential: JSON.stringify({ issuer: 'did:web:other.example', credentialSubject: { achievement: { id: 'urn:one', name: 'Other' } } }) }
    expect(idsOf([record('r', { achievement: 'urn:one' }), other], [])).toHaveLength(2)
  })

  it('joins what a third shows to be one', () => {
    const [one, two] = [record('one', { achievement: 'urn:a', name: 'Welding' }), record('two', { achievement: 'urn:b', name: 'Soldar' })]
    const between = { ...record('three', { achievement: 'urn:b', name: 'Welding' }), isImported: true as const }
    expect(idsOf([one, two, between], [])).toHaveLength(1)
  })

  it('shows no draft', () => {
    expect(idsOf([], [entry('e', {}, true)])).toEqual([])
  })

  it('stays whole with records that say nothing or nonsense', () => {
    const broken = ['', '{', 'null', '[]', '{"issuer":5,"credentialSubject":[[]]}', 'eyJ.eyJ.x'].map((credential, index) => ({ ...record(`b${index}`), credential }))
    expect(arrangeTimeline(broken, [])).toHaveLength(broken.length)
  })
})

describe('findSame()', () => {
  it('finds what a file tells of that is here already', () => {
    const groups = arrangeTimeline([record('r')], [])
    expect(findSame({ kind: 'education', what: 'Welding', where: 'Riverside College', skills: [] }, groups)?.main.id).toBe('r')
    expect(findSame({ kind: 'education', what: 'Cooking', where: 'Riverside College', skills: [] }, groups)).toBeUndefined()
  })
})
