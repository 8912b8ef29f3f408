import { createServer } from 'node:net'
import type { LightMyRequestResponse } from 'fastify'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { draftPolicy, signEntry, type NetworkMember } from 'everlearned/trust'
import { recordBatches } from '../issuing/record-batches.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { cosignerKeyText } from './cosigner-keys.ts'
import { stepAll } from './follow-turn.ts'
import { readMentions } from './read-mentions.ts'
import { stateOrganisations } from './state-organisations.ts'
import { syncRegistry, type SyncMemory } from './sync-registry.ts'

/** A node that listens, with its owner. */
export interface NetworkNode extends TestNode {
  readonly url: string
  readonly owner: TestOwner
  readonly memory: SyncMemory
}

/** Nodes on this machine that reach one another. The organisations of the third are did:web. */
export async function openTestNetwork(names: readonly string[]): Promise<readonly NetworkNode[]> {
  const ports = await freePorts(names.length)
  const networkOrigins = ports.map((port) => `http://localhost:${port}`)
  return Promise.all(names.map(async (name, position) => {
    const [port = 0, url = ''] = [ports[position], networkOrigins[position]]
    const node = await openTestNode({ name, port, publicBaseUrl: url, networkOrigins, rehearsal: position !== 2 })
    await node.app.listen({ host: 'localhost', port })
    return { ...node, url, owner: await addTestOwner(node, `${name} College`), memory: { said: new Map(), syncedAt: undefined } }
  }))
}

/** What a node does behind its answers, once. */
export async function takeTurn({ context, memory }: NetworkNode): Promise<void> {
  await stateOrganisations(context)
  await recordBatches(context).catch(() => undefined)
  await stepAll(context)
  await syncRegistry(memory, context)
  await context.finality.advance()
  await readMentions(context)
}

/** Nodes take turns until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, nodes: readonly NetworkNode[]): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    if (await isSo()) return
    for (const node of nodes) await takeTurn(node)
  }
  if (!await isSo()) throw new Error('the nodes do not come to it')
}

/** One node follows another. */
export async function follow(node: NetworkNode, other: { readonly url: string }, joins: boolean): Promise<LightMyRequestResponse> {
  return node.owner.request({ method: 'POST', url: '/api/network/follow', payload: { url: other.url, role: 'validator', joins } })
}

/** An entry that makes these nodes the cosigners and the government of the registry of the first. */
export async function formPolicy(nodes: readonly NetworkNode[], sequence = 0): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = nodes
  if (first === undefined) throw new Error('a network has a node')
  const members = await Promise.all(nodes.map(async ({ context, url }): Promise<NetworkMember> => ({
    name: context.config.name, sector: 'education', seat: encodeMultikey(context.operatorKey.publicKey), url: `${url}/ledger`,
    cosigner: cosignerKeyText(await context.followedLogs.cosigner('validator'), context),
  })))
  const drafted = draftPolicy({ name: first.context.config.name, members }, first.context.cryptography.sha256)
  return signEntry({ type: 'policy', payload: { sequence, ...drafted } }, { origin: first.context.ledger.checkpoint.origin, signers: nodes.map(({ context }): SigningKey => context.operatorKey) })
}

/** Hands an entry in, as anybody may. */
export async function handIn({ app }: Pick<TestNode, 'app'>, entry: Uint8Array): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'POST', url: '/ledger/entries', headers: { 'content-type': 'application/octet-stream' }, payload: Buffer.from(entry) })
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => {
    const server = createServer().listen(0, 'localhost', () => resolve(server))
  })))
  return Promise.all(servers.map((server) => new Promise<number>((resolve) => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })))
}
