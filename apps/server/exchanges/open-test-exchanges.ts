import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { KeyType, SigningKey } from 'everlearned/crypto'
import { createDidDocument, didKey } from 'everlearned/did'
import type { ExchangeNetwork } from 'everlearned/exchange'
import { createGuardedFetch, nativeCryptography } from 'everlearned/node'
import { createAchievement } from '../issuing/achievements.ts'
import { searchClaims } from '../issuing/claim-desk.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import { keepUpload } from '../issuing/uploads.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { openTestIssuer, type TestIssuer } from './open-test-issuer.ts'

/** A node that listens on this machine with claims that nobody has taken, and the network by which a wallet reaches it. */
export interface ExchangeNode extends TestNode {
  readonly url: string
  readonly owner: TestOwner
  readonly network: ExchangeNetwork
  /** The next claim that nobody has taken. */
  nextClaim(): Promise<TestClaim>
}

/** A claim as its person has it, and as the desk has it. */
export interface TestClaim {
  readonly id: string
  readonly token: string
}

/** What the test claims are for; a code goes with each where `secondFactor` is set. */
export interface ClaimsToMake {
  readonly achievementType?: string
  readonly validityMonths?: number | null
  readonly secondFactor?: boolean
}

/** Opens such a node with `count` claims; unless told otherwise it stands in May 2026. */
export async function openExchangeNode(count: number, { startsAt, ...changes }: Parameters<typeof openTestNode>[0] & { readonly startsAt?: Date } = {}): Promise<ExchangeNode> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const node = await openTestNode({ port, publicBaseUrl: url, ...changes })
  if (startsAt !== undefined) node.clock.now = startsAt
  await node.app.listen({ host: 'localhost', port })
  const owner = await addTestOwner(node)
  const claims = await makeClaims(count, {}, { node, owner })
  return {
    ...node, url, owner, network: { fetch: createGuardedFetch({ allowedOrigins: [url] }), loopbackOrigins: [url] },
    nextClaim: async () => {
      const next = claims.pop()
      if (next === undefined) throw new Error('no claim is left')
      return next
    },
  }
}

/** The same node in May 2026, an issuer elsewhere whom it may ask, and a holder with a key of each kind, of which one has a did:web. */
export interface PresentingWorld {
  readonly node: ExchangeNode
  readonly issuer: TestIssuer
  readonly key: SigningKey
  readonly webKey: SigningKey
  /** The DID of `key`. */
  readonly holder: string
}

/** The DID of the holder's P-256 key. */
export const webHolder = 'did:web:holder.example'

/** Opens such a world; both nodes are closed by whoever opened it. */
export async function openPresentingWorld(count: number, clock: { readonly now: Date }): Promise<PresentingWorld> {
  const [key, webKey] = await Promise.all([newKey('Ed25519'), newKey('P-256')])
  const issuer = await openTestIssuer(() => clock.now)
  const staticDocuments = { [webHolder]: createDidDocument(webHolder, [{ fragment: 'key-1', publicKey: webKey.publicKey }], ['authentication']) }
  return { node: await openExchangeNode(count, { fetchOrigins: [issuer.origin], staticDocuments }), issuer, key, webKey, holder: didKey(key.publicKey) }
}

const newKey = async (type: KeyType): Promise<SigningKey> => nativeCryptography.importSigningKey(await nativeCryptography.generateKey(type))

/** Issues a list of so many people. */
export async function makeClaims(count: number, { achievementType = 'Certificate', validityMonths = 24, secondFactor = false }: ClaimsToMake, { node, owner }: { readonly node: TestNode; readonly owner: TestOwner }): Promise<TestClaim[]> {
  const actor = { organisationId: owner.organisation.id, id: 'account:test' }
  const definition = { name: 'Forklift operator', description: 'Operates a counterbalance truck', criteria: 'Practical test', achievementType, validityMonths, alignments: [] }
  const { id: achievementId } = await createAchievement(definition, actor, node.context)
  const rows = Array.from({ length: count }, (_, index) => `Person ${index},${achievementType.toLowerCase()}${index}@example.org`)
  const upload = await keepUpload(new TextEncoder().encode(['Name,Email', ...rows].join('\n')), actor, node.context)
  const { id: jobId } = await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor }, { actor, context: node.context })
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  const { claims } = await searchClaims({ state: 'all', jobId, limit: count }, actor.organisationId, node.context)
  return claims.map(({ id, link }) => ({ id, token: link?.split('/').at(-1) ?? '' }))
}

async function freePort(): Promise<number> {
  const server = await new Promise<ReturnType<typeof createServer>>((resolve) => {
    const opened = createServer().listen(0, 'localhost', () => resolve(opened))
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
