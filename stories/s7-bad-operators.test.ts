/**
 * S7, those who keep the ledger: an operator who withholds, who writes in what the rules forbid, who takes it back and tells another
 * history; cosigners who lie; four sectors that vote out the fifth; a thief with the key of the log. Every validator is a process of its own.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { collectCosignatures, formatPolicy, formatVerifierKey, memoryLogStorage, openLog, parseForkProof, parsePolicy, parseVerifierKey, verifierKeyOf, verifyForkProof } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { policyAt, signConformance, signEntry, type Governance, type PolicyChange, type Register } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { newSigningKey, operatorOrigin, TestOperator } from '../apps/cli/test-operator.ts'
import { readKeyFile } from '../apps/cli/key-file.ts'
import { readDraft, signDraft } from '../apps/cli/policy-draft.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { DeskClient } from './desk-client.ts'
import { copyAt, freePortsFor, statusOf, until } from './light-validators.ts'
import { startNodeProcess, type NodeProcess } from './node-process.ts'
import { endTestNetwork, foundTestNetwork, type TestNetwork } from './test-network.ts'

const folder = makeTemporaryFolder('ler-s7-operators-')
let ler: BuiltLer

/** What a node raises of a log that it follows. */
interface Alarm {
  readonly kind: string
  readonly origin: string
  readonly reason: string
  readonly proof?: unknown
}

const names = (cosigners: readonly { readonly name: string }[]): readonly string[] => cosigners.map(({ name }) => name).toSorted()

beforeAll(async () => {
  ler = await BuiltLer.build()
})

afterAll(() => {
  ler.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe('S7: an operator with two cosigners of five on its side', () => {
  const liarsOnly = ['certification.liar/validator', 'government.liar/validator']
  let network: TestNetwork
  let finalBefore: string
  let bystander: NodeProcess
  let desk: DeskClient

  beforeAll(async () => {
    network = await foundTestNetwork({ ler, folder: join(folder, 'liars'), lying: ['certification', 'government'] })
    finalBefore = network.operator.final.text
    const [port = 0, walletPort = 0] = await freePortsFor(2)
    bystander = await startNodeProcess({ data: join(folder, 'bystander'), port, walletPort, env: { LER_NETWORK_ORIGINS: new URL(network.operator.url).origin } })
    desk = await DeskClient.setUp(bystander, 'Hillside High School')
    await desk.call('/api/network/follow', { url: network.operator.url, role: 'validator' })
  }, 180_000)

  afterAll(async () => {
    await Promise.all([endTestNetwork(network), bystander.stop()])
  })

  const alarmOf = (kind: string): Promise<Alarm | undefined> => until(async () => {
    const { alarms } = await (await fetch(`${bystander.url}/api/network`)).json() as { readonly alarms: readonly Alarm[] }
    return alarms.find((alarm) => alarm.kind === kind)
  }, (alarm) => alarm !== undefined)

  it('makes nothing final that it withholds, and everything once it is shown', async () => {
    const { operator, honest } = network
    await operator.grow(1)
    operator.withheld = (path) => path.startsWith('tile/entries/')
    const { isFinal, cosigners } = await operator.publish({ milliseconds: 3_000 })
    expect([isFinal, names(cosigners)]).toEqual([false, liarsOnly])
    expect(operator.final.text).toBe(finalBefore)
    for (const one of honest) expect(await statusOf(one)).toMatchObject({ state: 'waiting', alarms: [] })
    operator.withheld = () => false
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    finalBefore = operator.final.text
    for (const one of honest) expect(await until(() => statusOf(one), ({ state }) => state === 'current')).toMatchObject({ state: 'current', alarms: [] })
  })

  it('is held to an entry that it signed for and left out, through those who keep copies; the same entry is final on another log', async () => {
    const { operator, founded } = network
    // To one client it shows a history that nobody else sees.
    const shownToOne = await TestOperator.start(operator.keys, await operator.entries())
    const [statement, key] = await newcomer('Night School')
    const [receipt, evidence, policy] = [join(folder, 'night-school.receipt'), join(folder, 'night-school.json'), ['--policy', founded.policy]] as const
    expect(await ler.json('ledger', 'submit', statement, '--key', key, '--log', shownToOne.url, '--receipt', receipt)).toMatchObject({ exit: 0, log: shownToOne.url, tried: [] })
    await shownToOne.stop()
    const audit = (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => ler.json('ledger', 'audit', '--receipt', receipt, operator.url, ...policy, ...args)
    expect(await audit()).toMatchObject({ exit: 2, state: 'pending' })
    expect(await audit('--within', '0')).toMatchObject({ exit: 1, state: 'withheld', code: 'ledger/receipt-withheld', places: expect.arrayContaining([{ name: 'worker/validator', size: operator.final.size, finalSize: operator.final.size, isHolding: false }]) as unknown })

    // The client does not wait for a verdict.
    const [elsewhere, kept] = [`${bystander.url}/ledger`, join(folder, 'elsewhere.receipt')]
    expect(await ler.json('ledger', 'submit', statement, '--key', key, '--log', elsewhere, '--receipt', kept)).toMatchObject({ exit: 0, log: elsewhere })
    expect(await ler.json('ledger', 'audit', '--receipt', kept)).toMatchObject({ exit: 0, state: 'kept' })

    // It goes on without the entry, and everybody who holds the receipt can convict it.
    await operator.grow(1)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    finalBefore = operator.final.text
    for (const one of network.honest) await until(() => statusOf(one), ({ size }) => size === operator.final.size)
    expect(await audit('--out', evidence)).toMatchObject({ exit: 1, state: 'contradicted', code: 'ledger/receipt-contradicted' })
    expect(await ler.json('ledger', 'verify', evidence, '--key', operator.log.verifierKey)).toMatchObject({ exit: 0, outcome: 'passed', origin: operatorOrigin })
  })

  it('makes no entry final that the rules forbid: its log halts there, every honest member says which entry and why, and their copies go on serving', async () => {
    const { operator, honest, founded } = network
    const { size } = operator.log.checkpoint
    await operator.log.append([await operator.batch('did:web:diploma-mill.example')])
    const { isFinal, cosigners } = await operator.publish({ milliseconds: 4_000 })
    expect([isFinal, names(cosigners)]).toEqual([false, liarsOnly])
    for (const one of honest) {
      expect(await until(() => statusOf(one), ({ state }) => state === 'refused')).toMatchObject({ state: 'refused', index: size, size, code: 'trust/not-registered', alarms: [{ kind: 'refused-entry', origin: operatorOrigin }] })
      const copy = async (): Promise<string> => (await fetch(`${copyAt(one, operatorOrigin)}/checkpoint`)).text()
      expect(await until(copy, (text) => text === finalBefore)).toBe(finalBefore)
    }
    // What was there can be read and proven as before; whoever has more to say goes on with the next log.
    expect(await ler.json('ledger', 'prove', String(founded.index), '--log', operator.url, '--key', operator.log.verifierKey)).toMatchObject({ exit: 0 })
    const [statement, key] = await newcomer('Day School')
    const elsewhere = `${bystander.url}/ledger`
    expect(await ler.json('ledger', 'submit', statement, '--key', key, '--log', operator.url, '--log', elsewhere)).toMatchObject({ exit: 0, log: elsewhere, tried: [{ log: operator.url, code: 'trust/log-broken' }] })
    // A school's node that follows the log says so to whoever asks; its own log goes on.
    expect(await alarmOf('refused-entry')).toMatchObject({ origin: operatorOrigin, reason: expect.stringContaining(`entry ${size}`) })
    expect((await desk.issue(await desk.describe('Welding'), 70)).issued).toBe(70)
    expect(operator.final.text).toBe(finalBefore)
  })

  it('is convicted by its own signatures when it takes the entry back and tells another history', async () => {
    const { operator, honest, founded } = network
    const before = (await operator.entries()).slice(0, -1)
    const rewritten = await TestOperator.start(operator.keys, before)
    await rewritten.grow(3)
    operator.shown = rewritten
    const policy = parsePolicy(policyAt(rewritten.judged.registry, rewritten.judged.registry.size)?.policy ?? '', cryptography.sha256)
    const { isFinal, cosigners } = await rewritten.ask({ policy, milliseconds: 4_000 })
    expect([isFinal, names(cosigners)]).toEqual([false, liarsOnly])
    const key = parseVerifierKey(operator.log.verifierKey, cryptography.sha256)
    for (const one of honest) {
      const { alarms } = await until(() => statusOf(one), (status) => status.alarms.some(({ kind }) => kind === 'fork'))
      const proof = alarms.find(({ kind }) => kind === 'fork')?.proof
      expect(await verifyForkProof(parseForkProof(proof), key, cryptography)).toBe(true)
      // Nobody else can be convicted with it.
      expect(await verifyForkProof(parseForkProof(proof), verifierKeyOf(operatorOrigin, (await newSigningKey()).publicKey, cryptography.sha256), cryptography)).toBe(false)
    }
    const alarm = await alarmOf('fork')
    const evidence = join(folder, 'fork.json')
    writeFileSync(evidence, JSON.stringify(alarm?.proof))
    expect(await ler.json('ledger', 'verify', evidence, '--key', operator.log.verifierKey)).toMatchObject({ exit: 0, outcome: 'passed', origin: operatorOrigin })
    const another = formatVerifierKey(verifierKeyOf(operatorOrigin, (await newSigningKey()).publicKey, cryptography.sha256))
    expect(await ler.json('ledger', 'verify', evidence, '--key', another)).toMatchObject({ exit: 1, outcome: 'failed' })
    // What was final is proven as before, from the copy of any of them.
    const proof = join(folder, 'founding.proof')
    const [one] = honest
    expect(await ler.json('ledger', 'prove', String(founded.index), '--log', one === undefined ? '' : copyAt(one, operatorOrigin), '--key', operator.log.verifierKey, '--out', proof)).toMatchObject({ exit: 0 })
    expect(await ler.json('ledger', 'verify', proof, '--policy', founded.policy, '--key', operator.log.verifierKey)).toMatchObject({ exit: 0, isFinal: true })
    await rewritten.stop()
  })
})

/** A change of policy that leaves one sector out of finality and of the governance. */
function without(sector: keyof Governance, { judged: { registry } }: TestOperator): PolicyChange {
  const current = policyAt(registry, registry.size)
  const policy = parsePolicy(current?.policy ?? '', cryptography.sha256)
  const { [sector]: _, ...governance } = current?.governance ?? {}
  const [left, group] = [policy.groups.filter(({ name }) => name !== sector), policy.groups.find(({ name }) => name === sector)]
  return {
    sequence: registry.sequences.get('governance') ?? 0, governance,
    policy: formatPolicy({
      ...policy, witnesses: policy.witnesses.filter(({ name }) => group?.members.includes(name) !== true),
      groups: left.map((each) => (each.name === policy.quorum ? { ...each, threshold: 3, members: each.members.filter((name) => name !== sector) } : each)),
    }),
  }
}

/** Somebody who registers under a key of their own: the files of the statement, and of the key. */
async function newcomer(name: string): Promise<readonly [statement: string, key: string]> {
  const jwk = await cryptography.generateKey('Ed25519')
  const key = await cryptography.importSigningKey(jwk)
  const did = `did:key:${encodeMultikey(key.publicKey)}`
  const [statement, keyFile] = [join(folder, `${name}.json`), join(folder, `${name}.key`)]
  writeFileSync(keyFile, JSON.stringify(jwk))
  writeFileSync(statement, JSON.stringify({ type: 'register', payload: await registerPayload(did, { name, key }) }))
  return [statement, keyFile]
}

/** Anybody may register; what they sign with is their own key. */
async function registrationOf(did: string, key: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
  return signEntry({ type: 'register', payload: await registerPayload(did, { name: 'A thief', key }) }, { origin: operatorOrigin, signers: [key] })
}

async function registerPayload(did: string, { name, key }: { readonly name: string; readonly key: SigningKey }): Promise<Register> {
  const multikey = encodeMultikey(key.publicKey)
  const sample = await signConformance(did, { signingKey: key, verificationMethod: `${did}#${multikey}`, cryptography })
  return { did, name, sector: 'employer', keys: [multikey], basis: 'self-declared', sample }
}

describe('S7: a network of five honest members', () => {
  let network: TestNetwork

  beforeAll(async () => {
    network = await foundTestNetwork({ ler, folder: join(folder, 'honest') })
  })

  afterAll(() => endTestNetwork(network))

  it('makes nothing final for a thief who has the key of the log, whatever the thief signs', async () => {
    const { operator, honest } = network
    const final = operator.final.text
    const own = await newSigningKey()
    const thief = await TestOperator.start({ log: operator.keys.log, operator: own }, await operator.entries())
    // By the rules it is right, and signed by the log.
    await thief.log.append([await registrationOf(`did:key:${encodeMultikey(own.publicKey)}`, own)])
    const policy = parsePolicy(policyAt(operator.judged.registry, operator.judged.registry.size)?.policy ?? '', cryptography.sha256)
    const { isFinal, cosigners } = await thief.ask({ policy, milliseconds: 4_000 })
    expect([isFinal, cosigners]).toEqual([false, []])
    expect(operator.final.text).toBe(final)
    await thief.stop()
    // What only the thief shows changes nothing for the log.
    await operator.grow(1)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    for (const one of honest) expect(await until(() => statusOf(one), ({ state }) => state === 'current')).toMatchObject({ state: 'current', alarms: [] })
  })

  it('stops at another history that a thief signs, and goes on under the key that its governance names; the old key is worth nothing from then on', async () => {
    const { operator, honest, founded } = network
    const { log: stolen, nextLog } = operator.keys
    if (nextLog === undefined) throw new Error('the operator has no other key')
    const [old, renewed] = [stolen, nextLog].map(({ publicKey }) => formatVerifierKey(verifierKeyOf(operatorOrigin, publicKey, cryptography.sha256)))
    const at = (name: string): string => join(folder, name)
    const proof = at('before.proof')
    expect(await ler.json('ledger', 'prove', String(founded.index), '--log', operator.url, '--key', String(old), '--out', proof)).toMatchObject({ exit: 0 })
    const policy = parsePolicy(policyAt(operator.judged.registry, operator.judged.registry.size)?.policy ?? '', cryptography.sha256)

    // Of a size that is final already.
    const thief = await TestOperator.start(operator.keys, (await operator.entries()).slice(0, -1))
    await thief.grow(1)
    expect((await thief.ask({ policy, milliseconds: 4_000 })).cosigners).toEqual([])
    for (const one of honest) {
      const { alarms: [alarm] } = await until(() => statusOf(one), ({ state }) => state === 'forked')
      expect(await verifyForkProof(parseForkProof(alarm?.proof), parseVerifierKey(String(old), cryptography.sha256), cryptography)).toBe(true)
    }
    await thief.stop()
    const final = operator.final.text
    await operator.grow(1)
    expect(await operator.publish({ milliseconds: 4_000 })).toMatchObject({ isFinal: false, cosigners: [] })
    expect(operator.final.text).toBe(final)

    const draft = at('rotation.json')
    expect(await ler.json('ledger', 'policy', 'draft', '--log-key', String(renewed), '--log', operator.url, '--key', String(old), '--out', draft)).toMatchObject({ exit: 0 })
    let signed = await readDraft(draft)
    for (const one of honest) signed = await signDraft(signed, (await readKeyFile(join(one.folder, 'seat.json'))).signingKey)
    writeFileSync(draft, JSON.stringify(signed))
    const { index } = await ler.json('ledger', 'policy', 'submit', draft, operator.url)
    expect(operator.log.verifierKey).toBe(renewed)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    for (const one of honest) {
      expect(await until(() => statusOf(one), ({ state }) => state === 'current')).toMatchObject({ state: 'current', alarms: [{ kind: 'fork', key: old, ended: index }] })
    }
    expect(await ler.json('ledger', 'verify', proof, '--policy', founded.policy, '--key', String(old))).toMatchObject({ exit: 0, isFinal: true })

    // All that was recorded, the vote included, and something that the rules allow.
    const later = await openLog(memoryLogStorage(), { origin: operatorOrigin, signingKey: stolen, cryptography })
    await later.append([...await operator.entries(), await operator.batch()])
    const round = { policy, cryptography, deadline: AbortSignal.timeout(4_000), fetchResource: fetch, proveConsistency: (older: number, newer: number) => later.consistencyProof(older, newer) }
    const { cosigners, answers } = await collectCosignatures(later.checkpoint, round)
    expect([cosigners, new Set(answers.values())]).toEqual([[], new Set(['refused'])])
    await operator.grow(1)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    for (const one of honest) expect((await until(() => statusOf(one), ({ state }) => state === 'current')).alarms).toHaveLength(1)
  })

  it('cannot be rid of its workers by the votes of the four other sectors, not even when the operator writes the vote into the log', async () => {
    const { operator, honest } = network
    const change = without('worker', operator)
    const voters = await Promise.all(honest.filter(({ sector }) => sector !== 'worker').map(async (one) => (await readKeyFile(join(one.folder, 'seat.json'))).signingKey))
    expect(voters).toHaveLength(4)
    const vote = await signEntry({ type: 'policy', payload: change }, { origin: operatorOrigin, signers: voters })
    const file = join(folder, 'vote.entry')
    writeFileSync(file, vote)
    expect(await ler.json('ledger', 'append', file, '--log', operator.url)).toMatchObject({ exit: 1, entries: [{ code: 'trust/quorum-missing' }] })
    const { size } = operator.log.checkpoint
    await operator.log.append([vote])
    const { isFinal, cosigners } = await operator.publish({ milliseconds: 4_000 })
    expect([isFinal, cosigners]).toEqual([false, []])
    // Those refuse it too whose own seats have voted for it.
    for (const one of honest) {
      expect(await until(() => statusOf(one), ({ state }) => state === 'refused')).toMatchObject({ state: 'refused', index: size, code: 'trust/quorum-missing' })
    }
  })
})
