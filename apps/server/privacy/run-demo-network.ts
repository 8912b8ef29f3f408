import { createApiKey } from '../accounts/api-keys.ts'
import { createOrganisation } from '../accounts/organisations.ts'
import { issueFile } from '../demo/issue-file.ts'
import { demoIssues } from '../demo/network.ts'
import { DemoError, type AskNode } from '../demo/node-client.ts'
import { recordBatches } from '../issuing/record-batches.ts'
import { sealPool } from '../issuing/seal-commitments.ts'
import { takeTestClaim } from '../issuing/take-test-claim.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { stateEpoch, stateLists } from '../network/state-lists.ts'
import { stateOrganisations } from '../network/state-organisations.ts'
import type { TestNode } from '../open-test-node.ts'
import type { PersonalEvent } from './link-attack.ts'

/** When an entry of the log was first to be seen. */
export interface SeenEntry { readonly index: number; readonly at: Date }

/** What happened on a node, as it came about. */
export interface DemoRun {
  readonly events: readonly PersonalEvent[]
  readonly seen: readonly SeenEntry[]
  /** DIDs of those who claimed. */
  readonly holders: readonly string[]
}

const hour = 3_600_000
const worker = { isStopping: () => false }

/**
 * Runs the demonstration network on a node by its real operations: its organisations issue their files over the API, people claim
 * over three days, and what a running node does by itself is done every half hour of them.
 */
export async function runDemoNetwork(node: TestNode, accountId: string): Promise<DemoRun> {
  const [events, seen, holders]: [PersonalEvent[], SeenEntry[], string[]] = [[], [], []]
  const { context, clock } = node
  const began = clock.now
  const turn = async (): Promise<void> => {
    await workOnJobs('demo', { context, ...worker })
    await sealPool(context)
    await stateOrganisations(context)
    await recordBatches(context)
    await stateLists(context)
    await stateEpoch(context, began)
    for (let index = seen.length; index < context.ledger.checkpoint.size; index += 1) seen.push({ index, at: clock.now })
  }
  const waiting: { readonly id: string; readonly link: string; readonly email: string; readonly issuer: string; readonly at: Date }[] = []
  for (const issue of demoIssues) {
    const organisation = await createOrganisation({ name: issue.organisation }, accountId, context)
    const { key } = await createApiKey(organisation.id, 'Demonstration', context)
    const claims = await issueFile(issue, organisation.id, clientOf(node, key, turn))
    for (const [position, { email, link }] of claims.entries()) {
      events.push({ person: email, issuer: organisation.did, at: clock.now })
      const { id } = await context.database.selectFrom('claim').select('id').where('organisation_id', '=', organisation.id).where('recipient_search', 'like', `%${email.toLowerCase()}`).executeTakeFirstOrThrow()
      // Many on the first day, few on the second, one person on the third.
      const day = position < 75 ? 0 : position < 90 ? 1 : 2
      waiting.push({ id, link, email, issuer: organisation.did, at: new Date(clock.now.getTime() + 24 * hour * day + ((position * 7) % 60) * 9 * 60_000) })
    }
    clock.now = new Date(clock.now.getTime() + hour)
    await turn()
  }
  waiting.sort((left, right) => left.at.getTime() - right.at.getTime())
  const end = new Date(Math.max(...waiting.map(({ at }) => at.getTime())) + 36 * hour)
  while (clock.now < end) {
    while (waiting[0] !== undefined && waiting[0].at <= clock.now) {
      const [claim] = waiting.splice(0, 1)
      if (claim === undefined) break
      holders.push((await takeTestClaim(claim, node)).holder)
      events.push({ person: claim.email, issuer: claim.issuer, at: clock.now })
    }
    await turn()
    clock.now = new Date(clock.now.getTime() + hour / 2)
  }
  return { events, seen, holders }
}

/** The node's own API without a network between; whoever looks after a job finds that the node went on meanwhile. */
function clientOf({ app }: TestNode, key: string, turn: () => Promise<void>): AskNode {
  return async (method, path, body) => {
    if (method === 'GET') await turn()
    const payload = body === undefined ? {} : { payload: 'csv' in body ? body.csv : JSON.stringify(body.json) }
    const type = body === undefined ? {} : { 'content-type': 'csv' in body ? 'text/csv' : 'application/json' }
    const answer = await app.inject({ method, url: path, headers: { authorization: `Bearer ${key}`, ...type }, ...payload })
    if (answer.statusCode >= 400) throw new DemoError('demo/refused', `Cannot ${method} ${path}: ${answer.statusCode}`)
    return answer.json<Record<string, unknown>>()
  }
}
