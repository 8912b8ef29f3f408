/**
 * Rules version 1, held still, also where newer ones are known. Whoever changes an expectation here has made a new version of the rules, which stands beside this
 * one and is switched on by an entry (docs/decisions/0009-validating-cosigners.md): validators in the field go on with the old.
 */
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { lintPolicy } from '../ledger/lint-policy.ts'
import { parsePolicy } from '../ledger/policy.ts'
import { cosignerKeyOf, formatCosignerKey } from '../ledger/cosignature.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, governanceOf, keyOf, multikeyOf, mustBeTaken, Network, origin, policyText, seatsOf } from './_network.ts'
import { rootOfMap } from './epoch-map.ts'
import { supportedRules } from './registry.ts'

const { sha256 } = cryptography

/** Begins alone and grows, registers, accredits, records, suspends and rotates: the same bytes every time. */
async function grownNetwork(): Promise<Network> {
  const network = new Network()
  const alone = { rules: 1, policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } } }
  mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(alone) }, ['college']))
  mustBeTaken(await network.say({ type: 'policy', payload: { sequence: 0, policy: await policyText(), governance: await governanceOf() } }, ['college', ...seatsOf()]))
  for (const name of ['one', 'two']) await network.register(name)
  mustBeTaken(await network.accredit('board', 'one'))
  mustBeTaken(await network.accredit('one', 'two'))
  mustBeTaken(await network.batch('two', 'two', new Uint8Array(32).fill(7)))
  mustBeTaken(await network.batch(null, 'operator', new Uint8Array(32).fill(8)))
  mustBeTaken(await network.say({ type: 'rotate', payload: { did: didOf('one'), sequence: network.next(didOf('one')), add: [await multikeyOf('fresh')], remove: [await multikeyOf('one')] } }, ['one', 'fresh']))
  mustBeTaken(await network.say({ type: 'status', payload: { issuer: didOf('two'), sequence: network.next(didOf('two')), list: 'https://two.example/status/1', digest: 'ab'.repeat(32) } }, ['two']))
  return network
}

/** Policies at the edge of what is accepted: how many cosigners, how many are needed, and what the lint says of it. */
const flat: readonly (readonly [count: number, needed: number, isAccepted: boolean])[] = [
  [1, 1, true], [2, 1, false], [2, 2, true], [3, 1, false], [3, 2, true], [4, 2, false], [4, 3, true], [5, 3, false], [5, 4, true], [7, 4, false], [7, 5, true], [9, 5, false], [9, 6, true],
]

describe('rules version 1', () => {
  it('is understood for ever', () => {
    expect(supportedRules).toBeGreaterThanOrEqual(1)
  })

  it('makes of the same entries the same state, today as on the day it was voted', async () => {
    const network = await grownNetwork()
    expect(encodeHex(sha256(concatBytes(...network.entries)))).toBe('b93ad959bce8da9d5a91697c28ae5beb103611749b6c88ac61ee4099030f4d49')
    expect(encodeHex(rootOfMap(network.registry.map, sha256))).toBe('b4e69aa2d70b1662cc7934b8db4f0bbf141b0b8ac07ef5d5a4853b0cd4aab4fd')
    expect(network.registry.origin).toBe(origin)
  })

  it.each(flat)('accepts %i cosigners of whom %i are needed: %s', async (count, needed, isAccepted) => {
    const names = Array.from({ length: count }, (_, index) => `c${index}`)
    const witnesses = await Promise.all(names.map(async (name) => `witness ${name} ${formatCosignerKey(cosignerKeyOf(`${name}.example`, (await keyOf(name)).publicKey, sha256))}\n`))
    const policy = parsePolicy(`${witnesses.join('')}group all ${needed} ${names.join(' ')}\nquorum all\n`, sha256)
    expect(lintPolicy(policy).isAccepted).toBe(isAccepted)
  })
})
