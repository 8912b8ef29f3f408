import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { didKey } from '../did/did-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, governanceOf, keyOf, multikeyOf, mustBeTaken, Network, origin, policyText, registrationOf, seatsOf, signedBy } from './_network.ts'
import { formatEntry, parseEntry } from './entry.ts'
import { accreditationChain, accreditationsAt, participantAt, policyAt } from './history.ts'
import { governanceActor, sectors, type Register, type Statement } from './payloads.ts'
import { supportedRules } from './registry.ts'
import { formatRegistry, parseRegistry } from './registry-text.ts'
import type { Applied } from './replay.ts'
import { maxAccreditationsByOne, maxAccreditationsOfOne } from './rules/accredit.ts'

const scope = 'https://example.org/scope/welding'
const refused = (code: string): { readonly ok: false; readonly code: string } => ({ ok: false, code })
const taken = { ok: true }

async function begun(...names: readonly string[]): Promise<Network> {
  const network = new Network()
  await network.begin(...names)
  return network
}

describe('a charter', () => {
  it('begins a network of one, and of five sectors', async () => {
    expect(await new Network().say({ type: 'charter', payload: await charterOf() }, seatsOf())).toEqual(taken)
    const alone = { policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } }, accreditors: [] }
    expect(await new Network().say({ type: 'charter', payload: await charterOf(alone) }, ['college'])).toEqual(taken)
  })

  it('has all five sectors when it has more than one, the worker sector included', async () => {
    const four = sectors.filter((sector) => sector !== 'worker')
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ governance: await governanceOf(four) }) }, seatsOf(four))).toMatchObject(refused('trust/sectors-missing'))
  })

  it('is signed by the majority of every sector, and by nobody else', async () => {
    const statement: Statement = { type: 'charter', payload: await charterOf() }
    expect(await new Network().say(statement, seatsOf().slice(1))).toMatchObject(refused('trust/quorum-missing'))
    expect(await new Network().say(statement, [...seatsOf(), 'stranger'])).toMatchObject(refused('trust/key-not-in-force'))
    const weak = await governanceOf()
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ governance: { ...weak, worker: { ...weak.worker!, threshold: 1 } } }) }, seatsOf()))
      .toMatchObject(refused('trust/threshold-wrong'))
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ governance: { ...weak, worker: weak.employer! } }) }, seatsOf())).toMatchObject(refused('trust/seat-twice'))
  })

  it('comes once, and before everything else', async () => {
    const network = await begun()
    expect(await network.offer(network.entries[0]!)).toMatchObject(refused('trust/charter-again'))
    expect(await new Network().batch('college')).toMatchObject(refused('trust/charter-missing'))
    expect(await new Network().say({ type: 'register', payload: await registrationOf('college') }, ['college'])).toMatchObject(refused('trust/charter-missing'))
  })

  it('waits where its rules are not known', async () => {
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ rules: supportedRules + 1 }) }, seatsOf())).toMatchObject({ ok: 'later', code: 'trust/rules-unknown' })
  })

  it('has a policy that can be read', async () => {
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ policy: 'quorum everybody\n' }) }, seatsOf())).toMatchObject(refused('trust/policy-malformed'))
  })

  it('has no policy under which two quorums could part ways, and some quorum unless one sector is all', async () => {
    const policies = ['quorum none\n', (await policyText()).replace('group four 4', 'group four 3')]
    for (const policy of policies) expect(await new Network().say({ type: 'charter', payload: await charterOf({ policy }) }, seatsOf())).toMatchObject(refused('trust/policy-unsafe'))
  })
})

describe('what only all sectors together decide', () => {
  it('drops the worker sector with five signatures and never with four', async () => {
    const four = sectors.filter((sector) => sector !== 'worker')
    const network = await begun()
    const statement = { type: 'policy', payload: { sequence: 0, governance: await governanceOf(four) } } as const
    expect(await network.say(statement, seatsOf(four))).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say(statement, seatsOf())).toEqual(taken)
    expect(Object.keys(policyAt(network.registry, network.registry.size)!.governance)).not.toContain('worker')
    expect(Object.keys(policyAt(network.registry, 1)!.governance)).toContain('worker')
    expect(await network.say({ type: 'constitution', payload: { sequence: 1, kind: 'fee', digest: '0'.repeat(64) } }, seatsOf(four))).toEqual(taken)
  })

  it('grows from one organisation to five sectors with the signature of the one and of every sector to come', async () => {
    const network = new Network()
    const alone = { policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } }, accreditors: [] }
    mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(alone) }, ['college']))
    const statement = { type: 'policy', payload: { sequence: 0, policy: await policyText(), governance: await governanceOf() } } as const
    expect(await network.say(statement, ['college'])).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say(statement, seatsOf())).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say(statement, ['college', ...seatsOf(sectors.filter((sector) => sector !== 'worker'))])).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say(statement, ['college', 'stranger', ...seatsOf()])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.say(statement, ['college', ...seatsOf()])).toEqual(taken)
    expect(await network.say({ type: 'constitution', payload: { sequence: 1, kind: 'fee', digest: '0'.repeat(64) } }, ['college'])).toMatchObject(refused('trust/quorum-missing'))
  })

  it('grows from one sector to all five only: no worker sector is left out that never had a voice', async () => {
    const network = new Network()
    const four = sectors.filter((sector) => sector !== 'worker')
    const alone = { policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } }, accreditors: [] }
    mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(alone) }, ['college']))
    const statement = { type: 'policy', payload: { sequence: 0, policy: await policyText(), governance: await governanceOf(four) } } as const
    expect(await network.say(statement, ['college', ...seatsOf(four)])).toMatchObject(refused('trust/sectors-missing'))
  })

  it('says fees, privacy, matcher and releases by their digests, each vote once', async () => {
    const network = await begun()
    const statement = { type: 'constitution', payload: { sequence: 0, kind: 'matcher', digest: 'ab'.repeat(32) } } as const
    expect(await network.say(statement, seatsOf(['education', 'employer', 'certification', 'government']))).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say(statement, seatsOf())).toEqual(taken)
    expect(await network.offer(network.entries.at(-1)!)).toMatchObject(refused('trust/sequence-wrong'))
  })

  it('changes the rules only to newer ones, and waits at those that are not known', async () => {
    const network = await begun()
    expect(await network.say({ type: 'rules', payload: { sequence: 0, version: 1 } }, seatsOf())).toMatchObject(refused('trust/rules-not-newer'))
    expect(await network.say({ type: 'rules', payload: { sequence: 0, version: supportedRules + 1 } }, seatsOf())).toMatchObject({ ok: 'later' })
    expect(await network.say({ type: 'rules', payload: { sequence: 0, version: supportedRules + 1 } }, ['stranger'])).toMatchObject(refused('trust/quorum-missing'))
  })

  it('is nothing when it changes nothing', async () => {
    const network = await begun()
    expect(await network.say({ type: 'policy', payload: { sequence: 0 } }, seatsOf())).toMatchObject(refused('trust/policy-empty'))
    expect(await network.say({ type: 'policy', payload: { sequence: 0, policy: 'group\n' } }, seatsOf())).toMatchObject(refused('trust/policy-malformed'))
  })
})

describe('registering', () => {
  it('is free and needs nobody\'s leave', async () => {
    const network = await begun('college')
    expect(participantAt(network.registry, didOf('college'), 2)).toMatchObject({ state: 'active', participant: { name: 'The college', sector: 'education' } })
    expect(participantAt(network.registry, didOf('college'), 1)).toBeUndefined()
  })

  it('takes a DID once, also one of the charter', async () => {
    const network = await begun('college')
    expect(await network.offer(network.entries[1]!)).toMatchObject(refused('trust/did-taken'))
    const thief: Register = { ...await registrationOf('thief', { did: didOf('board') }) }
    expect(await network.say({ type: 'register', payload: thief }, ['thief'])).toMatchObject(refused('trust/did-taken'))
  })

  it('takes a did:key only with its own key', async () => {
    const network = await begun()
    const did = didKey((await keyOf('shop')).publicKey)
    expect(await network.say({ type: 'register', payload: await registrationOf('thief', { did }) }, ['thief'])).toMatchObject(refused('trust/did-key-mismatch'))
    expect(await network.say({ type: 'register', payload: await registrationOf('shop', { did }) }, ['shop'])).toEqual(taken)
  })

  it('shows possession of every key, the recovery key included', async () => {
    const network = await begun()
    const payload = await registrationOf('college', { keys: [await multikeyOf('college'), await multikeyOf('second')], recoveryKey: await multikeyOf('safe') })
    expect(await network.say({ type: 'register', payload }, ['college', 'second'])).toMatchObject(refused('trust/possession-missing'))
    expect(await network.say({ type: 'register', payload }, ['college', 'second', 'safe', 'stranger'])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.say({ type: 'register', payload }, ['college', 'second', 'safe'])).toEqual(taken)
  })

  it('repeats the conformance run: no sample of another DID, key or content', async () => {
    const network = await begun()
    const good = await registrationOf('college')
    const samples = [
      (await registrationOf('school')).sample, { ...good.sample, validFrom: '2026-01-02T00:00:00Z' }, { ...good.sample, extra: true }, {},
      { ...good.sample, proof: { ...(good.sample['proof'] as object), cryptosuite: 'eddsa-rdfc-2022' } }, (await registrationOf('thief', { did: good.did })).sample,
    ]
    for (const sample of samples) expect(await network.say({ type: 'register', payload: { ...good, sample } }, ['college'])).toMatchObject(refused('trust/sample-invalid'))
    expect(await network.say({ type: 'register', payload: good }, ['college'])).toEqual(taken)
  })
})

describe('signatures', () => {
  it('are for one log, one statement and one key', async () => {
    const network = await begun('college')
    const statement: Statement = { type: 'batch', payload: { issuer: didOf('college'), scope: 'education', size: 64, root: new Uint8Array(32) } }
    const good = await signedBy(statement, ['college'])
    expect(await network.offer(await signedBy(statement, ['college'], 'another.example/ledger'))).toMatchObject(refused('trust/signature-invalid'))
    const { signatures } = parseEntry(good)
    const other: Statement = { ...statement, payload: { ...statement.payload, root: new Uint8Array(32).fill(1) } }
    expect(await network.offer(formatEntry(other, signatures))).toMatchObject(refused('trust/signature-invalid'))
    const [stolen] = parseEntry(await signedBy(statement, ['thief'])).signatures
    expect(await network.offer(formatEntry(statement, [{ key: await multikeyOf('college'), signature: stolen!.signature }]))).toMatchObject(refused('trust/signature-invalid'))
    expect(await network.offer(good)).toEqual(taken)
  })

  it('change nothing when one of them is wrong', async () => {
    const network = await begun('college')
    const before = { ...network.registry }
    const { signatures, ...statement } = parseEntry(await signedBy({ type: 'status', payload: { issuer: didOf('college'), sequence: 0, list: 'https://college.example/status/1', digest: '0'.repeat(64) } }, ['college']))
    const forged = signatures.map(({ key, signature }) => ({ key, signature: signature.with(40, signature[40]! ^ 1) }))
    expect(await network.offer(formatEntry(statement, forged))).toMatchObject(refused('trust/signature-invalid'))
    expect({ ...network.registry }).toEqual(before)
    expect(network.registry.statusLists.size + network.registry.sequences.size).toBe(0)
  })
})

describe('batches', () => {
  it('are recorded by whoever is registered, accredited or not, each root once', async () => {
    const network = await begun('college')
    const root = cryptography.randomBytes(32)
    expect(await network.batch('college', 'college', root)).toEqual(taken)
    expect(await network.offer(network.entries.at(-1)!)).toMatchObject(refused('trust/batch-again'))
    expect(await network.batch(null, 'operator', root)).toMatchObject(refused('trust/batch-again'))
    expect(await network.batch(null)).toEqual(taken)
  })

  it('are refused from strangers, under foreign keys, and in the name of another', async () => {
    const network = await begun('college', 'school')
    expect(await network.batch('stranger')).toMatchObject(refused('trust/not-registered'))
    expect(await network.batch('college', 'school')).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.batch(null, 'college')).toMatchObject(refused('trust/key-not-in-force'))
    const both = await signedBy({ type: 'batch', payload: { issuer: didOf('college'), scope: 'general', size: 64, root: new Uint8Array(32) } }, ['college', 'school'])
    expect(await network.offer(both)).toMatchObject(refused('trust/key-not-in-force'))
  })
})

describe('accreditation', () => {
  it('goes three links from the charter and no further, in the scopes of each link', async () => {
    const network = await begun('one', 'two', 'three', 'four')
    expect(await network.accredit('board', 'one')).toEqual(taken)
    expect(await network.accredit('one', 'two')).toEqual(taken)
    expect(await network.accredit('two', 'three')).toEqual(taken)
    expect(await network.accredit('three', 'four')).toMatchObject(refused('trust/chain-too-long'))
    expect(await network.accredit('one', 'four', 'https://example.org/scope/medicine')).toMatchObject(refused('trust/scope-too-wide'))
    expect(await network.accredit('one', 'four', '*')).toMatchObject(refused('trust/scope-too-wide'))
    expect(accreditationsAt(network.registry, { did: didOf('three'), scope }, network.registry.size)).toHaveLength(1)
  })

  it('begins with whom all sectors together name, where there are several', async () => {
    const network = await begun('one', 'two')
    const root = { accreditor: governanceActor, did: didOf('one'), scopes: ['*'], basis: 'ncca', mayAccredit: true, from: '2026-01-01' } as const
    const say = (signers: readonly string[], on = network): Promise<Applied> => on.say({ type: 'accredit', payload: { ...root, sequence: on.next(governanceActor) } }, signers)
    expect(await say(seatsOf(sectors.slice(1)))).toMatchObject(refused('trust/quorum-missing'))
    expect(await say([...seatsOf(), 'one'])).toMatchObject(refused('trust/key-not-in-force'))
    mustBeTaken(await say(seatsOf()))
    mustBeTaken(await network.accredit('one', 'two'))
    const [held] = accreditationsAt(network.registry, { did: didOf('two'), scope }, network.registry.size)
    expect(accreditationChain(network.registry, held?.id ?? 0).map(({ accreditor }) => accreditor)).toEqual([didOf('one'), governanceActor])
    // Restored from its text, it says the same.
    expect(accreditationsAt(parseRegistry(formatRegistry(network.registry), cryptography), { did: didOf('two'), scope }, network.registry.size)).toHaveLength(1)

    const alone = new Network()
    mustBeTaken(await alone.say({ type: 'charter', payload: await charterOf({ governance: await governanceOf(['education']) }) }, seatsOf(['education'])))
    await alone.register('one')
    expect(await say(seatsOf(['education']), alone)).toMatchObject(refused('trust/network-of-one'))
  })

  it('is given by nobody to itself, in no circle, and not by a stranger', async () => {
    const network = await begun('one', 'two')
    expect(await network.accredit('board', 'board')).toMatchObject(refused('trust/self-accreditation'))
    expect(await network.accredit('two', 'one')).toMatchObject(refused('trust/not-an-accreditor'))
    mustBeTaken(await network.accredit('board', 'one'))
    mustBeTaken(await network.accredit('one', 'two'))
    expect(await network.accredit('two', 'one')).toMatchObject(refused('trust/accreditation-circular'))
    expect(await network.accredit('one', 'stranger')).toMatchObject(refused('trust/not-registered'))
    const asBoard = { accreditor: didOf('board'), sequence: 1, did: didOf('two'), scopes: [scope], basis: 'ncca', mayAccredit: false, from: '2026-01-01' } as const
    expect(await network.say({ type: 'accredit', payload: asBoard }, ['two'])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.say({ type: 'accredit', payload: { ...asBoard, until: '2025-12-31' } }, ['board'])).toMatchObject(refused('trust/dates-wrong'))
  })

  it('is given so often by one accreditor to one organisation and no more, and nobody keeps all sectors together from it', async () => {
    const network = await begun('one', 'two')
    for (let count = 0; count < maxAccreditationsByOne; count += 1) mustBeTaken(await network.accredit('board', 'one'))
    expect(await network.accredit('board', 'one')).toMatchObject(refused('trust/accreditations-too-many'))
    expect(await network.accredit('board', 'two')).toEqual(taken)
    network.registry.participants.get(didOf('two'))?.accreditations.push(...Array.from({ length: maxAccreditationsOfOne }, () => 0))
    expect(await network.accredit('board', 'two')).toMatchObject(refused('trust/accreditations-too-many'))
    const root = { accreditor: governanceActor, sequence: 0, did: didOf('two'), scopes: ['*'], basis: 'ncca', mayAccredit: true, from: '2026-01-01' } as const
    expect(await network.say({ type: 'accredit', payload: root }, seatsOf())).toEqual(taken)
  })

  it('has no such limit under the first rules, for validators that know no others take it', async () => {
    const network = new Network()
    mustBeTaken(await network.say({ type: 'charter', payload: await charterOf({ rules: 1 }) }, seatsOf()))
    await network.register('one')
    network.registry.participants.get(didOf('one'))?.accreditations.push(...Array.from({ length: maxAccreditationsOfOne }, () => 0))
    expect(await network.accredit('board', 'one')).toEqual(taken)
  })

  it('comes from no accreditor that is suspended, and from none without the right', async () => {
    const network = await begun('one', 'two')
    mustBeTaken(await network.accredit('board', 'one'))
    const target = { target: 'accreditation', accreditation: network.registry.size - 1 } as const
    mustBeTaken(await network.say({ type: 'suspend', payload: { by: didOf('board'), sequence: 1, ...target } }, ['board']))
    expect(await network.accredit('one', 'two')).toMatchObject(refused('trust/not-an-accreditor'))
    mustBeTaken(await network.say({ type: 'reinstate', payload: { by: didOf('board'), sequence: 2, ...target } }, ['board']))
    expect(await network.accredit('one', 'two')).toEqual(taken)
    const suspension = { by: governanceActor, target: 'participant', did: didOf('one') } as const
    mustBeTaken(await network.say({ type: 'suspend', payload: { ...suspension, sequence: 0 } }, seatsOf()))
    expect(await network.accredit('one', 'two')).toMatchObject(refused('trust/suspended'))
  })

  it('is said once: the same statement again is out of sequence, and so is one from the future', async () => {
    const network = await begun('one')
    const payload = { accreditor: didOf('board'), sequence: 1, did: didOf('one'), scopes: [scope], basis: 'iso-iec-17024', mayAccredit: false, from: '2026-01-01' } as const
    expect(await network.say({ type: 'accredit', payload }, ['board'])).toMatchObject(refused('trust/sequence-wrong'))
    expect(await network.say({ type: 'accredit', payload: { ...payload, sequence: 0 } }, ['board'])).toEqual(taken)
    expect(await network.offer(network.entries.at(-1)!)).toMatchObject(refused('trust/sequence-wrong'))
  })
})

describe('suspending and withdrawing', () => {
  it('is for the accreditor who gave and for the governance, not for strangers', async () => {
    const network = await begun('one', 'two')
    mustBeTaken(await network.accredit('board', 'one'))
    const accreditation = network.registry.size - 1
    const target = { target: 'accreditation', accreditation } as const
    expect(await network.say({ type: 'suspend', payload: { by: didOf('two'), sequence: 0, ...target } }, ['two'])).toMatchObject(refused('trust/not-entitled'))
    expect(await network.say({ type: 'suspend', payload: { by: didOf('board'), sequence: 1, ...target } }, ['two'])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.say({ type: 'suspend', payload: { by: governanceActor, sequence: 0, ...target } }, seatsOf().slice(2))).toMatchObject(refused('trust/quorum-missing'))
    expect(await network.say({ type: 'suspend', payload: { by: didOf('board'), sequence: 1, target: 'participant', did: didOf('one') } }, ['board'])).toMatchObject(refused('trust/not-entitled'))
    expect(await network.say({ type: 'reinstate', payload: { by: didOf('board'), sequence: 1, ...target } }, ['board'])).toMatchObject(refused('trust/not-suspended'))
    expect(await network.say({ type: 'withdraw', payload: { by: didOf('board'), sequence: 1, ...target } }, ['board'])).toEqual(taken)
    expect(await network.say({ type: 'withdraw', payload: { by: didOf('board'), sequence: 2, ...target } }, ['board'])).toMatchObject(refused('trust/withdrawn'))
    expect(accreditationsAt(network.registry, { did: didOf('one') }, accreditation + 2)).toHaveLength(0)
    expect(accreditationsAt(network.registry, { did: didOf('one') }, accreditation + 1)).toHaveLength(1)
  })

  it('stops a participant from recording, until it is reinstated', async () => {
    const network = await begun('college')
    const act = { by: governanceActor, target: 'participant', did: didOf('college') } as const
    mustBeTaken(await network.say({ type: 'suspend', payload: { ...act, sequence: 0 } }, seatsOf()))
    expect(await network.batch('college')).toMatchObject(refused('trust/suspended'))
    expect(await network.say({ type: 'suspend', payload: { ...act, sequence: 1 } }, seatsOf())).toMatchObject(refused('trust/suspended'))
    expect(await network.say({ type: 'reinstate', payload: { by: didOf('college'), sequence: 0, target: 'participant', did: didOf('college') } }, ['college'])).toMatchObject(refused('trust/not-entitled'))
    mustBeTaken(await network.say({ type: 'reinstate', payload: { ...act, sequence: 1 } }, seatsOf()))
    expect(await network.batch('college')).toEqual(taken)
  })

  it('lets a participant end itself, for good', async () => {
    const network = await begun('college')
    mustBeTaken(await network.say({ type: 'withdraw', payload: { by: didOf('college'), sequence: 0, target: 'participant', did: didOf('college') } }, ['college']))
    expect(await network.batch('college')).toMatchObject(refused('trust/withdrawn'))
    expect(await network.say({ type: 'register', payload: await registrationOf('college') }, ['college'])).toMatchObject(refused('trust/did-taken'))
    expect(participantAt(network.registry, didOf('college'), 2)).toMatchObject({ state: 'active' })
  })
})

describe('what participants publish', () => {
  const type = { by: didOf('one'), id: 'https://example.org/types/welder', scope, attestedBy: 'accredited' } as const
  const rule = { by: didOf('one'), id: 'https://example.org/rules/master', awards: type.id, rule: { atLeast: 1, of: [{ credential: { type: type.id, issuer: 'accredited' } }] } } as const

  it('is a type or a rule within their own scopes, under a name that stays theirs', async () => {
    const network = await begun('one', 'two')
    expect(await network.say({ type: 'type', payload: { ...type, sequence: 0 } }, ['one'])).toMatchObject(refused('trust/not-accredited'))
    mustBeTaken(await network.accredit('board', 'one'))
    mustBeTaken(await network.accredit('board', 'two'))
    expect(await network.say({ type: 'rule', payload: { ...rule, sequence: 0 } }, ['one'])).toMatchObject(refused('trust/type-unknown'))
    expect(await network.say({ type: 'type', payload: { ...type, sequence: 0 } }, ['one'])).toEqual(taken)
    expect(await network.say({ type: 'type', payload: { ...type, by: didOf('two'), sequence: 0 } }, ['two'])).toMatchObject(refused('trust/name-taken'))
    expect(await network.say({ type: 'rule', payload: { ...rule, sequence: 1 } }, ['two'])).toMatchObject(refused('trust/key-not-in-force'))
    expect(await network.say({ type: 'rule', payload: { ...rule, sequence: 1 } }, ['one'])).toEqual(taken)
    const commitment = 'cd'.repeat(32)
    expect(await network.say({ type: 'award', payload: { by: didOf('two'), sequence: 0, rule: rule.id, commitment } }, ['two'])).toMatchObject(refused('trust/not-entitled'))
    expect(await network.say({ type: 'award', payload: { by: didOf('one'), sequence: 2, rule: rule.id, commitment } }, ['one'])).toEqual(taken)
    expect(await network.say({ type: 'award', payload: { by: didOf('one'), sequence: 3, rule: rule.id, commitment } }, ['one'])).toMatchObject(refused('trust/award-again'))
    expect(await network.say({ type: 'award', payload: { by: didOf('one'), sequence: 3, rule: 'https://example.org/rules/none', commitment } }, ['one'])).toMatchObject(refused('trust/rule-unknown'))
  })

  it('is an opinion on what is there, and never on themselves', async () => {
    const network = await begun('one', 'two')
    const say = (subject: { did: string } | { entry: number }): ReturnType<Network['say']> => (
      network.say({ type: 'dispute', payload: { by: didOf('one'), sequence: network.next(didOf('one')), subject, ground: 'inaccurate' } }, ['one'])
    )
    expect(await say({ did: didOf('two') })).toEqual(taken)
    expect(await say({ entry: 1 })).toEqual(taken)
    expect(await say({ entry: 99 })).toMatchObject(refused('trust/target-unknown'))
    expect(await say({ did: didOf('three') })).toMatchObject(refused('trust/target-unknown'))
    expect(await say({ did: didOf('one') })).toMatchObject(refused('trust/not-entitled'))
    expect(network.registry.opinions).toHaveLength(2)
  })

  it('is what stays when they are gone: digests of lists, and their own DID document', async () => {
    const network = await begun('one')
    const document = { id: didOf('one'), verificationMethod: [] }
    const digest = encodeHex(cryptography.sha256(new TextEncoder().encode(JSON.stringify(document))))
    const archive = { issuer: didOf('one'), kind: 'did-document', id: didOf('one'), digest, document } as const
    const say = (changes: object): ReturnType<Network['say']> => network.say({ type: 'archive', payload: { ...archive, sequence: network.next(didOf('one')), ...changes } }, ['one'])
    expect(await say({})).toEqual(taken)
    expect(await say({ digest: '0'.repeat(64) })).toMatchObject(refused('trust/digest-mismatch'))
    expect(await say({ id: didOf('two') })).toMatchObject(refused('trust/not-entitled'))
    expect(await network.say({ type: 'status', payload: { issuer: didOf('one'), sequence: 1, list: 'https://one.example/status/1', digest } }, ['one'])).toEqual(taken)
    expect(await network.say({ type: 'status', payload: { issuer: didOf('one'), sequence: 1, list: 'https://one.example/status/1', digest } }, ['one'])).toMatchObject(refused('trust/sequence-wrong'))
  })
})

describe('the origin of a log', () => {
  it('is what its entries are signed for', async () => {
    const elsewhere = new Network({ cryptography }, 'another.example/ledger')
    expect(await elsewhere.offer(await signedBy({ type: 'charter', payload: await charterOf() }, seatsOf(), origin))).toMatchObject(refused('trust/signature-invalid'))
  })
})
