import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, multikeyOf, mustBeTaken, Network, registrationOf, seatsOf } from './_network.ts'
import { rootOfMap } from './epoch-map.ts'
import { accreditationsAt, domainAt, impostorsOf, keysInForce, nameAt, participantAt } from './history.ts'
import { sectors, type Charter } from './payloads.ts'
import { epochMapAt } from './records.ts'
import type { Registry } from './registry.ts'
import { formatRegistry, parseRegistry } from './registry-text.ts'
import { extractRegistry } from './registry-view.ts'
import { applyEntry, type Applied } from './replay.ts'

const refused = (code: string): { readonly ok: false; readonly code: string } => ({ ok: false, code })
const taken = { ok: true }
const { sha256 } = cryptography
const harvard = didOf('harvard')

async function begun(changes: Partial<Charter> = {}, signers = seatsOf()): Promise<Network> {
  const network = new Network()
  mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(changes) }, signers))
  await network.register('harvard')
  return network
}

const seatOf = async (seat: string): Promise<string> => `did:key:${await multikeyOf(seat)}`

/** A seat says that it read the document of harvard, with the keys of these names in it. */
async function see(network: Network, seat: string, { by, keys = ['harvard'], of = harvard }: { readonly by?: string; readonly keys?: readonly string[]; readonly of?: string } = {}): Promise<Applied> {
  const actor = by ?? await seatOf(seat)
  return network.say({ type: 'endorse', payload: { by: actor, sequence: network.next(actor), subject: { did: of }, ground: 'domain', keys: await Promise.all(keys.map(multikeyOf)) } }, [seat])
}

const isVouched = ({ registry }: Network, did = harvard): boolean => domainAt(registry, did, registry.size).isVouched
const free = (network: Network, signers: readonly string[] = seatsOf(), by = 'governance', did = harvard): Promise<Applied> =>
  network.say({ type: 'withdraw', payload: { by, sequence: network.next(by), target: 'registration', did } }, signers)
const rename = (network: Network, name: string, signers: readonly string[]): Promise<Applied> =>
  network.say({ type: 'rotate', payload: { did: harvard, sequence: network.next(harvard), add: [], remove: [], name } }, signers)
const again = (registry: Registry): Registry => parseRegistry(formatRegistry(registry), { sha256 })

describe('a domain that was looked at', () => {
  it('is vouched for once two sectors beside its own have seen it, each counted once', async () => {
    const network = await begun()
    expect(isVouched(network)).toBe(false)
    for (const seat of ['education-1', 'education-2', 'worker-1', 'worker-2']) expect(await see(network, seat)).toEqual(taken)
    expect(isVouched(network)).toBe(false)
    const before = network.registry.size
    expect(await see(network, 'government-3')).toEqual(taken)
    expect([isVouched(network), isVouched({ registry: again(network.registry) } as Network), domainAt(network.registry, harvard, before).isVouched]).toEqual([true, true, false])
    expect(domainAt(extractRegistry(network.registry, new Set([harvard])), harvard, network.registry.size).sightings).toHaveLength(5)
    expect(network.registry.opinions).toEqual([])
  })

  it('is vouched for by who runs the log where one sector is alone, and no longer by them alone once others came', async () => {
    const seats = [{ name: 'Operator', key: await multikeyOf('operator') }, { name: 'Other', key: await multikeyOf('other') }]
    const network = await begun({ policy: 'quorum none\n', governance: { education: { threshold: 2, seats } }, accreditors: [] }, ['operator', 'other'])
    expect([await see(network, 'other'), isVouched(network)]).toEqual([taken, false])
    expect([await see(network, 'operator', { by: didOf('operator') }), isVouched(network)]).toEqual([taken, true])
    const { policy, governance } = await charterOf()
    mustBeTaken(await network.say({ type: 'policy', payload: { sequence: 0, policy, governance } }, ['operator', 'other', ...seatsOf()]))
    expect(isVouched(network)).toBe(false)
  })

  it('was not looked at by who merely registered, in whatever sector, nor by whom no seat signed for', async () => {
    const network = await begun()
    mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('sybil', { sector: 'worker' }) }, ['sybil']))
    expect(await see(network, 'sybil', { by: didOf('sybil') })).toMatchObject(refused('trust/not-a-seat'))
    expect(await see(network, 'sybil')).toMatchObject(refused('trust/not-a-seat'))
    expect(await see(network, 'sybil', { by: await seatOf('worker-1') })).toMatchObject(refused('trust/key-not-in-force'))
    expect(await see(network, 'harvard', { by: harvard })).toMatchObject(refused('trust/not-a-seat'))
  })

  it('is that of exactly the keys in force, once for each who looks, and of a did:web', async () => {
    const network = await begun()
    for (const keys of [['thief'], ['harvard', 'thief']]) expect(await see(network, 'worker-1', { keys })).toMatchObject(refused('trust/key-not-in-force'))
    expect(await see(network, 'worker-1', { of: didOf('nobody') })).toMatchObject(refused('trust/not-registered'))
    const did = await seatOf('mill')
    mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('mill', { did }) }, ['mill']))
    expect(await see(network, 'worker-1', { of: did, keys: ['mill'] })).toMatchObject(refused('trust/not-entitled'))
    expect(await see(network, 'worker-1')).toEqual(taken)
    expect(await see(network, 'worker-1')).toMatchObject(refused('trust/said-already'))
  })

  it('stays vouched for when its owner changes keys, which the old ones sign', async () => {
    const network = await begun()
    for (const seat of ['worker-1', 'employer-1']) await see(network, seat)
    mustBeTaken(await network.say({ type: 'rotate', payload: { did: harvard, sequence: 0, add: [await multikeyOf('fresh')], remove: [await multikeyOf('harvard')] } }, ['harvard', 'fresh']))
    expect(isVouched(network)).toBe(true)
  })
})

describe('a DID that somebody took', () => {
  async function freed(): Promise<Network> {
    const network = await begun()
    for (const seat of ['worker-1', 'employer-1']) await see(network, seat)
    mustBeTaken(await network.accredit('board', 'harvard'))
    await network.register('mill')
    mustBeTaken(await network.accredit('harvard', 'mill'))
    mustBeTaken(await free(network))
    return network
  }
  const owner = async (): Promise<Parameters<Network['say']>[0]> => ({ type: 'register', payload: await registrationOf('owner', { did: harvard, name: 'Harvard University' }) })

  it('is given back by all sectors together, that of the workers included, and by nobody else', async () => {
    const network = await begun()
    expect(await free(network, seatsOf(sectors.filter((name) => name !== 'worker')))).toMatchObject(refused('trust/quorum-missing'))
    expect(await free(network, ['harvard'], harvard)).toMatchObject(refused('trust/not-entitled'))
    expect(await free(network, ['board'], didOf('board'))).toMatchObject(refused('trust/not-entitled'))
    for (const did of [didOf('board'), didOf('operator')]) expect(await free(network, seatsOf(), 'governance', did)).toMatchObject(refused('trust/not-entitled'))
    expect(await free(network, seatsOf(), 'governance', didOf('nobody'))).toMatchObject(refused('trust/target-unknown'))
    expect(await network.say(await owner(), ['owner'])).toMatchObject(refused('trust/did-taken'))
    expect([await free(network), await free(network)]).toMatchObject([taken, refused('trust/withdrawn')])
    expect(await network.say(await owner(), ['owner'])).toEqual(taken)
    expect(await network.say(await owner(), ['owner'])).toMatchObject(refused('trust/did-taken'))
  })

  it('is given back also when who took it gave itself up, which lets nobody else in', async () => {
    const network = await begun()
    mustBeTaken(await network.say({ type: 'withdraw', payload: { by: harvard, sequence: 0, target: 'participant', did: harvard } }, ['harvard']))
    expect(await network.say(await owner(), ['owner'])).toMatchObject(refused('trust/did-taken'))
    expect([await free(network), await network.say(await owner(), ['owner'])]).toEqual([taken, taken])
  })

  it('leaves who took it nothing: no entry, no accreditation that it had or gave, and nothing of it comes to the owner', async () => {
    const network = await freed()
    const { registry } = network
    expect([await network.batch('harvard'), await network.accredit('board', 'harvard')]).toMatchObject([refused('trust/withdrawn'), refused('trust/withdrawn')])
    expect(await see(network, 'government-1')).toMatchObject(refused('trust/withdrawn'))
    mustBeTaken(await network.say(await owner(), ['owner']))
    expect([await network.batch('harvard'), await network.batch('harvard', 'owner')]).toMatchObject([refused('trust/key-not-in-force'), taken])
    const now = registry.size
    expect([accreditationsAt(registry, { did: harvard }, now), accreditationsAt(registry, { did: didOf('mill') }, now), isVouched(network)]).toEqual([[], [], false])
    expect(await see(network, 'worker-1', { keys: ['owner'] })).toEqual(taken)
  })

  it('keeps its past: whoever asks as of an entry is told who had it then', async () => {
    const network = await freed()
    const before = network.registry.size - 1
    const roots = [epochMapAt(network.registry, before, sha256), network.registry.map].map((map) => encodeHex(rootOfMap(map, sha256)))
    mustBeTaken(await network.say(await owner(), ['owner']))
    for (const registry of [network.registry, again(network.registry), extractRegistry(network.registry, new Set([harvard]))]) {
      const asked = [before, before + 1, registry.size].map((index) => participantAt(registry, harvard, index))
      expect(asked.map((standing) => [standing?.participant.name, standing?.state])).toEqual([['The harvard', 'active'], ['The harvard', 'withdrawn'], ['Harvard University', 'active']])
      expect([keysInForce(registry, harvard, before), keysInForce(registry, harvard, registry.size)]).toEqual([[await multikeyOf('harvard')], [await multikeyOf('owner')]])
      expect([domainAt(registry, harvard, before).isVouched, impostorsOf(registry, harvard).map(({ name }) => name)]).toEqual([true, ['The harvard']])
    }
    expect([before, before + 1].map((index) => encodeHex(rootOfMap(epochMapAt(network.registry, index, sha256), sha256)))).toEqual(roots)
  })
})

describe('a name', () => {
  it('is changed by its owner, and what it was stays known', async () => {
    const network = await begun()
    const { registry } = network
    const [early, root] = [registry.size, encodeHex(rootOfMap(registry.map, sha256))]
    expect(await rename(network, 'The harvard', ['harvard'])).toMatchObject(refused('trust/rotation-empty'))
    expect(await rename(network, 'Board', ['thief'])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await rename(network, 'New College', ['harvard'])).toEqual(taken)
    for (const each of [registry, again(registry)]) {
      const participant = each.participants.get(harvard)
      expect(participant === undefined ? [] : [participant.name, nameAt(participant, early), nameAt(participant, each.size)]).toEqual(['New College', 'The harvard', 'New College'])
    }
    expect(encodeHex(rootOfMap(epochMapAt(registry, early, sha256), sha256))).toBe(root)
    expect(encodeHex(rootOfMap(epochMapAt(registry, registry.size, sha256), sha256))).toBe(encodeHex(rootOfMap(registry.map, sha256)))
  })
})

describe('rules of version 1', () => {
  it('know none of this, until all sectors agree on version 2', async () => {
    const network = await begun({ rules: 1 })
    const early = encodeHex(rootOfMap(network.registry.map, sha256))
    const size = network.registry.size
    for (const answer of [await see(network, 'worker-1'), await free(network), await rename(network, 'New College', ['harvard'])]) expect(answer).toMatchObject(refused('trust/rules-too-old'))
    mustBeTaken(await network.say({ type: 'rules', payload: { sequence: 0, version: 2 } }, seatsOf()))
    expect([await see(network, 'worker-1'), await rename(network, 'New College', ['harvard']), await free(network)]).toEqual([taken, taken, taken])
    expect(encodeHex(rootOfMap(epochMapAt(network.registry, size, sha256), sha256))).toBe(early)
  })

  it('are those of a registry that was saved before there were others', async () => {
    const network = await begun({ rules: 1 })
    const [early, { size }] = [encodeHex(rootOfMap(network.registry.map, sha256)), network.registry]
    const saved = JSON.parse(formatRegistry(network.registry)) as { registry: Partial<Registry> }
    const { rulesChanges: _changes, former: _former, ...registry } = saved.registry
    const resumed = parseRegistry(JSON.stringify({ ...saved, registry }), { sha256 })
    mustBeTaken(await network.say({ type: 'rules', payload: { sequence: 0, version: 2 } }, seatsOf()))
    mustBeTaken(await applyEntry(resumed, network.entries.at(-1) ?? new Uint8Array(), size, { cryptography }))
    expect(encodeHex(rootOfMap(epochMapAt(resumed, size, sha256), sha256))).toBe(early)
    expect(formatRegistry(resumed)).toBe(formatRegistry(network.registry))
  })
})
