import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { parseCheckpoint, signCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { cosign, cosignerKeyOf } from '../ledger/cosignature.ts'
import { formatNote } from '../ledger/note.ts'
import { noQuorum, type Policy } from '../ledger/policy.ts'
import { verifierKeyOf } from '../ledger/verifier-key.ts'
import { keyOf, origin } from './_network.ts'
import { judgeCheckpoint, type FinalityRules } from './judge-checkpoint.ts'

const college = 'college.example/ledger'
const witnesses = await Promise.all(['one', 'two'].map(async (name) => ({ name, key: cosignerKeyOf(`${name}.example`, (await keyOf(name)).publicKey, cryptography.sha256) })))
const { publicKey } = await keyOf('log')
const policy: Policy = { logs: [], witnesses, groups: [{ name: 'both', threshold: 2, members: ['one', 'two'] }], quorum: 'both' }

async function checkpointOf(log: string, by: readonly string[], key = 'log'): Promise<Checkpoint> {
  const checkpoint = await signCheckpoint({ origin: log, size: 7, root: new Uint8Array(32) }, await keyOf(key), cryptography)
  const lines = await Promise.all(by.map(async (name) => cosign(checkpoint, { name: `${name}.example`, key: await keyOf(name), seconds: 1_800_000_000 }, cryptography)))
  return parseCheckpoint(formatNote({ ...checkpoint.note, signatures: [...checkpoint.note.signatures, ...lines] }))
}

const judge = async (checkpoint: Checkpoint, more: Partial<FinalityRules> = {}): Promise<string> => {
  const found = await judgeCheckpoint(checkpoint, { logs: [], networks: [{ name: 'Network', origin, policy, ...more }], cryptography })
  return 'outcome' in found ? found.code : `${found.network}`
}

const following: Partial<FinalityRules> = { followers: [{ origin: college, logKeys: { size: 7, at: () => [] } }] }

describe('a log that follows the registry of a network', () => {
  it('counts where its members have cosigned it, once the verifier knows that it follows', async () => {
    expect(await judge(await checkpointOf(college, ['one', 'two']), following)).toBe('Network')
    expect(await judge(await checkpointOf(college, ['one']), following)).toBe('trust/checkpoint-not-final')
    // Members cosign logs of other networks too.
    expect(await judge(await checkpointOf(college, ['one', 'two']))).toBe('trust/log-not-trusted')
    expect(await judge(await checkpointOf('other.example/ledger', ['one', 'two']), following)).toBe('trust/log-not-trusted')
  })

  it('counts under no policy that asks nobody, and under no key but its own where that is known', async () => {
    expect(await judge(await checkpointOf(college, ['one', 'two']), { ...following, policy: { ...policy, quorum: noQuorum } })).toBe('trust/log-not-trusted')
    const logKeys = { size: 7, at: () => [verifierKeyOf(college, publicKey, cryptography.sha256)] }
    const known = { followers: [{ origin: college, logKeys }] }
    expect(await judge(await checkpointOf(college, ['one', 'two']), known)).toBe('Network')
    expect(await judge(await checkpointOf(college, ['one', 'two'], 'thief'), known)).toBe('trust/log-key-not-in-force')
  })
})
