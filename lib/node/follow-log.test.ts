import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeMultikey } from '../crypto/multikey.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { auditLog } from '../ledger/audit-log.ts'
import type { Checkpoint } from '../ledger/checkpoint.ts'
import { cosign, cosignerKeyOf, verifyCosignature } from '../ledger/cosignature.ts'
import { formatAddCheckpoint } from '../ledger/add-checkpoint.ts'
import { parseForkProof, verifyForkProof } from '../ledger/fork-proof.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { formatNote, parseSignatures } from '../ledger/note.ts'
import { openLog } from '../ledger/open-log.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { parseVerifierKey, verifierKeyOf } from '../ledger/verifier-key.ts'
import { signEntry } from '../trust/entry.ts'
import type { Charter, Statement } from '../trust/payloads.ts'
import { followLog } from './follow-log.ts'
import type { FollowedLog, Following } from './followed-log.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

const origin = 'registry.example/ledger'
const newKey = async () => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const [logKey, operatorKey, cosignerKey] = [await newKey(), await newKey(), await newKey()]
const verifierKey = verifierKeyOf(origin, logKey.publicKey, cryptography.sha256)
const operator = { did: 'did:web:operator.example', name: 'Operator', keys: [encodeMultikey(operatorKey.publicKey)] }
const charter: Charter = {
  name: 'Alone', policy: 'quorum none\n', rules: 1, accreditors: [], operator,
  governance: { education: { threshold: 1, seats: [{ name: 'Operator', key: encodeMultikey(operatorKey.publicKey) }] } },
}
const sign = (statement: Statement): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin, signers: [operatorKey] })
const batch = (issuer: string | null = null): Promise<Uint8Array<ArrayBuffer>> => sign({ type: 'batch', payload: { issuer, scope: 'education', size: 64, root: cryptography.randomBytes(32) } })
const firstEntry = await sign({ type: 'charter', payload: charter })

async function newLog(size: number): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey: logKey, cryptography })
  await log.append([firstEntry, ...(await Promise.all(Array.from({ length: size - 1 }, () => batch())))])
  return log
}

let folder = ''
let log: TransparencyLog
/** What the address of the log answers with; undefined for a network that is down. */
let serve: ((path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>) | undefined
let asked: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-'))
  log = await newLog(5)
  serve = (path) => log.resource(path)
  asked = []
})
afterEach(() => rm(folder, { recursive: true }))

const fetchFrom: Following['fetch'] = async (url) => {
  if (serve === undefined) throw new TypeError('fetch failed')
  const path = url.slice('http://log.example/ledger/'.length)
  asked.push(path)
  const bytes = await serve(path)
  return bytes === undefined ? new Response('', { status: 404 }) : new Response(bytes)
}

const follow = (changes: Partial<Following> = {}): Promise<FollowedLog> => followLog({
  folder, url: 'http://log.example/ledger', verifierKey: log.verifierKey, role: 'validator', cosigner: { name: 'w.example/validator', key: cosignerKey },
  fetch: fetchFrom, cryptography, now: () => new Date('2026-01-02T03:04:05Z'), ...changes,
})

async function ask(followed: FollowedLog, checkpoint: Checkpoint, oldSize: number, history: TransparencyLog = log): Promise<Response> {
  const proof = oldSize === 0 ? [] : await history.consistencyProof(oldSize, checkpoint.size)
  return followed.addCheckpoint(new Request('http://w.example/ledger/add-checkpoint', { method: 'POST', body: formatAddCheckpoint({ oldSize, proof, checkpoint }) }))
}

async function expectCosigned(response: Response, checkpoint: Checkpoint): Promise<void> {
  const text = await response.text()
  expect([response.status, text]).toMatchObject([200, expect.stringMatching('w.example/validator')])
  const key = cosignerKeyOf('w.example/validator', cosignerKey.publicKey, cryptography.sha256)
  expect(await verifyCosignature({ ...checkpoint, note: { text: checkpoint.note.text, signatures: parseSignatures(text) } }, key, cryptography)).toMatchObject({ isValid: true })
}

describe('followLog() as a validator', () => {
  it('copies and judges from the first entry on, then cosigns what is asked, and goes on after a restart', async () => {
    let followed = await follow()
    expect(await followed.step()).toMatchObject({ state: 'current', checkedAt: '2026-01-02T03:04:05.000Z' })
    expect(followed.registry).toMatchObject({ size: 5, name: 'Alone' })
    await expectCosigned(await ask(followed, log.checkpoint, 0), log.checkpoint)
    await log.append([await batch()])
    // The request alone brings it.
    await expectCosigned(await ask(followed, log.checkpoint, 5), log.checkpoint)
    expect([followed.size, followed.cosignedSize]).toEqual([6, 6])
    await followed.close()
    asked = []
    followed = await follow()
    expect([followed.size, followed.cosignedSize, followed.registry?.name]).toEqual([6, 6, 'Alone'])
    expect((await ask(followed, log.checkpoint, 0)).status).toBe(409)
    await expectCosigned(await ask(followed, log.checkpoint, 6), log.checkpoint)
    expect(asked.filter((path) => path.startsWith('tile/'))).toEqual([])
    const report = await auditLog(followed.reader, { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
    expect(report).toMatchObject({ size: 6, findings: [] })
  })

  it('judges again from the copy what no saved registry covers', async () => {
    const followed = await follow()
    await followed.step()
    // Not closed: as after a kill.
    await rm(join(folder, 'follow/registry'), { force: true })
    const again = await follow()
    await again.step()
    expect(again.registry?.size).toBe(5)
  })

  it('refuses an entry that breaks the rules, names it, and remembers it', async () => {
    let followed = await follow()
    await expectCosigned(await ask(followed, log.checkpoint, 0), log.checkpoint)
    await log.append([await batch(), await batch('did:web:stranger.example'), await batch()])
    const response = await ask(followed, log.checkpoint, 5)
    expect([response.status, await response.text()]).toEqual([422, 'entry 6: trust/not-registered: a participant is not registered\n'])
    expect(followed.state).toMatchObject({ state: 'refused', index: 6, code: 'trust/not-registered' })
    await followed.close()
    followed = await follow()
    expect(followed.alarms).toMatchObject([{ kind: 'refused-entry', origin, index: 6, code: 'trust/not-registered', at: '2026-01-02T03:04:05.000Z' }])
    expect(await followed.step()).toMatchObject({ state: 'refused', index: 6 })
    expect((await ask(followed, log.checkpoint, 5)).status).toBe(422)
    expect(followed.cosignedSize).toBe(5)
  })

  it('does not forget a refused entry for a history without it: that is a fork', async () => {
    const followed = await follow()
    await followed.step()
    const first = log
    const storage = memoryLogStorage()
    const second = await openLog(storage, { origin, signingKey: logKey, cryptography })
    for (let index = 0; index < 5; index += 1) await second.append([await first.entry(index)])
    await first.append([await batch('did:web:stranger.example')])
    expect((await ask(followed, first.checkpoint, 0)).status).toBe(422)
    log = second
    await second.append([await batch(), await batch()])
    expect((await ask(followed, second.checkpoint, 0)).status).toBe(422)
    expect(followed.alarms.map(({ kind }) => kind)).toEqual(['refused-entry', 'fork'])
  })

  it('finds another history, keeps the proof on disk and never cosigns that log again', async () => {
    let followed = await follow()
    await followed.step()
    await expectCosigned(await ask(followed, log.checkpoint, 0), log.checkpoint)
    const honest = log
    log = await newLog(9)
    const response = await ask(followed, log.checkpoint, 5)
    expect(response.status).toBe(422)
    await followed.close()
    followed = await follow()
    const [alarm] = followed.alarms
    expect(alarm).toMatchObject({ kind: 'fork', code: 'ledger/log-forked' })
    expect(await verifyForkProof(parseForkProof(alarm?.proof), parseVerifierKey(log.verifierKey, cryptography.sha256), cryptography)).toBe(true)
    expect(JSON.parse(await readFile(join(folder, 'follow/alarms.json'), 'utf8'))).toHaveLength(1)
    log = honest
    await honest.append([await batch()])
    expect((await ask(followed, honest.checkpoint, 5)).status).toBe(422)
  })

  it.each([['entries', 'tile/entries/000.p/6'], ['hashes', 'tile/0/000.p/6']])('waits while the log withholds %s, and says so', async (_, withheld) => {
    const followed = await follow()
    await followed.step()
    await ask(followed, log.checkpoint, 0)
    await log.append([await batch()])
    serve = async (path) => (path === withheld ? undefined : log.resource(path))
    expect((await ask(followed, log.checkpoint, 5)).status).toBe(503)
    expect(followed.state).toMatchObject({ state: 'waiting', code: 'ledger/tile-missing' })
    expect(await followed.step()).toMatchObject({ state: 'waiting' })
    serve = (path) => log.resource(path)
    await expectCosigned(await ask(followed, log.checkpoint, 5), log.checkpoint)
    expect(await followed.step()).toMatchObject({ state: 'current' })
  })

  it('is no verdict on the log that the network is down', async () => {
    const followed = await follow()
    serve = undefined
    expect(await followed.step()).toMatchObject({ state: 'unreachable', code: 'ledger/log-unreachable' })
    expect((await ask(followed, log.checkpoint, 0)).status).toBe(503)
    expect(followed.alarms).toEqual([])
  })

  it('does not wait longer than its patience, and has the answer ready later', async () => {
    const followed = await follow({ patienceMilliseconds: 50 })
    await followed.step()
    await log.append([await batch()])
    serve = async (path) => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      return log.resource(path)
    }
    expect((await ask(followed, log.checkpoint, 0)).status).toBe(503)
    await followed.step()
    // A busy machine takes as long as that for the answer alone.
    await vi.waitFor(async () => expectCosigned(await ask(followed, log.checkpoint, 0), log.checkpoint), { timeout: 10_000 })
  })

  it.each(['one store is older', 'everything is older'])('cosigns nothing when %s than what it has cosigned', async (what) => {
    let followed = await follow()
    await followed.step()
    await ask(followed, log.checkpoint, 0)
    await followed.close()
    const saved = await mkdtemp(join(tmpdir(), 'saved-'))
    await cp(folder, saved, { recursive: true })
    followed = await follow()
    await log.append([await batch()])
    const cosigned = await ask(followed, log.checkpoint, 5)
    const lines = parseSignatures(await cosigned.text())
    const final = formatNote({ text: log.checkpoint.note.text, signatures: [...log.checkpoint.note.signatures, ...lines] })
    serve = async (path) => (path === 'checkpoint' ? new TextEncoder().encode(final) : log.resource(path))
    await followed.step()
    await followed.close()

    if (what === 'everything is older') {
      await rm(folder, { recursive: true })
      await cp(saved, folder, { recursive: true })
    } else await cp(join(saved, 'follow/cosigned'), join(folder, 'follow/cosigned'), { recursive: true })
    await rm(saved, { recursive: true })
    // While it runs, and after a restart.
    const whileRunning = what === 'one store is older' ? await ask(followed, log.checkpoint, 5) : undefined
    expect(whileRunning?.status ?? 503).toBe(503)
    const again = await follow()
    expect((await ask(again, log.checkpoint, 5)).status).not.toBe(200)
    await again.step()
    expect(again.alarms).toMatchObject([{ kind: 'rolled-back' }])
    expect((await ask(again, log.checkpoint, 5)).status).not.toBe(200)
    await again.close()
    const same = await follow()
    expect(same.alarms).toHaveLength(1)
    await same.close()
    // Another key never said anything else.
    const renewed = await follow({ cosigner: { name: 'w.example/validator', key: await newKey() } })
    await renewed.step()
    expect([renewed.alarms, (await ask(renewed, log.checkpoint, 5)).status]).toEqual([[], 200])
  })

  it('refuses a folder that holds another log', async () => {
    await (await follow()).step()
    const other = verifierKeyOf(origin, (await newKey()).publicKey, cryptography.sha256)
    const text = (await import('../ledger/verifier-key.ts')).formatVerifierKey(other)
    await expect(follow({ verifierKey: text })).rejects.toMatchObject({ code: 'ledger/mirror-foreign' })
  })
})

describe('followLog() of a log that follows a registry', () => {
  it('judges its entries against the registry that is followed as well, and waits until that is here', async () => {
    const runner = 'runner.example/ledger'
    const runnerKey = await newKey()
    const other = await openLog(memoryLogStorage(), { origin: runner, signingKey: runnerKey, cryptography })
    const say = (statement: Statement): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin: runner, signers: [operatorKey] })
    const sync = { operator: operator.did, sequence: 0, origin, checkpoint: log.checkpoint.text }
    await other.append([await say({ type: 'regsync', payload: sync }), await say({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: cryptography.randomBytes(32) } })])

    const registry = await follow({ folder: join(folder, 'registry') })
    const followed = await follow({
      folder: join(folder, 'runner'), url: 'http://runner.example/ledger', verifierKey: other.verifierKey, registryAt: (name, size) => registry.registryAt(name, size),
      fetch: async (url) => {
        const bytes = await other.resource(url.slice('http://runner.example/ledger/'.length))
        return new Response(bytes ?? null, { status: bytes === undefined ? 404 : 200 })
      },
    })
    expect(await followed.step()).toMatchObject({ state: 'waiting', code: 'trust/registry-unknown', index: 0 })
    expect((await ask(followed, other.checkpoint, 0, other)).status).toBe(503)
    await registry.step()
    expect(await followed.step()).toMatchObject({ state: 'current' })
    await expectCosigned(await ask(followed, other.checkpoint, 0, other), other.checkpoint)
    await other.append([await say({ type: 'batch', payload: { issuer: 'did:web:stranger.example', scope: 'education', size: 64, root: cryptography.randomBytes(32) } })])
    expect(await followed.step()).toMatchObject({ state: 'refused', code: 'trust/not-registered', index: 2 })
  })
})

describe('followLog() as a mirror or a witness', () => {
  it('copies without judging as a mirror, and judges all of it when it becomes a validator', async () => {
    await log.append([await batch('did:web:stranger.example')])
    const mirror = await follow({ role: 'mirror' })
    expect(await mirror.step()).toMatchObject({ state: 'current' })
    await expectCosigned(await ask(mirror, log.checkpoint, 0), log.checkpoint)
    await mirror.close()
    const validator = await follow()
    expect(await validator.step()).toMatchObject({ state: 'refused', index: 5 })
    expect((await ask(validator, log.checkpoint, 6)).status).toBe(422)
  })

  it('holds no bytes as a witness, and finds a fork by the tiles of the log', async () => {
    const witness = await follow({ role: 'witness' })
    await expectCosigned(await ask(witness, log.checkpoint, 0), log.checkpoint)
    expect(await witness.reader('checkpoint')).toBeUndefined()
    expect(await witness.step()).toMatchObject({ state: 'current' })
    log = await newLog(8)
    expect(await witness.step()).toMatchObject({ state: 'forked' })
    const [alarm] = witness.alarms
    expect(await verifyForkProof(parseForkProof(alarm?.proof), verifierKey, cryptography)).toBe(true)
  })

  it('cosigns nothing without a key', async () => {
    const { cosigner: _, ...rest } = { folder, url: 'http://log.example/ledger', verifierKey: log.verifierKey, role: 'mirror' as const, fetch: fetchFrom, cryptography, now: () => new Date(0), cosigner: undefined }
    const mirror = await followLog(rest)
    expect((await ask(mirror, log.checkpoint, 0)).status).toBe(404)
  })

  it('believes no cosignature of its name that is not its own', async () => {
    const followed = await follow()
    const forged = await cosign(log.checkpoint, { name: 'w.example/validator', key: await newKey(), seconds: 5 }, cryptography)
    const text = formatNote({ text: log.checkpoint.note.text, signatures: [...log.checkpoint.note.signatures, forged] })
    serve = async (path) => (path === 'checkpoint' ? new TextEncoder().encode(text) : log.resource(path))
    await followed.step()
    expect(followed.alarms).toEqual([])
  })
})

describe('what a log names by digest', () => {
  it('is fetched beside the copy and served with it; an address that keeps one waiting holds nothing up', async () => {
    const list = encodeUtf8('{"list":1}')
    const [digest, silent] = [encodeHex(cryptography.sha256(list)), '5'.repeat(64)]
    const state = (sequence: number, named: string): Promise<Uint8Array<ArrayBuffer>> => (
      sign({ type: 'status', payload: { issuer: operator.did, sequence, list: `https://operator.example/status/${sequence}`, digest: named } })
    )
    await log.append([await state(0, digest), await state(1, silent)])
    let waiting: (() => void) | undefined
    const fetch: Following['fetch'] = async (url, init) => {
      if (url.endsWith(`/blob/${digest}`)) return new Response(list)
      if (!url.includes('/blob/')) return fetchFrom(url, init)
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new TypeError('ended')))
        waiting?.()
      })
    }
    const final = log.checkpoint
    await log.append([await state(2, '6'.repeat(64))])
    // What is signed and not final yet names nothing.
    serve = async (path) => (path === 'checkpoint' ? encodeUtf8(final.text) : log.resource(path === 'pending' ? 'checkpoint' : path))
    const followed = await follow({ fetch })
    await followed.step()
    expect(followed.size).toBe(final.size + 1)
    const isAsked = new Promise<void>((resolve) => {
      waiting = resolve
    })
    const ending = new AbortController()
    const kept = followed.keepBlobs(ending.signal)
    await isAsked
    await log.append([await batch()])
    expect(await followed.step()).toMatchObject({ state: 'current' })
    await expectCosigned(await ask(followed, log.checkpoint, 0), log.checkpoint)
    ending.abort()
    await kept
    expect([await followed.reader(`blob/${digest}`), await followed.reader(`blob/${silent}`)]).toEqual([list, undefined])
    expect(followed.blobs).toMatchObject({ kept: 1, missing: 1, leftOut: 0, firstMissing: [{ issuer: operator.did, digest: silent, code: 'ledger/blob-unreachable' }] })
    await followed.close()
    // A witness holds no bytes.
    const witness = await follow({ role: 'witness', folder: join(folder, 'witness') })
    await witness.keepBlobs()
    expect([witness.blobs.kept, await witness.reader(`blob/${digest}`)]).toEqual([0, undefined])
  })
})
