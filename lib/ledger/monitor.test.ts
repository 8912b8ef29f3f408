import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners, policyOf } from './_cosigners.ts'
import { signCheckpoint } from './checkpoint.ts'
import { verifyForkProof } from './fork-proof.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { monitorLog, rememberedView, type LogView } from './monitor.ts'
import { openLog } from './open-log.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { formatVerifierKey, verifierKeyOf } from './verifier-key.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const key = verifierKeyOf(origin, signingKey.publicKey, cryptography.sha256)

async function history(text: string, size: number): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  await log.append(Array.from({ length: size }, (_, index) => encodeUtf8(`${text} ${index}`)))
  return log
}

const viewOf = (name: string, log: TransparencyLog): LogView => ({ name, read: (path) => log.resource(path) })
const [small, middle, large, other] = [await history('a', 100), await history('a', 300), await history('a', 700), await history('b', 400)]
const context = { verifierKey: small.verifierKey, cryptography }

describe('monitorLog()', () => {
  it('is content with views that go on from one another, and says who is how far', async () => {
    const report = await monitorLog([viewOf('log', large), rememberedView('cosigner', middle.checkpoint.text), viewOf('mirror', small), viewOf('second', small)], context)
    expect(report).toMatchObject({ findings: [], forks: [] })
    expect(report.heads.map(({ name, checkpoint }) => [name, checkpoint.size])).toEqual([['mirror', 100], ['second', 100], ['cosigner', 300], ['log', 700]])
  })

  it.each([
    ['a mirror that kept the first history', [viewOf('log', other), viewOf('mirror', middle)]],
    ['a cosigner without tiles', [viewOf('log', other), rememberedView('cosigner', small.checkpoint.text)]],
    ['a larger head than the log\'s, with tiles', [viewOf('log', other), viewOf('mirror', large)]],
    ['one of many', [viewOf('log', large), viewOf('x', small), rememberedView('y', other.checkpoint.text), viewOf('z', middle)]],
  ])('finds two histories through %s, and proves it', async (_, views) => {
    const { forks, findings } = await monitorLog(views, context)
    expect(forks.length).toBeGreaterThan(0)
    for (const fork of forks) expect(await verifyForkProof(fork, key, cryptography)).toBe(true)
    expect(findings.map(({ code }) => code)).toContain('ledger/view-forked')
  })

  it('does not judge what nobody can prove', async () => {
    const report = await monitorLog([viewOf('log', middle), rememberedView('claimed', other.checkpoint.text)], context)
    expect(report).toMatchObject({ forks: [], findings: [{ code: 'ledger/view-unproven', name: 'claimed' }] })
  })

  it('names who does not answer, shows nothing, garbage, or what the log did not sign', async () => {
    const stranger = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const foreign = await signCheckpoint(small.checkpoint, stranger, cryptography)
    const { findings, heads } = await monitorLog([
      { name: 'down', read: async () => Promise.reject(new Error('no network')) }, { name: 'empty', read: async () => undefined },
      { name: 'garbage', read: async () => Uint8Array.of(255) }, rememberedView('words', 'hello'), rememberedView('foreign', foreign.text), viewOf('log', large),
    ], context)
    expect(Object.fromEntries(findings.map(({ name, code }) => [name, code]))).toEqual({
      down: 'ledger/view-unreachable', empty: 'ledger/view-missing', garbage: 'ledger/view-malformed', words: 'ledger/view-malformed', foreign: 'ledger/view-unsigned',
    })
    expect(heads).toHaveLength(1)
  })

  it('takes a head under a key that the log has gone on under, where the caller knows of it', async () => {
    const next = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const { text } = await signCheckpoint(large.checkpoint, next, cryptography)
    const views = [viewOf('mirror', middle), { name: 'log', read: async (path: string) => (path === 'checkpoint' ? encodeUtf8(text) : large.resource(path)) }]
    expect((await monitorLog(views, context)).findings).toMatchObject([{ code: 'ledger/view-unsigned', name: 'log' }])
    expect(await monitorLog(views, { ...context, laterKeys: [formatVerifierKey(verifierKeyOf(origin, next.publicKey, cryptography.sha256))] })).toMatchObject({ heads: [{ name: 'mirror' }, { name: 'log' }], findings: [], forks: [] })
  })

  it('says by whom each head is final', async () => {
    const policy = policyOf(await newCosigners(4, key, cryptography), { log: key, k: 3 }, cryptography)
    const { heads } = await monitorLog([viewOf('log', large)], { ...context, policy })
    expect(heads).toMatchObject([{ isFinal: false, cosigners: [] }])
  })
})
