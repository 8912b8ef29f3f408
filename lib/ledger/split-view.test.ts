import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners, policyOf, type TestCosigner } from './_cosigners.ts'
import { parseAddCheckpoint } from './add-checkpoint.ts'
import { cosign } from './cosignature.ts'
import { collectCosignatures, type CosignRoundResult } from './cosign-round.ts'
import { lintPolicy } from './lint-policy.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { memoryWitnessStore } from './memory-witness-store.ts'
import { monitorLog, rememberedView, type MonitorReport } from './monitor.ts'
import { formatSignature } from './note.ts'
import { openLog } from './open-log.ts'
import type { Policy, PolicyGroup } from './policy.ts'
import { verifyForkProof } from './fork-proof.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { verifierKeyOf } from './verifier-key.ts'
import { witnessHandler } from './witness-handler.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const key = verifierKeyOf(origin, signingKey.publicKey, cryptography.sha256)
const everybody = await newCosigners(15, key, cryptography)

async function history(text: string, size: number): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  await log.append(Array.from({ length: size }, (_, index) => encodeUtf8(`${text} ${index}`)))
  return log
}

/** Signs whatever it is given, as often as it is asked. */
function lyingHandler({ witness }: TestCosigner): (request: Request) => Promise<Response> {
  return async (request) => {
    const { checkpoint } = parseAddCheckpoint(await request.text())
    return new Response(formatSignature(await cosign(checkpoint, { ...witness.identity, seconds: 9 }, cryptography)))
  }
}

interface Attack {
  readonly policy: Policy
  readonly cosigners: readonly TestCosigner[]
  readonly liars: ReadonlySet<string>
  /** Honest witnesses that the operator shows its first history; the others see the second. */
  readonly first: ReadonlySet<string>
}

/** An operator with two histories shows each honest witness one of them, and liars both. */
async function attack({ policy, cosigners, liars, first }: Attack): Promise<{ readonly left: CosignRoundResult; readonly right: CosignRoundResult; readonly seen: MonitorReport }> {
  const handles = new Map(cosigners.map((cosigner) => [
    `${cosigner.key.name}.example`, liars.has(cosigner.key.name) ? lyingHandler(cosigner) : witnessHandler({ ...cosigner.witness, store: memoryWitnessStore() }),
  ]))
  const [a, b] = [await history('a', 5), await history('b', 8)]
  const show = async (log: TransparencyLog, to: (name: string) => boolean): Promise<CosignRoundResult> => collectCosignatures(log.checkpoint, {
    policy, cryptography, deadline: AbortSignal.timeout(20_000),
    proveConsistency: (older, newer) => log.consistencyProof(older, newer),
    fetchResource: async (url, init) => {
      const { hostname } = new URL(url)
      const name = hostname.split('.')[0] ?? ''
      return liars.has(name) || to(name) ? handles.get(hostname)!(new Request(url, init)) : new Response('', { status: 503 })
    },
  })
  const [left, right] = [await show(a, (name) => first.has(name)), await show(b, (name) => !first.has(name))]
  const views = [rememberedView('a relying party', left.checkpoint.text), { name: 'the log', read: async (path: string) => (path === 'checkpoint' ? encodeUtf8(right.checkpoint.text) : b.resource(path)) }]
  return { left, right, seen: await monitorLog(views, { verifierKey: a.verifierKey, cryptography, policy }) }
}

const namesOf = (cosigners: readonly TestCosigner[]): readonly string[] => cosigners.map(({ key: { name } }) => name)

describe('two histories of one log', () => {
  const table = [[5, 3], [5, 4], [7, 5], [9, 7], [4, 3], [6, 4]].flatMap(([n = 0, k = 0]) => Array.from({ length: k }, (_, b) => [n, k, b] as const))

  it.each(table)('of %i cosigners %i needed and %i that sign anything: both become final exactly when liars are 2k−n or more', async (n, k, b) => {
    const cosigners = everybody.slice(0, n)
    const policy = policyOf(cosigners, { log: key, k }, cryptography)
    const liars = new Set(namesOf(cosigners.slice(0, b)))
    const honest = namesOf(cosigners.slice(b))
    const splits: boolean[] = []
    for (let shown = 0; shown <= honest.length; shown += 1) {
      const { left, right, seen } = await attack({ policy, cosigners, liars, first: new Set(honest.slice(0, shown)) })
      splits.push(left.isFinal && right.isFinal)
      expect(seen.forks).toHaveLength(1)
      expect(await verifyForkProof(seen.forks[0]!, key, cryptography)).toBe(true)
    }
    expect(splits.includes(true)).toBe(b >= 2 * k - n)
    expect(lintPolicy(policy, { liars: b }).isAccepted).toBe(b < 2 * k - n)
  })

  it.each([[0, false], [1, false], [2, false], [3, true]])('five sectors of three, 2 of 3 and 4 of 5: %i whole sectors that lie split it: %j', async (lying, isSplit) => {
    const groups: PolicyGroup[] = [0, 1, 2, 3, 4].map((sector) => ({ name: `s${sector}`, threshold: 2, members: namesOf(everybody.slice(sector * 3, sector * 3 + 3)) }))
    const policy = policyOf(everybody, { log: key, k: 0, groups: [...groups, { name: 'sectors', threshold: 4, members: groups.map(({ name }) => name) }] }, cryptography)
    const liars = new Set(namesOf(everybody.slice(0, lying * 3)))
    const splits: boolean[] = []
    for (let shown = 0; shown <= 5 - lying; shown += 1) {
      const { left, right } = await attack({ policy, cosigners: everybody, liars, first: new Set(namesOf(everybody.slice(lying * 3, (lying + shown) * 3))) })
      splits.push(left.isFinal && right.isFinal)
    }
    expect(splits.includes(true)).toBe(isSplit)
  })
})
