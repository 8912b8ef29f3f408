import { demoCsv, type DemoIssue } from './network.ts'
import { type AskNode, DemoError } from './node-client.ts'

/** A claim link as the desk shows it, and whom it is for. */
export interface IssuedClaim {
  readonly email: string
  readonly link: string
}

const pollMilliseconds = 200
const maxPolls = 600

/** Issues one file through the API, the way a registrar's program would, and waits until its credentials are on the ledger or in the pool. */
export async function issueFile(issue: DemoIssue, organisationId: string, ask: AskNode): Promise<readonly IssuedClaim[]> {
  const organisation = `/api/organisations/${organisationId}`
  const achievement = await ask('POST', `${organisation}/achievements`, { json: issue.achievement })
  const upload = await ask('POST', `${organisation}/uploads`, { csv: demoCsv(issue) })
  const columns = upload['columns'] as readonly { readonly index: number; readonly suggested: string | null }[]
  const mapping = Object.fromEntries(columns.flatMap(({ index, suggested }) => (suggested === null ? [] : [[suggested, index]])))
  const job = await ask('POST', `${organisation}/uploads/${String(upload['id'])}/issue`, { json: { achievementId: achievement['id'], mapping, secondFactor: false } })
  await untilDone(`${organisation}/jobs/${String(job['id'])}`, ask)
  const { claims } = (await ask('GET', `${organisation}/claims?job=${String(job['id'])}&state=all&limit=100`)) as { readonly claims?: readonly IssuedClaim[] }
  return claims ?? []
}

async function untilDone(path: string, ask: AskNode): Promise<void> {
  for (let poll = 0; poll < maxPolls; poll += 1) {
    const { state } = await ask('GET', path)
    if (state === 'done') return
    if (state === 'failed') throw new DemoError('demo/job-failed', 'Cannot fill node: an issue job failed')
    await new Promise((done) => setTimeout(done, pollMilliseconds))
  }
  throw new DemoError('demo/job-slow', 'Cannot fill node: an issue job did not end within two minutes')
}
