import { describe, expect, it } from 'vitest'
import { didOf, seatsOf, TrustedWorld } from '../trust/trusted-world.ts'
import { knownNameOf } from './known-name.ts'
import { trustNobody, type Trust } from './policy.ts'

const now = new Date('2026-11-21T12:00:00Z')
const [college, mill] = [didOf('college'), didOf('mill')]

describe('knownNameOf()', () => {
  it('knows whom its own list names, and whom others vouch for in its network; registering alone makes nobody known', async () => {
    const world = await TrustedWorld.begin('college', 'mill')
    const known = (did: string, trust: Partial<Trust> = {}): string | undefined => knownNameOf(did, { trust: { ...trustNobody, networks: [world.trusted], ...trust }, now })
    await world.accredit('board', 'college')
    expect(known(college)).toBe('The college')
    expect(known(college, { networks: [] })).toBeUndefined()
    expect(known(mill)).toBeUndefined()
    expect(known(mill, { issuers: [{ did: mill, name: 'Our mill' }] })).toBe('Our mill')
    expect(known('did:web:nobody.example')).toBeUndefined()
    await world.say({ type: 'suspend', payload: { by: 'governance', sequence: 0, target: 'participant', did: college } }, seatsOf())
    expect(known(college, { issuers: [{ did: college, name: 'Our college' }] })).toBeUndefined()
  })
})
