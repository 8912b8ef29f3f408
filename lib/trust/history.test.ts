import { describe, expect, it } from 'vitest'
import { didOf, keyOf, multikeyOf, mustBeTaken, Network, origin, registrationOf, seatsOf } from './_network.ts'
import { accreditationChain, accreditationsAt, archived, authorityFor, isCompromised, keysInForce, participantAt, statusDigests } from './history.ts'
import { governanceActor, type Rotate, type Withdraw } from './payloads.ts'

const scope = 'https://example.org/scope/welding'
const college = didOf('college')

async function begun(...names: readonly string[]): Promise<Network> {
  const network = new Network()
  await network.begin(...names)
  return network
}

/** A network whose college has a recovery key. */
async function withRecovery(): Promise<Network> {
  const network = await begun()
  mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('college', { recoveryKey: await multikeyOf('safe') }) }, ['college', 'safe']))
  return network
}

async function rotate(network: Network, changes: Partial<Rotate>, names: readonly string[]): ReturnType<Network['say']> {
  return network.say({ type: 'rotate', payload: { did: college, sequence: network.next(college), add: [], remove: [], ...changes } }, names)
}

async function withdrawKey(network: Network, key: string, { sizes, by = college, signers = ['safe'] }: { readonly sizes?: { readonly [log: string]: number }; readonly by?: string; readonly signers?: readonly string[] } = {}): ReturnType<Network['say']> {
  const payload: Withdraw = { by, sequence: network.next(by), target: 'key', did: college, key: await multikeyOf(key), ...(sizes === undefined ? {} : { compromisedSince: { at: '2026-01-01T00:00:00Z', sizes } }) }
  return network.say({ type: 'withdraw', payload }, signers)
}

describe('rotating keys', () => {
  it('needs an old key and every new one, and is seen from the next entry on', async () => {
    const network = await begun('college')
    const add = [await multikeyOf('new')]
    expect(await rotate(network, { add }, ['college'])).toMatchObject({ code: 'trust/possession-missing' })
    expect(await rotate(network, { add }, ['new'])).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await rotate(network, { add }, ['thief', 'new'])).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await rotate(network, { add }, ['college', 'new', 'thief'])).toMatchObject({ code: 'trust/key-not-in-force' })
    const at = network.registry.size
    expect(await rotate(network, { add, remove: [await multikeyOf('college')] }, ['college', 'new'])).toEqual({ ok: true })
    expect(keysInForce(network.registry, college, at)).toEqual([await multikeyOf('college')])
    expect(keysInForce(network.registry, college, at + 1)).toEqual(add)
    expect(await network.batch('college')).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await network.batch('college', 'new')).toEqual({ ok: true })
  })

  it('never brings a key back, leaves a did:key its own key, and leaves some key', async () => {
    const network = await begun('college')
    mustBeTaken(await rotate(network, { add: [await multikeyOf('new')], remove: [await multikeyOf('college')] }, ['college', 'new']))
    expect(await rotate(network, { add: [await multikeyOf('college')] }, ['college', 'new'])).toMatchObject({ code: 'trust/key-again' })
    expect(await rotate(network, { remove: [await multikeyOf('new')] }, ['new'])).toMatchObject({ code: 'trust/last-key' })
    expect(await rotate(network, {}, ['new'])).toMatchObject({ code: 'trust/rotation-empty' })
    expect(await rotate(network, { remove: [await multikeyOf('college')] }, ['new'])).toMatchObject({ code: 'trust/key-not-in-force' })
    const did = `did:key:${await multikeyOf('shop')}`
    mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('shop', { did, keys: [await multikeyOf('shop'), await multikeyOf('spare')] }) }, ['shop', 'spare']))
    expect(await network.say({ type: 'rotate', payload: { did, sequence: 0, add: [], remove: [await multikeyOf('shop')] } }, ['spare'])).toMatchObject({ code: 'trust/did-key-mismatch' })
  })

  it('is done by the recovery key when all others are gone, and the recovery key signs nothing else', async () => {
    const network = await withRecovery()
    expect(await network.batch('college', 'safe')).toMatchObject({ code: 'trust/key-not-in-force' })
    mustBeTaken(await withdrawKey(network, 'college'))
    expect(keysInForce(network.registry, college, network.registry.size)).toEqual([])
    expect(await network.batch('college')).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await rotate(network, { add: [await multikeyOf('new')] }, ['college', 'new'])).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await rotate(network, { add: [await multikeyOf('new')] }, ['safe', 'new'])).toEqual({ ok: true })
    expect(await network.batch('college', 'new')).toEqual({ ok: true })
  })
})

describe('a recovery key', () => {
  it('gives way to another only with its own signature, so that whoever steals a key cannot lock its owner out', async () => {
    const network = await withRecovery()
    const theft = { add: [await multikeyOf('thief')], remove: [await multikeyOf('college')], recoveryKey: await multikeyOf('thief-safe') }
    expect(await rotate(network, theft, ['college', 'thief', 'thief-safe'])).toMatchObject({ code: 'trust/recovery-key-missing' })
    expect(await rotate(network, { recoveryKey: await multikeyOf('safer') }, ['college', 'safe', 'safer'])).toEqual({ ok: true })
    expect(await rotate(network, { recoveryKey: await multikeyOf('safest') }, ['college', 'safest'])).toMatchObject({ code: 'trust/recovery-key-missing' })
    expect(await rotate(network, { recoveryKey: await multikeyOf('safest') }, ['safer', 'safest'])).toEqual({ ok: true })
  })

  it('is chosen by a key in force where there was none', async () => {
    const network = await begun('college')
    expect(await rotate(network, { recoveryKey: await multikeyOf('safe') }, ['college', 'safe'])).toEqual({ ok: true })
  })
})

describe('withdrawing a key', () => {
  it('reaches a key that had given way to another, once it is known to have been in other hands', async () => {
    const network = await withRecovery()
    mustBeTaken(await network.batch('college'))
    const place = { did: college, key: await multikeyOf('college'), origin, index: network.registry.size - 1 }
    // Whoever stole a key forges with it, and then lets it give way in good order.
    mustBeTaken(await rotate(network, { add: [await multikeyOf('thief')], remove: [await multikeyOf('college')] }, ['college', 'thief']))
    const at = network.registry.size
    expect(await withdrawKey(network, 'college')).toMatchObject({ code: 'trust/target-unknown' })
    expect(isCompromised(network.registry, place)).toBe(false)
    expect(await withdrawKey(network, 'college', { sizes: { [origin]: 2 } })).toEqual({ ok: true })
    expect(isCompromised(network.registry, place)).toBe(true)
    expect(keysInForce(network.registry, college, at - 1)).toEqual([place.key])
    expect(keysInForce(network.registry, college, at)).toEqual([await multikeyOf('thief')])
    expect(await withdrawKey(network, 'college', { sizes: { [origin]: 0 } })).toMatchObject({ code: 'trust/target-unknown' })
  })

  it('is for its owner, the recovery key and the governance', async () => {
    const network = await withRecovery()
    await network.register('school')
    expect(await withdrawKey(network, 'college', { by: didOf('school'), signers: ['school'] })).toMatchObject({ code: 'trust/not-entitled' })
    expect(await withdrawKey(network, 'college', { signers: ['school'] })).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await withdrawKey(network, 'college', { by: governanceActor, signers: seatsOf().slice(1) })).toMatchObject({ code: 'trust/quorum-missing' })
    expect(await withdrawKey(network, 'school')).toMatchObject({ code: 'trust/target-unknown' })
    expect(await withdrawKey(network, 'college', { sizes: { [origin]: 1_000 } })).toMatchObject({ code: 'trust/compromise-in-future' })
    expect(await withdrawKey(network, 'college', { by: governanceActor, signers: seatsOf() })).toEqual({ ok: true })
    expect(await withdrawKey(network, 'college')).toMatchObject({ code: 'trust/target-unknown' })
  })
})

describe('isCompromised()', () => {
  it('leaves good what came before, doubts what came after, until it is reaffirmed under a good key', async () => {
    const network = await withRecovery()
    mustBeTaken(await network.batch('college'))
    const since = network.registry.size
    mustBeTaken(await network.batch('college'))
    const key = await multikeyOf('college')
    const doubted = (index: number, log = origin): boolean => isCompromised(network.registry, { did: college, key, origin: log, index })
    expect(doubted(since)).toBe(false)
    mustBeTaken(await withdrawKey(network, 'college', { sizes: { [origin]: since, 'credentials.example/ledger': 50 } }))
    expect([since - 1, since, since + 1].map((index) => doubted(index))).toEqual([false, true, true])
    expect([49, 50, 9_999].map((index) => doubted(index, 'credentials.example/ledger'))).toEqual([false, true, true])
    // A log that nobody measured counts from its beginning.
    expect(doubted(0, 'forgotten.example/ledger')).toBe(true)
    const reaffirm = async (from: number, to: number, signer: string): ReturnType<Network['say']> => (
      network.say({ type: 'reaffirm', payload: { did: college, sequence: network.next(college), log: 'credentials.example/ledger', from, to } }, [signer])
    )
    expect(await reaffirm(50, 60, 'college')).toMatchObject({ code: 'trust/key-not-in-force' })
    mustBeTaken(await rotate(network, { add: [await multikeyOf('new')] }, ['safe', 'new']))
    expect(await reaffirm(60, 60, 'new')).toMatchObject({ code: 'trust/range-wrong' })
    mustBeTaken(await reaffirm(50, 60, 'new'))
    expect([49, 50, 59, 60].map((index) => doubted(index, 'credentials.example/ledger'))).toEqual([false, false, false, true])
  })

  it('does not count what was reaffirmed under a key that was stolen too', async () => {
    const network = await withRecovery()
    mustBeTaken(await withdrawKey(network, 'college', { sizes: { [origin]: 0 } }))
    mustBeTaken(await rotate(network, { add: [await multikeyOf('new')] }, ['safe', 'new']))
    mustBeTaken(await network.say({ type: 'reaffirm', payload: { did: college, sequence: network.next(college), log: origin, from: 0, to: 2 } }, ['new']))
    const place = { did: college, key: await multikeyOf('college'), origin, index: 1 }
    expect(isCompromised(network.registry, place)).toBe(false)
    mustBeTaken(await withdrawKey(network, 'new', { sizes: { [origin]: 3 } }))
    expect(isCompromised(network.registry, place)).toBe(true)
  })

  it('lets nobody doubt the key of another, also not who registers it under another DID', async () => {
    const network = await withRecovery()
    const did = `did:key:${await multikeyOf('college')}`
    mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('college', { did }) }, ['college']))
    mustBeTaken(await network.say({ type: 'withdraw', payload: { by: did, sequence: 0, target: 'key', did, key: await multikeyOf('college'), compromisedSince: { at: '2026-01-01T00:00:00Z', sizes: { [origin]: 0 } } } }, ['college']))
    expect(isCompromised(network.registry, { did: college, key: await multikeyOf('college'), origin, index: 1 })).toBe(false)
  })
})

describe('accreditations in the past', () => {
  it('hold while every link of their chain does', async () => {
    const network = await begun('one', 'two')
    mustBeTaken(await network.accredit('board', 'one'))
    mustBeTaken(await network.accredit('one', 'two'))
    const [first, at] = [network.registry.size - 2, network.registry.size]
    expect(accreditationChain(network.registry, at - 1).map(({ did }) => did)).toEqual([didOf('two'), didOf('one'), didOf('board')])
    mustBeTaken(await network.say({ type: 'suspend', payload: { by: didOf('board'), sequence: 1, target: 'accreditation', accreditation: first } }, ['board']))
    mustBeTaken(await network.say({ type: 'reinstate', payload: { by: didOf('board'), sequence: 2, target: 'accreditation', accreditation: first } }, ['board']))
    mustBeTaken(await network.say({ type: 'withdraw', payload: { by: didOf('board'), sequence: 3, target: 'accreditation', accreditation: first } }, ['board']))
    const held = [at, at + 1, at + 2, at + 3].map((index) => accreditationsAt(network.registry, { did: didOf('two'), scope }, index).length)
    expect(held).toEqual([1, 0, 1, 0])
    expect(accreditationsAt(network.registry, { did: didOf('two'), scope: 'https://example.org/scope/medicine' }, at)).toEqual([])
    expect(accreditationsAt(network.registry, { did: didOf('two'), day: '2025-12-31' }, at)).toEqual([])
    expect(accreditationsAt(network.registry, { did: didOf('two'), day: '2026-01-01' }, at)).toHaveLength(1)
  })
})

describe('authorityFor()', () => {
  it('grants, denies, and does not know types that nobody published', async () => {
    const network = await begun('one', 'two')
    mustBeTaken(await network.accredit('board', 'one'))
    const type = 'https://example.org/types/welder'
    expect(authorityFor(network.registry, { type, did: didOf('one') }, network.registry.size)).toEqual({ state: 'unknown' })
    mustBeTaken(await network.say({ type: 'type', payload: { by: didOf('one'), sequence: 0, id: type, scope, attestedBy: 'accredited' } }, ['one']))
    const at = network.registry.size
    expect(authorityFor(network.registry, { type, did: didOf('one') }, at)).toMatchObject({ state: 'granted', by: [{ accreditor: didOf('board') }] })
    expect(authorityFor(network.registry, { type, did: didOf('two') }, at)).toEqual({ state: 'denied' })
    expect(authorityFor(network.registry, { type, did: didOf('nobody') }, at)).toEqual({ state: 'denied' })
    mustBeTaken(await network.say({ type: 'type', payload: { by: didOf('one'), sequence: 1, id: type, scope, attestedBy: 'registered' } }, ['one']))
    expect(authorityFor(network.registry, { type, did: didOf('two') }, at)).toEqual({ state: 'denied' })
    expect(authorityFor(network.registry, { type, did: didOf('two') }, network.registry.size)).toEqual({ state: 'granted', by: [] })
  })
})

describe('what stays of an issuer', () => {
  it('is answered by issuer and name, the latest last, and nothing that another put under that name', async () => {
    const network = await begun('college', 'thief')
    const list = 'https://college.example/status/1'
    for (const [name, sequence, digit] of [['college', 0, '1'], ['thief', 0, '2'], ['college', 1, '3']] as const) {
      mustBeTaken(await network.say({ type: 'status', payload: { issuer: didOf(name), sequence, list, digest: digit.repeat(64) } }, [name]))
    }
    expect(statusDigests(network.registry, { issuer: college, list }).map(({ digest }) => digest[0])).toEqual(['1', '3'])
    mustBeTaken(await network.say({ type: 'archive', payload: { issuer: didOf('thief'), sequence: 1, kind: 'achievement', id: list, digest: '4'.repeat(64) } }, ['thief']))
    expect(archived(network.registry, { issuer: college, id: list })).toEqual([])
    expect(archived(network.registry, { issuer: didOf('thief'), id: list })).toMatchObject([{ kind: 'achievement' }])
  })

  it('asks nothing of names that every object has', async () => {
    const network = await begun('college')
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(participantAt(network.registry, name, 9)).toBeUndefined()
      expect(archived(network.registry, { issuer: name, id: name })).toEqual([])
    }
    expect((await keyOf('college')).publicKey.type).toBe('Ed25519')
  })
})
