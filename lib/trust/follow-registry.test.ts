import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { cosign } from '../ledger/cosignature.ts'
import { parseCheckpoint, signCheckpoint } from '../ledger/checkpoint.ts'
import { formatNote } from '../ledger/note.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { didOf, keyOf, mustBeTaken, Network, origin, seatsOf } from './_network.ts'
import { rootOfMap } from './epoch-map.ts'
import { governanceActor, sectors } from './payloads.ts'
import type { KnownRegistry, ReplayContext } from './ruling.ts'

const log = 'credentials.example/ledger'
/** Stands for the tree of the registry's log: one root a size. */
const rootAt = (size: number): Uint8Array<ArrayBuffer> => cryptography.sha256(Uint8Array.of(size))

const registry = new Network()
await registry.begin('college', 'runner')
mustBeTaken(await registry.say({ type: 'suspend', payload: { by: governanceActor, sequence: 0, target: 'participant', did: didOf('college') } }, seatsOf()))
const suspended = registry.registry.size

async function checkpointAt(size: number, { cosigners = sectors.slice(0, 4), root = rootAt(size) }: { readonly cosigners?: readonly string[]; readonly root?: Uint8Array<ArrayBuffer> } = {}): Promise<string> {
  const checkpoint = await signCheckpoint({ origin, size, root }, await keyOf('registry-log'), cryptography)
  const lines = await Promise.all(cosigners.map(async (name) => cosign(checkpoint, { name: `${name}.example`, key: await keyOf(`${name}-cosigner`), seconds: 1_700_000_000 }, cryptography)))
  return formatNote({ ...checkpoint.note, signatures: [...checkpoint.note.signatures, ...lines] })
}

function follower(registryAt: ReplayContext['registryAt'] = async (name, size) => (name === origin ? { registry: registry.registry, root: rootAt(size) } : undefined)): Network {
  return new Network({ cryptography, ...(registryAt === undefined ? {} : { registryAt }) }, log)
}

async function sync(network: Network, checkpoint: string, operator = 'runner'): ReturnType<Network['say']> {
  return network.say({ type: 'regsync', payload: { operator: didOf(operator), sequence: network.next(didOf(operator)), origin, checkpoint } }, [operator])
}

describe('a log that follows a registry', () => {
  it('judges its issuers as the registry was at the checkpoint, not as it is', async () => {
    const network = follower()
    expect(await sync(network, await checkpointAt(suspended - 1))).toEqual({ ok: true })
    expect(await network.batch('college')).toEqual({ ok: true })
    expect(await network.batch('stranger')).toMatchObject({ code: 'trust/not-registered' })
    expect(await network.batch(null, 'runner')).toEqual({ ok: true })
    expect(await network.batch(null, 'college')).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await sync(network, await checkpointAt(suspended))).toEqual({ ok: true })
    expect(await network.batch('college')).toMatchObject({ code: 'trust/suspended' })
  })

  it('never goes back, nor to another registry or operator', async () => {
    const network = follower()
    mustBeTaken(await sync(network, await checkpointAt(suspended)))
    expect(await sync(network, await checkpointAt(suspended - 1))).toMatchObject({ ok: false, code: 'trust/registry-smaller' })
    expect(await network.offer(network.entries[0]!)).toMatchObject({ code: 'trust/sequence-wrong' })
    expect(await sync(network, await checkpointAt(suspended), 'board')).toMatchObject({ code: 'trust/not-entitled' })
    expect(await sync(network, 'no checkpoint\n')).toMatchObject({ code: 'trust/checkpoint-malformed' })
  })

  it('takes only a checkpoint that the registry\'s own quorum cosigned, of the history that is known', async () => {
    expect(await sync(follower(), await checkpointAt(2, { cosigners: sectors.slice(0, 3) }))).toMatchObject({ ok: false, code: 'trust/checkpoint-not-final' })
    const forged = (await checkpointAt(2)).replace(/\n— government.*|\n— worker.*/, '')
    expect(await sync(follower(), parseCheckpoint(forged).text)).toMatchObject({ ok: false, code: 'trust/checkpoint-not-final' })
    expect(await sync(follower(), await checkpointAt(2, { root: rootAt(3) }))).toMatchObject({ ok: false, code: 'trust/registry-forked' })
    expect(await sync(follower(), await checkpointAt(2), 'runner')).toMatchObject({ code: 'trust/not-registered' })
  })

  it('waits, and refuses nothing, while the registry is not known that far', async () => {
    const text = await checkpointAt(suspended)
    expect(await sync(follower(async () => undefined), text)).toMatchObject({ ok: 'later', code: 'trust/registry-unknown' })
    const behind = new Network()
    await behind.begin('college')
    expect(await sync(follower(async (_, size): Promise<KnownRegistry> => ({ registry: behind.registry, root: rootAt(size) })), text)).toMatchObject({ ok: 'later' })
    let isKnown = true
    const network = follower(async (_, size) => (isKnown ? { registry: registry.registry, root: rootAt(size) } : undefined))
    mustBeTaken(await sync(network, text))
    isKnown = false
    expect(await network.batch(null, 'runner')).toMatchObject({ ok: 'later' })
  })

  it('holds no registry of its own any more', async () => {
    const network = follower()
    mustBeTaken(await sync(network, await checkpointAt(suspended)))
    expect(await network.say({ type: 'epoch', payload: { size: 1, root: '0'.repeat(64) } }, ['runner'])).toMatchObject({ code: 'trust/not-a-registry' })
    expect(await network.accredit('board', 'college')).toMatchObject({ code: 'trust/not-a-registry' })
  })
})

describe('an epoch', () => {
  it('states the root that everybody computes, at its place, by who runs the log', async () => {
    const network = new Network()
    await network.begin('college')
    const { size } = network.registry
    const root = encodeHex(rootOfMap(network.registry.map, cryptography.sha256))
    expect(await network.say({ type: 'epoch', payload: { size: size - 1, root } }, ['operator'])).toMatchObject({ code: 'trust/epoch-misplaced' })
    expect(await network.say({ type: 'epoch', payload: { size, root: '0'.repeat(64) } }, ['operator'])).toMatchObject({ code: 'trust/epoch-wrong' })
    expect(await network.say({ type: 'epoch', payload: { size, root } }, ['college'])).toMatchObject({ code: 'trust/key-not-in-force' })
    expect(await network.say({ type: 'epoch', payload: { size, root } }, ['operator'])).toEqual({ ok: true })
    expect(await network.offer(network.entries.at(-1)!)).toMatchObject({ code: 'trust/epoch-misplaced' })
  })
})
