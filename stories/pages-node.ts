import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { workOnJobs } from '../apps/server/issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode } from '../apps/server/open-test-node.ts'
import { createWalletApp } from '../apps/server/wallet-app.ts'

/** A node of this very process with its pages and the wallet's, and what an organisation on it gave to people. */
export interface PagesNode {
  readonly url: string
  readonly walletUrl: string
  readonly node: TestNode
  /** Signs an achievement for each person; answers the links to hand out, in their order. */
  issue(achievement: { readonly name: string; readonly description: string; readonly criteria: string }, people: readonly string[]): Promise<readonly string[]>
  /** The one code that waits in the outbox for an address. */
  codeFor(address: string): string | undefined
  close(): Promise<void>
}

/** Opens a node for stories whose point lies with people and not with processes. */
export async function openPagesNode(organisation: string): Promise<PagesNode> {
  const [port, walletPort] = [await freePort(), await freePort()]
  const [url, walletUrl] = [`http://localhost:${port}`, `http://localhost:${walletPort}`]
  const node = await openTestNode({ publicBaseUrl: url, walletBaseUrl: walletUrl })
  node.clock.now = new Date()
  const owner = await addTestOwner(node, organisation)
  const walletApp = await createWalletApp(node.context.config)
  await Promise.all([node.app.listen({ host: 'localhost', port }), walletApp.listen({ host: 'localhost', port: walletPort })])
  const org = `/api/organisations/${owner.organisation.id}`
  return {
    url, walletUrl, node,
    issue: async (achievement, people) => {
      const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: { ...achievement, achievementType: 'Certificate', validityMonths: 24, alignments: [] } })).json<{ id: string }>()
      const csv = ['Name,Email', ...people.map((name, index) => `${name},person-${index}@people.example`)].join('\n')
      const { id } = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: csv })).json<{ id: string }>()
      await owner.request({ method: 'POST', url: `${org}/uploads/${id}/issue`, payload: { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false } })
      await workOnJobs('story', { context: node.context, isStopping: () => false })
      const { claims } = (await owner.request({ method: 'GET', url: `${org}/claims` })).json<{ claims: { name: string; link: string }[] }>()
      return people.map((name) => claims.find((claim) => claim.name === name)?.link ?? '')
    },
    codeFor: (address) => codeIn(node.context.config.mail.outboxFolder, address),
    close: async () => {
      await walletApp.close()
      await node.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

function codeIn(folder: string, address: string): string | undefined {
  const mails = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(`${folder}/${name}`, 'utf8')) : []
  const mail = mails.find((text) => text.includes(address))
  const body = mail?.slice(mail.indexOf('\r\n\r\n'))
  return /\d{6}/.exec(/base64/i.test(mail ?? '') ? Buffer.from(body ?? '', 'base64').toString() : body ?? '')?.[0]
}
