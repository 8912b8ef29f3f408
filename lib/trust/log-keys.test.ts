import { describe, expect, it } from 'vitest'
import { formatVerifierKey, verifierKeyOf } from '../ledger/verifier-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, governanceOf, keyOf, multikeyOf, mustBeTaken, Network, origin, policyText, seatsOf } from './_network.ts'
import { hearGovernance, newGovernanceRecord, type GovernanceRecord } from './governance-record.ts'
import { logKeysAt, logKeysSince } from './log-keys.ts'
import { governanceActor } from './payloads.ts'

const logLine = async (name: string, of: string = origin): Promise<string> => `log ${formatVerifierKey(verifierKeyOf(of, (await keyOf(name)).publicKey, cryptography.sha256))}\n`

/** A network that has named two keys of its log, and much else before and after. */
async function grown(): Promise<Network> {
  const network = new Network()
  const alone = { policy: 'quorum none\n', governance: { education: { threshold: 1, seats: [{ name: 'College', key: await multikeyOf('college') }] } } }
  mustBeTaken(await network.say({ type: 'charter', payload: await charterOf(alone) }, ['college']))
  await network.register('one')
  const says = async (policy: string, by: readonly string[], more = {}): Promise<void> => mustBeTaken(await network.say({ type: 'policy', payload: { sequence: network.next(governanceActor), policy, ...more } }, by))
  await says(`${await logLine('first')}${await policyText()}`, ['college', ...seatsOf()], { governance: await governanceOf() })
  mustBeTaken(await network.say({ type: 'constitution', payload: { sequence: network.next(governanceActor), kind: 'fee', digest: 'ab'.repeat(32) } }, seatsOf()))
  await says(await policyText(), seatsOf())
  mustBeTaken(await network.say({ type: 'suspend', payload: { by: governanceActor, sequence: network.next(governanceActor), target: 'participant', did: didOf('one') } }, seatsOf()))
  await says(`${await logLine('second')}${await logLine('third', 'another.example/ledger')}${await policyText()}`, seatsOf())
  await says(`${await logLine('second')}${await policyText()}`, seatsOf())
  await network.register('two')
  return network
}

describe('logKeysAt()', () => {
  it('tells the keys that were last named for this log, from the entry after the one that names them', async () => {
    const { registry } = await grown()
    const ids = await Promise.all(['first', 'second'].map(async (name) => verifierKeyOf(origin, (await keyOf(name)).publicKey, cryptography.sha256).keyId))
    const at = (size: number): readonly string[] => logKeysAt(registry, size, cryptography.sha256).map(({ keyId }) => keyId)
    const [first = '', second = ''] = ids
    expect([0, 2, 3, 5, 6, 7, 9].map(at)).toEqual([[], [], [first], [first], [first], [second], [second]])
    expect([2, 3, 6, 7, 9].map((size) => logKeysSince(registry, size, cryptography.sha256))).toEqual([undefined, 2, 2, 6, 6])
  })
})

describe('hearGovernance()', () => {
  it('comes to what the rules come to, and hears nobody else', async () => {
    const network = await grown()
    let record: GovernanceRecord = newGovernanceRecord(origin)
    for (const entry of network.entries) record = await hearGovernance(record, entry, { cryptography })
    const { size, policies, sequences } = network.registry
    expect(record).toEqual({ origin, size, policies, sequence: sequences.get(governanceActor) })
    // Said again, cut short, of another log, or altered: nothing of it counts, and every entry has its place.
    const other = new Network({ cryptography }, 'another.example/ledger')
    mustBeTaken(await other.say({ type: 'charter', payload: await charterOf() }, seatsOf()))
    const altered = network.entries[6]?.slice() ?? new Uint8Array()
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1
    for (const odd of [...network.entries, ...other.entries, altered, new Uint8Array(), altered.subarray(0, 40)]) {
      const heard = await hearGovernance(record, odd, { cryptography })
      expect(heard).toEqual({ ...record, size: record.size + 1 })
      record = heard
    }
  })
})
