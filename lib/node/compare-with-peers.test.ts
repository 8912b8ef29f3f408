import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeMultikey } from '../crypto/multikey.ts'
import { cosignerKeyOf, formatCosignerKey } from '../ledger/cosignature.ts'
import { parseForkProof, verifyForkProof } from '../ledger/fork-proof.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { formatPolicy } from '../ledger/policy.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import { hashOrigin } from '../ledger/witness.ts'
import { signEntry } from '../trust/entry.ts'
import { compareWithPeers } from './compare-with-peers.ts'
import { followLog } from './follow-log.ts'
import type { FollowedLog, Following } from './followed-log.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

const origin = 'registry.example/ledger'
const newKey = async () => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const [logKey, operatorKey, ownKey, peerKey] = [await newKey(), await newKey(), await newKey(), await newKey()]
const seat = encodeMultikey(operatorKey.publicKey)
const cosigners = [ownKey, peerKey].map(({ publicKey }, position) => cosignerKeyOf(`w${position}.example`, publicKey, cryptography.sha256))
const policy = formatPolicy({
  logs: [], witnesses: cosigners.map((key) => ({ name: key.name, key, url: `https://${key.name}/ledger/` })), groups: [{ name: 'both', threshold: 2, members: cosigners.map(({ name }) => name) }], quorum: 'both',
})
const charter = await signEntry({ type: 'charter', payload: {
  name: 'Two', policy, rules: 1, accreditors: [], operator: { did: 'did:web:operator.example', name: 'Operator', keys: [seat] }, governance: { education: { threshold: 1, seats: [{ name: 'Operator', key: seat }] } },
} }, { origin, signers: [operatorKey] })

async function grow(log: TransparencyLog, count: number): Promise<void> {
  await log.append(await Promise.all(Array.from({ length: count }, () => signEntry({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: cryptography.randomBytes(32) } }, { origin, signers: [operatorKey] }))))
}

async function newLog(count: number): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey: logKey, cryptography })
  await log.append([charter])
  await grow(log, count)
  return log
}

let folder = ''
let log: TransparencyLog
let followed: FollowedLog
/** What the other cosigner shows. */
let shown: (() => string) | undefined
let asked: string[] = []
const fetchFrom: Following['fetch'] = async (url) => {
  if (url.startsWith('https://log.example/ledger/')) {
    const bytes = await log.resource(url.slice('https://log.example/ledger/'.length))
    return new Response(bytes ?? null, { status: bytes === undefined ? 404 : 200 })
  }
  asked.push(url)
  if (shown === undefined) throw new TypeError('fetch failed')
  return new Response(shown())
}
const compare = (): Promise<void> => compareWithPeers(followed, { cosigner: cosigners[0] === undefined ? undefined : formatCosignerKey(cosigners[0]), fetch: fetchFrom, cryptography })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peers-'))
  log = await newLog(4)
  asked = []
  followed = await followLog({ folder, url: 'https://log.example/ledger', verifierKey: log.verifierKey, role: 'validator', fetch: fetchFrom, cryptography, now: () => new Date('2026-01-02') })
  await followed.step()
})
afterEach(async () => {
  await followed.close()
  await rm(folder, { recursive: true })
})

describe('compareWithPeers()', () => {
  it('asks every other cosigner of the policy, and is content with the same history', async () => {
    const { text } = log.checkpoint
    shown = () => text
    await grow(log, 2)
    await followed.step()
    await compare()
    expect(asked).toEqual([`https://w1.example/ledger/${hashOrigin(origin, cryptography.sha256)}/checkpoint`])
    expect(followed.alarms).toEqual([])
  })

  it.each([[2, 0], [4, 0], [9, 6]])('proves that another was shown a history of %i entries that is not its own, once it has as many', async (entries, later) => {
    const other = await newLog(entries)
    shown = () => other.checkpoint.text
    await compare()
    const before = followed.alarms.length
    await grow(log, later)
    await followed.step()
    await compare()
    expect([before, followed.alarms.length]).toEqual([later === 0 ? 1 : 0, 1])
    expect(await verifyForkProof(parseForkProof(followed.alarms[0]?.proof), parseVerifierKey(log.verifierKey, cryptography.sha256), cryptography)).toBe(true)
    expect(await followed.step()).toMatchObject({ state: 'forked' })
  })

  it('believes nobody who shows noise, a checkpoint that the log did not sign, or nothing', async () => {
    const stranger = await openLog(memoryLogStorage(), { origin, signingKey: await newKey(), cryptography })
    await stranger.append([charter])
    for (const answer of [(): string => 'noise', (): string => stranger.checkpoint.text, (): string => '\ud800', undefined]) {
      shown = answer
      await compare()
    }
    expect(followed.alarms).toEqual([])
  })
})
