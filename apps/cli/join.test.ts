import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCosignerKey } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { sectors, type NetworkMember } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer, type ServingLer } from './built-ler.ts'
import { memberOf, startJoin, statusOf, until, urlOf } from './joined-process.ts'
import { newSigningKey, operatorOrigin, TestOperator } from './test-operator.ts'

const folder = mkdtempSync(join(tmpdir(), 'join-'))
const at = (name: string): string => join(folder, name)
let ler: BuiltLer
let operator: TestOperator

/** One organisation with its process. */
interface Member {
  readonly name: string
  readonly port: number
  ler: ServingLer
  readonly member: NetworkMember
}

const members: Member[] = []
const nobody: Member = undefined as never
const member = (position: number): Member => members[position] ?? nobody

const start = (name: string, port = 0): Promise<ServingLer> => startJoin(ler, { folder, name, sector: name, port, url: operator.url })

/** A network of five organisations, one a sector, grown out of the operator's by the command line alone. */
beforeAll(async () => {
  ler = await BuiltLer.build()
  const operatorJwk = await cryptography.generateKey('Ed25519')
  writeFileSync(at('operator.json'), JSON.stringify(operatorJwk))
  operator = await TestOperator.start({ log: await newSigningKey(), operator: await cryptography.importSigningKey(operatorJwk) })
  await operator.grow(300)
  await operator.publish()
  const started = await Promise.all(sectors.map((sector) => start(sector)))
  for (const [position, name] of sectors.entries()) {
    const serving = started[position]
    if (serving === undefined) throw new Error('a process is missing')
    members.push({ name, port: Number(new URL(urlOf(serving)).port), ler: serving, member: memberOf(serving) })
  }
}, 120_000)

afterAll(async () => {
  await Promise.all(members.map(({ ler: { process, end } }) => (process.exitCode === null && process.signalCode === null ? end('SIGKILL') : undefined)))
  ler.remove()
  await operator.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('five organisations that join a log', { timeout: 120_000 }, () => {
  it('each verify it from its first entry on and keep keys that only they may read', async () => {
    for (const one of members) {
      expect(await statusOf(one.ler)).toMatchObject({ state: 'current', size: 301, policy: { isMember: false, cosigners: 0 } })
      expect(one.member).toMatchObject({ name: one.name, sector: one.name, url: `http://127.0.0.1:${one.port}/ledger` })
      expect(statSync(at(`${one.name}/cosigner-validator.json`)).mode & 0o777).toBe(0o600)
      expect(statSync(at(`${one.name}/seat.json`)).mode & 0o777).toBe(0o600)
    }
    expect(new Set(members.map((one) => one.member.cosigner)).size).toBe(5)
    // A second process with the same keys could sign another thing.
    expect(await ler.run('ledger', 'join', operator.url, '--data', at('worker'))).toMatchObject({ code: 65 })
  })

  it('grow into a network with the signature of each', async () => {
    writeFileSync(at('members.json'), JSON.stringify({ name: 'Network', members: members.map((one) => one.member) }))
    const draft = at('draft.json')
    expect(await ler.json('ledger', 'policy', 'draft', '--members', at('members.json'), '--log', operator.url, '--out', draft)).toMatchObject({ exit: 0, signatures: 0, missing: { length: 6 } })
    expect(await ler.json('ledger', 'policy', 'sign', draft, '--key', at('operator.json'))).toMatchObject({ signatures: 1, missing: { length: 5 } })
    for (const { name } of members.slice(1)) await ler.run('ledger', 'policy', 'sign', draft, '--key', at(`${name}/seat.json`))
    expect(await ler.json('ledger', 'policy', 'submit', draft, operator.url)).toMatchObject({ exit: 1, code: 'trust/quorum-missing' })
    expect(await ler.json('ledger', 'policy', 'sign', draft, '--key', at('education/seat.json'))).toMatchObject({ signatures: 6, missing: [] })
    expect(await ler.json('ledger', 'policy', 'submit', draft, operator.url)).toMatchObject({ exit: 0, index: 301 })
    writeFileSync(at('policy'), (JSON.parse(readFileSync(draft, 'utf8')) as { payload: { policy: string } }).payload.policy)
    expect(await ler.json('ledger', 'policy', 'lint', at('policy'))).toMatchObject({ exit: 0, isAccepted: true, members: { total: 5, overlap: 3, mayLie: 2, mayBeDown: 1 } })
  })

  it('make a checkpoint final, four of five', async () => {
    const { isFinal, cosigners } = await operator.publish()
    expect([isFinal, cosigners.length >= 4]).toEqual([true, true])
    expect(await until(() => statusOf(member(0).ler), ({ policy }) => policy?.isMember === true)).toMatchObject({ policy: { isMember: true, cosigners: 5, mayLie: 2 } })
  })

  it('stay final while one is killed, wait safely while another stands still, and heal', async () => {
    await member(4).ler.end('SIGKILL')
    await operator.grow(2)
    const { isFinal, answers } = await operator.publish()
    expect([isFinal, answers.get('government/validator')]).toEqual([true, 'unreachable'])
    const final = operator.final.text
    member(3).ler.process.kill('SIGSTOP')
    await operator.grow(2)
    expect(await operator.publish({ milliseconds: 1_500 })).toMatchObject({ isFinal: false, missing: { length: 2 } })
    expect(operator.final.text).toBe(final)
    member(3).ler.process.kill('SIGCONT')
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    member(4).ler = await start('government', member(4).port)
    // Even without the one that stood still.
    member(3).ler.process.kill('SIGSTOP')
    await operator.grow(1)
    expect(await operator.publish()).toMatchObject({ isFinal: true, missing: ['worker/validator'] })
    member(3).ler.process.kill('SIGCONT')
  })

  it('cosign nothing that the operator withholds, and say what they wait for', async () => {
    await operator.grow(1)
    const { size } = operator.log.checkpoint
    operator.withheld = (path) => path.startsWith('tile/entries/001')
    const { isFinal, cosigners } = await operator.publish({ milliseconds: 3_000 })
    expect([isFinal, cosigners]).toEqual([false, []])
    expect(await statusOf(member(1).ler)).toMatchObject({ state: 'waiting', code: 'ledger/tile-missing', alarms: [] })
    operator.withheld = () => false
    expect(await operator.publish()).toMatchObject({ isFinal: true, checkpoint: { size } })
    expect(await until(() => statusOf(member(1).ler), ({ state }) => state === 'current')).toMatchObject({ state: 'current', size })
  })

  it('cosign nothing more from a store that was put back', async () => {
    const one = member(sectors.indexOf('employer'))
    cpSync(at('employer'), at('employer-before'), { recursive: true })
    // Only four run, so the one is among those who made it final.
    await member(4).ler.end('SIGTERM')
    await operator.grow(1)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
    await one.ler.end('SIGKILL')
    rmSync(at('employer'), { recursive: true })
    cpSync(at('employer-before'), at('employer'), { recursive: true })
    one.ler = await start('employer', one.port)
    expect(await until(() => statusOf(one.ler), ({ state }) => state === 'rolled-back')).toMatchObject({ alarms: [{ kind: 'rolled-back' }] })
    await operator.grow(1)
    expect((await operator.publish({ milliseconds: 3_000 })).answers.get('employer/validator')).toBe('refused')
    expect(await one.ler.end('SIGTERM')).toMatchObject({ code: 1 })
    member(4).ler = await start('government', member(4).port)
    expect(await operator.publish()).toMatchObject({ isFinal: true })
  })

  it('refuse an entry against the rules that the operator signed for, and say which and why', async () => {
    const proof = await ler.json('ledger', 'prove', '7', '--log', operator.url, '--out', at('seven.proof'))
    expect(proof).toMatchObject({ exit: 0, index: 7 })
    const { size } = operator.log.checkpoint
    await operator.log.append([await operator.batch(), await operator.batch('did:web:stranger.example')])
    const { isFinal, cosigners, answers } = await operator.publish({ milliseconds: 5_000 })
    expect([isFinal, cosigners, answers.get('worker/validator')]).toEqual([false, [], 'refused'])
    for (const one of [0, 2, 3, 4].map(member)) {
      expect(await statusOf(one.ler)).toMatchObject({ state: 'refused', index: size + 1, code: 'trust/not-registered', size, alarms: [{ kind: 'refused-entry', origin: operatorOrigin }] })
    }
    const { code, told } = await member(4).ler.end('SIGTERM')
    expect([code, told]).toEqual([1, expect.stringContaining(`entry ${size + 1}: a participant is not registered [trust/not-registered]`)])
  })

  it('serve what was final when operator and disk are gone', async () => {
    const { size } = operator.final
    const key = operator.log.verifierKey
    await operator.stop()
    const mirror = `${urlOf(member(2).ler)}/ledger/${operatorOrigin}`
    expect(await ler.json('ledger', 'audit', mirror, '--key', key)).toMatchObject({ exit: 0, outcome: 'passed', size, findings: [] })
    const offline = ['ledger', 'verify', at('seven.proof'), '--policy', at('policy'), '--key', key]
    expect(await ler.json(...offline)).toMatchObject({ exit: 0, outcome: 'passed', index: 7, isFinal: true, cosigners: { length: 4 } })
    // Also by those who had been killed themselves.
    await member(0).ler.end('SIGKILL')
    member(0).ler = await start('education', member(0).port)
    const [, again] = [await ler.json('ledger', 'mirror', `${urlOf(member(0).ler)}/ledger/${operatorOrigin}`, '--data', at('again')), await ler.json('ledger', 'audit', at('again'))]
    expect(again).toMatchObject({ exit: 0, size, key })
    expect(existsSync(at('again/checkpoint'))).toBe(true)
  })
})

describe('ler ledger witness', { timeout: 60_000 }, () => {
  it('cosigns that a log only appends, also after a kill, and nothing else', async () => {
    const log = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
    await log.grow(3)
    const begin = (): Promise<ServingLer> => ler.serve('ledger', 'witness', '--data', at('witness'), '--log', log.log.verifierKey, '--port', '0', '--host', '127.0.0.1', '--name', 'Old hand')
    const first = await begin()
    const key = parseCosignerKey(String(first.shown['cosigner']), cryptography.sha256)
    expect(key.name).toBe('old-hand/witness')
    const ask = (history: TestOperator, { shown }: ServingLer): ReturnType<TestOperator['ask']> => history.ask({ policy: { logs: [], witnesses: [{ name: 'w', key, url: String(shown['url']) }], groups: [], quorum: 'w' } })
    expect(await ask(log, first)).toMatchObject({ isFinal: true })
    await first.end('SIGKILL')
    const again = await begin()
    const other = await TestOperator.start(log.keys, (await log.entries()).slice(0, 2))
    await other.grow(5)
    expect((await ask(other, again)).answers.get('w')).toBe('refused')
    await log.grow(1)
    expect(await ask(log, again)).toMatchObject({ isFinal: true })
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 })
    await Promise.all([log.stop(), other.stop()])
  })
})
