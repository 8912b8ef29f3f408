import { describe, expect, it } from 'vitest'
import { accreditedScopesAt } from './accredited-scopes-at.ts'
import { compareStandings } from './compare-standings.ts'
import type { IssuerStanding, RegistryAnswer } from './issuer-standing.ts'
import { parseKnownRegistries } from './known-registries.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'

const did = 'did:web:college.example'
function listed(registry: string, changes: Partial<IssuerStanding> = {}): RegistryAnswer {
  const standing: IssuerStanding = { source: 'issuer-list', registry, did, name: 'Example College', accreditedFor: [], chain: [], isRootPinned: false, state: 'in-force', checkedAt: new Date(0), ...changes }
  return { state: 'listed', registry, standing }
}

describe('compareStandings()', () => {
  it('finds nothing to say against registries that agree', () => {
    const overview = compareStandings([listed('A', { keys: ['z6MkA', 'z6MkB'] }), listed('B', { name: 'The EXAMPLE College, ', keys: ['z6MkB'] }), listed('C', { name: 'Trustees', legalName: 'Example College' }), listed('D', { name: null })], ['z6MkB'])
    expect(overview).toMatchObject({ name: 'Example College', conflicts: [], unanswered: [], absentFrom: [] })
  })

  it('tells of other names, other keys, and of what is taken back elsewhere', () => {
    expect(compareStandings([listed('A'), listed('B', { name: 'Diploma Mill' })]).conflicts).toEqual([{ kind: 'name', between: ['A', 'B'] }])
    expect(compareStandings([listed('A', { keys: ['z6MkA'] }), listed('B', { keys: ['z6MkB'] })]).conflicts).toEqual([{ kind: 'keys', between: ['A', 'B'] }])
    for (const state of ['withdrawn', 'suspended'] as const) expect(compareStandings([listed('A'), listed('B', { state })]).conflicts).toEqual([{ kind: 'state', between: ['A', 'B'] }])
    expect(compareStandings([listed('A', { state: 'expired' }), listed('B', { state: 'withdrawn' })]).conflicts).toEqual([])
    expect(compareStandings([listed('A', { keys: ['z6MkA'] })], ['z6MkZ']).conflicts).toEqual([{ kind: 'keys', between: ['A', did] }])
  })

  it('takes the name from the first registry in which the issuer stands in force, or from none', () => {
    expect(compareStandings([listed('A', { name: 'Old', state: 'withdrawn' }), listed('B', { name: null }), listed('C', { name: 'New' })]).name).toBe('New')
    expect(compareStandings([listed('A', { state: 'expired' })]).name).toBeNull()
  })

  it('keeps apart who does not know the issuer, who could not be asked, and who must not be believed', () => {
    const unknown: RegistryAnswer = { state: 'unknown', registry: 'B', code: 'registry/unreachable', reason: 'x' }
    const refused: RegistryAnswer = { state: 'refused', registry: 'C', code: 'registry/signature-invalid', reason: 'x' }
    expect(compareStandings([{ state: 'absent', registry: 'A' }, unknown, refused])).toEqual({ standings: [], name: null, conflicts: [], unanswered: [unknown, refused], absentFrom: ['A'] })
  })
})

describe('accreditedScopesAt()', () => {
  const [from, until] = [new Date('2024-01-01T00:00:00Z'), new Date('2026-01-01T00:00:00Z')]
  const accreditedFor = [{ scope: 'https://scope.example/a', by: { id: 'https://board.example', name: 'Board' }, from, until }]
  const scopes = (state: IssuerStanding['state'], at: string): readonly string[] => accreditedScopesAt(compareStandings([listed('A', { accreditedFor, state })]).standings, new Date(at)).map(({ scope, registry }) => `${registry} ${scope}`)

  it('holds from the first moment and no longer at the last, also after it ended', () => {
    for (const state of ['in-force', 'expired', 'not-yet'] as const) {
      expect(scopes(state, '2024-01-01T00:00:00Z')).toEqual(['A https://scope.example/a'])
      expect(scopes(state, '2023-12-31T23:59:59Z')).toEqual([])
      expect(scopes(state, '2026-01-01T00:00:00Z')).toEqual([])
    }
  })

  it('holds at no moment once it was taken back', () => {
    for (const state of ['withdrawn', 'suspended'] as const) expect(scopes(state, '2025-01-01T00:00:00Z')).toEqual([])
  })
})

describe('parseKnownRegistries()', () => {
  it('reads the two kinds of registry, and names those that it does not read', () => {
    const keys = [{ kty: 'EC' }] as JsonObject[]
    expect(parseKnownRegistries([
      { type: 'oidf', name: 'Members', trustAnchorEC: 'https://registry.example/.well-known/openid-federation', fetchEndpoint: 'https://registry.example/fetch?sub=' },
      { type: 'dcc-legacy', name: 'Sandbox', url: 'https://list.example/registry.json' }, { type: 'other', name: 'Other' },
      { type: 'oidf', name: 'No anchor', fetchEndpoint: 'https://registry.example/fetch?sub=' }, { type: 'dcc-legacy', name: 'In the clear', url: 'http://list.example/' },
    ], { 'https://registry.example': keys })).toEqual({
      sources: [{ kind: 'openid-federation', name: 'Members', anchors: [{ id: 'https://registry.example', keys }] }, { kind: 'issuer-list', name: 'Sandbox', url: 'https://list.example/registry.json' }],
      unread: ['Other', 'No anchor', 'In the clear'],
    })
  })

  it('refuses what is no list, an entry without a name, and too many', () => {
    for (const list of [{}, null, [{ type: 'oidf' }], [null], Array.from({ length: 65 }, () => ({ name: 'x' }))]) expect(() => parseKnownRegistries(list)).toThrow(expect.objectContaining({ code: 'registry/list-malformed' }))
  })
})
