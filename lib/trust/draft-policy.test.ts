import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { cosignerKeyOf, formatCosignerKey } from '../ledger/cosignature.ts'
import { lintPolicy } from '../ledger/lint-policy.ts'
import { parsePolicy } from '../ledger/policy.ts'
import { charterOf, keyOf, multikeyOf, mustBeTaken, Network } from './_network.ts'
import { draftPolicy, parseMembers, type NetworkMembers } from './draft-policy.ts'
import { sectors, type Sector } from './payloads.ts'

async function membersOf(counts: Readonly<Partial<Record<Sector, number>>>): Promise<NetworkMembers> {
  const names = Object.entries(counts).flatMap(([sector, count]) => Array.from({ length: count }, (_, at) => [sector as Sector, `${sector}-${at + 1}`] as const))
  return { name: 'Network', members: await Promise.all(names.map(async ([sector, name]) => ({
    name, sector, seat: await multikeyOf(name), url: `https://${name}.example/ledger`,
    cosigner: formatCosignerKey(cosignerKeyOf(`${name}.example`, (await keyOf(`${name}-cosigner`)).publicKey, cryptography.sha256)),
  }))) }
}

const everySector = (count: number): Readonly<Record<Sector, number>> => Object.fromEntries(sectors.map((sector) => [sector, count])) as Record<Sector, number>

describe('draftPolicy()', () => {
  it.each([
    [everySector(1), 3, 2, 1], [everySector(3), 3, 2, 3], [everySector(2), 6, 5, 1], [{ education: 1 }, 1, 0, 0], [{ education: 3 }, 1, 0, 1], [{ education: 4 }, 2, 1, 1],
    [{ education: 5 }, 3, 2, 1], [{ worker: 7 }, 3, 2, 2],
  ])('of %j has quorums that share %i, of whom %i may lie and %i be away', async (counts, overlap, mayLie, mayBeDown) => {
    const { policy } = draftPolicy(await membersOf(counts), cryptography.sha256)
    expect(lintPolicy(parsePolicy(policy, cryptography.sha256))).toMatchObject({ isAccepted: true, members: { overlap, mayLie, mayBeDown } })
  })

  it('makes what the rules take, also to grow out of a network of one', async () => {
    const network = new Network()
    const alone = { policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } }, accreditors: [] }
    mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(alone) }, ['college']))
    const change = draftPolicy(await membersOf(everySector(3)), cryptography.sha256)
    const grown = await network.say({ type: 'policy', payload: { sequence: 0, ...change } }, ['college', ...sectors.flatMap((sector) => [`${sector}-1`, `${sector}-3`])])
    expect(grown).toEqual({ ok: true })
  })

  it('refuses some sectors but not all, and whatever is not exactly members', async () => {
    const { members } = await membersOf({ education: 2, worker: 2 })
    expect(() => draftPolicy({ name: 'Network', members }, cryptography.sha256)).toThrow(expect.objectContaining({ code: 'trust/sectors-missing' }))
    const [first] = members
    for (const wrong of [null, [], { name: 'N', members: [] }, { name: 'N', members: [{ ...first, sector: 'church' }] }, { name: 'N', members: [{ ...first, seat: 'z' }] }, { name: 'N', members: [{ ...first, more: 1 }] }]) {
      expect(() => parseMembers(wrong)).toThrow(expect.objectContaining({ code: 'trust/members-malformed' }))
    }
    expect(parseMembers({ name: 'N', members })).toEqual({ name: 'N', members })
    expect(() => draftPolicy({ name: 'N', members: [{ ...first!, cosigner: 'x' }] }, cryptography.sha256)).toThrow(expect.objectContaining({ code: 'ledger/cosigner-key-malformed' }))
  })
})
