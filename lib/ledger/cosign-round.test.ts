import { beforeEach, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners, policyOf, type TestCosigner } from './_cosigners.ts'
import { cosign } from './cosignature.ts'
import { collectCosignatures, type CosignRound } from './cosign-round.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { formatSignature } from './note.ts'
import { openLog } from './open-log.ts'
import { parseTlogProof } from './tlog-proof.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { parseVerifierKey, verifierKeyOf } from './verifier-key.ts'
import { verifyFinalProof } from './verify-final-proof.ts'
import { witnessHandler } from './witness-handler.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const key = verifierKeyOf(origin, signingKey.publicKey, cryptography.sha256)
const entry = (index: number): Uint8Array<ArrayBuffer> => encodeUtf8(`entry ${index}`)

type Handle = (request: Request) => Promise<Response>

let log: TransparencyLog
let cosigners: readonly TestCosigner[]
let handles: Map<string, Handle>
let requests: string[]
let round: CosignRound

beforeEach(async () => {
  log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  await log.append([entry(0), entry(1), entry(2)])
  cosigners = await newCosigners(5, key, cryptography)
  handles = new Map(cosigners.map(({ key: { name }, witness }) => [`${name}.example`, witnessHandler(witness)]))
  requests = []
  round = {
    policy: policyOf(cosigners, { log: key, k: 4 }, cryptography), cryptography, deadline: AbortSignal.timeout(20_000),
    proveConsistency: (older, newer) => log.consistencyProof(older, newer),
    fetchResource: async (url, init) => {
      requests.push(new URL(url).hostname)
      return handles.get(new URL(url).hostname)!(new Request(url, init))
    },
  }
})

const hang: Handle = async () => new Promise(() => undefined)

describe('collectCosignatures()', () => {
  it('makes a checkpoint final, which a proof under the policy then shows, by whom and when', async () => {
    const result = await collectCosignatures(log.checkpoint, round)
    expect(result.isFinal).toBe(true)
    await log.append([entry(3)])
    // The log has grown; the proof is under the checkpoint that is final.
    const proof = parseTlogProof(await log.tlogProof(1, result.checkpoint))
    const verdict = await verifyFinalProof(entry(1), { proof, policy: round.policy }, cryptography)
    expect(verdict).toMatchObject({ isIncluded: true, isFinal: true, log: { name: origin }, forged: [] })
    expect(verdict.cosigners.length).toBeGreaterThanOrEqual(4)
    expect(new Set(verdict.cosigners.map(({ at }) => at))).toEqual(new Set([1_700_000_000]))
    expect(await verifyFinalProof(entry(2), { proof, policy: round.policy }, cryptography)).toMatchObject({ isIncluded: false, isFinal: true })
    const young = parseTlogProof(await log.tlogProof(1))
    expect(await verifyFinalProof(entry(1), { proof: young, policy: round.policy }, cryptography)).toMatchObject({ isIncluded: true, isFinal: false, missing: ['w0', 'w1', 'w2', 'w3', 'w4'] })
    await expect(log.tlogProof(3, result.checkpoint)).rejects.toThrowError(expect.objectContaining({ code: 'ledger/index-out-of-range' }))
    await expect(log.tlogProof(1, { ...result.checkpoint, origin: 'other' })).rejects.toThrowError(expect.objectContaining({ code: 'ledger/checkpoint-foreign' }))
  })

  it('stops at the quorum and does not wait for who hangs, even without regard to the signal', async () => {
    handles.set('w2.example', hang)
    const result = await collectCosignatures(log.checkpoint, round)
    expect(result).toMatchObject({ isFinal: true, missing: ['w2'] })
    expect(result.answers.get('w2')).toBe('unanswered')
    expect(round.deadline.aborted).toBe(false)
  })

  it('gives up at the deadline with what it has', async () => {
    for (const name of ['w1', 'w2']) handles.set(`${name}.example`, hang)
    const result = await collectCosignatures(log.checkpoint, { ...round, deadline: AbortSignal.timeout(150) })
    expect(result).toMatchObject({ isFinal: false, missing: ['w1', 'w2'] })
    expect(result.cosigners).toHaveLength(3)
    const late = await collectCosignatures(log.checkpoint, { ...round, deadline: AbortSignal.abort() })
    expect(late).toMatchObject({ isFinal: false, cosigners: [] })
  })

  it('heals a witness that is behind or that it knows wrongly, and remembers its size', async () => {
    await collectCosignatures(log.checkpoint, { ...round, policy: policyOf(cosigners, { log: key, k: 5 }, cryptography) })
    await log.append([entry(3), entry(4)])
    requests = []
    const result = await collectCosignatures(log.checkpoint, { ...round, policy: policyOf(cosigners, { log: key, k: 5 }, cryptography), knownSizes: new Map([['w0', 3], ['w1', 1], ['w2', 5]]) })
    expect(result.isFinal).toBe(true)
    // Only w0's size was right; the others are asked a second time.
    expect(requests).toHaveLength(9)
    expect([...result.sizes.values()]).toEqual([5, 5, 5, 5, 5])
  })

  it('counts nothing that is garbage, by somebody else, of something else, refused or unreachable', async () => {
    const other = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
    const line = async (from: number, of = log): Promise<string> => formatSignature(await cosign(of.checkpoint, { ...cosigners[from]!.witness.identity, seconds: 7 }, cryptography))
    handles.set('w0.example', async () => new Response('<html>'))
    handles.set('w1.example', async () => new Response(await line(2)))
    handles.set('w2.example', async () => new Response(await line(2, other)))
    handles.set('w3.example', async () => new Response('no', { status: 422 }))
    handles.set('w4.example', async () => Promise.reject(new TypeError('no network')))
    const result = await collectCosignatures(log.checkpoint, round)
    expect(result).toMatchObject({ isFinal: false, cosigners: [], forged: [] })
    expect(result.checkpoint).toEqual(log.checkpoint)
    expect(Object.fromEntries(result.answers)).toEqual({ w0: 'nonsense', w1: 'nonsense', w2: 'nonsense', w3: 'refused', w4: 'unreachable' })
  })

  it('does not run in circles with a witness that never has the size it says, nor ask one that is ahead', async () => {
    let asked = 0
    handles.set('w0.example', async () => new Response(`${asked++ % 3}\n`, { status: 409 }))
    handles.set('w1.example', async () => new Response('99\n', { status: 409 }))
    const result = await collectCosignatures(log.checkpoint, round)
    expect(asked).toBeLessThanOrEqual(3)
    expect(Object.fromEntries(result.answers)).toMatchObject({ w0: 'stale', w1: 'ahead', w2: 'cosigned' })
    expect(result.isFinal).toBe(false)
  })

  it('asks nobody under quorum none, and says who has no address', async () => {
    const alone = await collectCosignatures(log.checkpoint, { ...round, policy: { ...round.policy, quorum: 'none' } })
    expect([alone.isFinal, requests]).toEqual([true, []])
    const witnesses = round.policy.witnesses.map(({ name, key: cosigner }) => ({ name, key: cosigner }))
    const mute = await collectCosignatures(log.checkpoint, { ...round, policy: { ...round.policy, witnesses } })
    expect(new Set(mute.answers.values())).toEqual(new Set(['without-address']))
  })

  it('is verified with the key text that the log publishes', () => {
    expect(parseVerifierKey(log.verifierKey, cryptography.sha256)).toEqual(key)
  })
})
