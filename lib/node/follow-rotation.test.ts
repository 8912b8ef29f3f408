import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SigningKey } from '../crypto/cryptography.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import { formatAddCheckpoint } from '../ledger/add-checkpoint.ts'
import type { Checkpoint } from '../ledger/checkpoint.ts'
import { parseForkProof, verifyForkProof } from '../ledger/fork-proof.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { formatVerifierKey, verifierKeyOf } from '../ledger/verifier-key.ts'
import { signEntry } from '../trust/entry.ts'
import { JudgedLog } from '../trust/judged-log.ts'
import type { Statement } from '../trust/payloads.ts'
import { followLog } from './follow-log.ts'
import type { FollowedLog, Following, FollowRole } from './followed-log.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

const origin = 'registry.example/ledger'
const newKey = async (): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const [stolen, next, strange, operator, cosigner] = [await newKey(), await newKey(), await newKey(), await newKey(), await newKey()]
const keyText = ({ publicKey }: SigningKey): string => formatVerifierKey(verifierKeyOf(origin, publicKey, cryptography.sha256))
const sign = (statement: Statement, signer: SigningKey = operator): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin, signers: [signer] })
const batch = (): Promise<Uint8Array<ArrayBuffer>> => sign({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: cryptography.randomBytes(32) } })
const policyWith = (key: SigningKey, sequence: number, signer?: SigningKey): Promise<Uint8Array<ArrayBuffer>> => sign({ type: 'policy', payload: { sequence, policy: `log ${keyText(key)}\nquorum none\n` } }, signer)
const charter = await sign({ type: 'charter', payload: {
  name: 'Alone', policy: `log ${keyText(stolen)}\nquorum none\n`, rules: 1, accreditors: [], operator: { did: 'did:web:operator.example', name: 'Operator', keys: [encodeMultikey(operator.publicKey)] },
  governance: { education: { threshold: 1, seats: [{ name: 'Operator', key: encodeMultikey(operator.publicKey) }] } },
} })

let folder = ''
let log: TransparencyLog
let judged: JudgedLog
/** Whose files the address of the log serves. */
let shown: TransparencyLog
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotation-'))
  log = await openLog(memoryLogStorage(), { origin, signingKey: stolen, otherKeys: async () => [next], cryptography })
  judged = await JudgedLog.open(log, { cryptography })
  await judged.submit({ entries: [charter, ...(await Promise.all([1, 2, 3, 4].map(batch)))] })
  shown = log
})
afterEach(() => rm(folder, { recursive: true }))

const follow = (role: FollowRole = 'validator', changes: Partial<Following> = {}): Promise<FollowedLog> => followLog({
  folder, url: 'http://log.example/ledger', verifierKey: keyText(stolen), role, cosigner: { name: `w.example/${role}`, key: cosigner }, cryptography, now: () => new Date('2026-01-02T03:04:05Z'),
  fetch: async (url) => {
    const bytes = await shown.resource(url.slice('http://log.example/ledger/'.length))
    return new Response(bytes ?? null, { status: bytes === undefined ? 404 : 200 })
  }, ...changes,
})

/** What somebody with a key of the log can make: entries of the log, and others after them. */
async function historyOf(signingKey: SigningKey, count: number, own: number): Promise<TransparencyLog> {
  const other = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  for (let index = 0; index < count; index += 1) await other.append([await log.entry(index)])
  for (let index = 0; index < own; index += 1) await other.append([await batch()])
  return other
}

async function ask(followed: FollowedLog, checkpoint: Checkpoint, oldSize: number, history: TransparencyLog = log): Promise<number> {
  const proof = oldSize === 0 ? [] : await history.consistencyProof(oldSize, checkpoint.size)
  return (await followed.addCheckpoint(new Request('http://w.example/ledger/add-checkpoint', { method: 'POST', body: formatAddCheckpoint({ oldSize, proof, checkpoint }) }))).status
}

describe('followLog() of a log whose key was stolen', () => {
  it.each(['validator', 'mirror'] as const)('as a %s stops at the other history of a thief, and goes on under the key that the governance names', async (role) => {
    let followed = await follow(role)
    await followed.step()
    expect(await ask(followed, log.checkpoint, 0)).toBe(200)
    const thief = await historyOf(stolen, 4, 1)
    await followed.compare(thief.checkpoint.text)
    expect(followed.state).toMatchObject({ state: 'forked', code: 'ledger/log-forked' })
    await judged.submit({ entries: [await batch()] })
    expect([await ask(followed, thief.checkpoint, 5, thief), await ask(followed, log.checkpoint, 5)]).toEqual([422, 422])

    expect(await judged.submit({ entries: [await policyWith(next, 0)] })).toEqual([{ ok: true, index: 6 }])
    expect(log.verifierKey).toBe(keyText(next))
    expect(await ask(followed, log.checkpoint, 5)).toBe(200)
    expect(await followed.step()).toMatchObject({ state: 'current' })
    for (let time = 0; time < 2; time += 1) {
      expect([followed.size, followed.cosignedSize, followed.verifierKey]).toEqual([7, 7, keyText(next)])
      const [alarm, ...others] = followed.alarms
      expect([alarm, others]).toMatchObject([{ kind: 'fork', key: keyText(stolen), ended: 6 }, []])
      expect(await verifyForkProof(parseForkProof(alarm?.proof), verifierKeyOf(origin, stolen.publicKey, cryptography.sha256), cryptography)).toBe(true)
      await followed.close()
      followed = await follow(role)
    }
    await judged.submit({ entries: [await batch()] })
    expect(await ask(followed, log.checkpoint, 7)).toBe(200)
  })

  it.each(['validator', 'mirror'] as const)('as a %s gives nothing for what the old key signs afterwards, of any size and wherever it is shown', async (role) => {
    const followed = await follow(role)
    await followed.step()
    await judged.submit({ entries: [await policyWith(next, 0)] })
    expect(await ask(followed, log.checkpoint, 0)).toBe(200)
    const [goesOn, before] = [await historyOf(stolen, 6, 2), await historyOf(stolen, 4, 1)]
    expect([await ask(followed, goesOn.checkpoint, 6, goesOn), await ask(followed, before.checkpoint, 0, before)]).toEqual([403, 403])
    await followed.compare(before.checkpoint.text)
    shown = goesOn
    expect(await followed.step()).toMatchObject({ state: 'waiting' })
    shown = before
    expect(await followed.step()).toMatchObject({ state: 'waiting', code: 'ledger/log-key-retired' })
    expect([followed.size, followed.alarms]).toEqual([6, []])
    shown = log
    expect(await followed.step()).toMatchObject({ state: 'current' })
  })

  it('hears of the new key and of the thief at once: what the old key signs after the entry is no copy of the log', async () => {
    const followed = await follow()
    await followed.step()
    await judged.submit({ entries: [await policyWith(next, 0)] })
    shown = await historyOf(stolen, 6, 1)
    expect(await followed.step()).toMatchObject({ state: 'waiting', code: 'ledger/log-key-retired' })
    expect(followed.size).toBe(5)
    shown = log
    expect(await followed.step()).toMatchObject({ state: 'current' })
    expect(followed.size).toBe(6)
  })

  it('takes no key that nobody entitled has named, and no word that was said before', async () => {
    const followed = await follow('mirror')
    await followed.step()
    const claimed = await historyOf(strange, 5, 0)
    await claimed.append([await policyWith(strange, 0, strange)])
    shown = claimed
    expect(await followed.step()).toMatchObject({ state: 'waiting', code: 'ledger/checkpoint-signature-invalid' })
    expect(await ask(followed, claimed.checkpoint, 0, claimed)).toBe(403)
    shown = log
    await judged.submit({ entries: [await policyWith(next, 0)] })
    await followed.step()
    // The thief writes an old entry of the governance in again, which named the stolen key.
    const again = await historyOf(stolen, 6, 0)
    await again.append([await policyWith(stolen, 0)])
    shown = again
    expect(await followed.step()).toMatchObject({ state: 'waiting', code: 'ledger/checkpoint-signature-invalid' })
    expect([followed.size, followed.verifierKey]).toEqual([6, keyText(next)])
  })

  it('begins under the new key, and under the old one only with a beginning that it holds', async () => {
    await judged.submit({ entries: [await policyWith(next, 0)] })
    const old = await follow('validator', { folder: join(folder, 'old') })
    expect(await old.step()).toMatchObject({ state: 'waiting', code: 'ledger/checkpoint-signature-invalid' })
    const fresh = await follow('validator', { folder: join(folder, 'new'), verifierKey: keyText(next) })
    expect(await fresh.step()).toMatchObject({ state: 'current' })
    expect(await ask(fresh, log.checkpoint, 0)).toBe(200)
    expect(new TextDecoder().decode(await fresh.reader('key'))).toBe(`${keyText(next)}\n`)
  })

  it('as a witness, which reads no entries, goes on when it is told the new key', async () => {
    let witness = await follow('witness')
    expect(await ask(witness, log.checkpoint, 0)).toBe(200)
    shown = await historyOf(stolen, 4, 1)
    expect(await witness.step()).toMatchObject({ state: 'forked' })
    await judged.submit({ entries: [await policyWith(next, 0)] })
    shown = log
    expect(await ask(witness, log.checkpoint, 5)).toBe(403)
    witness = await follow('witness', { verifierKey: keyText(next) })
    expect(await ask(witness, log.checkpoint, 5)).toBe(200)
    expect(witness.alarms).toMatchObject([{ kind: 'fork', ended: null }])
  })
})

describe('JudgedLog', () => {
  it('takes no policy that names a key for it which is not there', async () => {
    expect(await judged.submit({ entries: [await policyWith(strange, 0)] })).toMatchObject([{ ok: false, code: 'trust/log-key-missing' }])
    expect(log.checkpoint.size).toBe(5)
  })

  it('takes the policy with another key also while cosigners refuse the log', async () => {
    judged.halt({ ok: 'later', code: 'ledger/log-refused', reason: 'of its entries not all are right' })
    expect(await judged.submit({ entries: [await batch(), await policyWith(next, 0)] })).toMatchObject([{ code: 'ledger/log-refused' }, { ok: true }])
    expect(log.verifierKey).toBe(keyText(next))
  })

  it('goes on under the new key after a restart, also one between the entry and the first signature', async () => {
    const storage = memoryLogStorage()
    const identity = { origin, signingKey: stolen, otherKeys: async () => [next], cryptography }
    const first = await openLog(storage, identity)
    await first.append([charter, await policyWith(next, 0)])
    expect(first.verifierKey).toBe(keyText(stolen))
    const second = await openLog(storage, identity)
    await JudgedLog.open(second, { cryptography })
    expect(second.verifierKey).toBe(keyText(next))
    const third = await openLog(storage, identity)
    expect([third.verifierKey, third.checkpoint.text]).toEqual([keyText(next), second.checkpoint.text])
    await expect(JudgedLog.open(await openLog(storage, { ...identity, signingKey: next, otherKeys: async () => [] }), { cryptography })).resolves.toBeDefined()
    await expect(openLog(storage, { ...identity, otherKeys: async () => [] })).rejects.toMatchObject({ code: 'ledger/checkpoint-foreign' })
  })
})
