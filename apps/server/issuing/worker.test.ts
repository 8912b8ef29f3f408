import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { createAchievement } from './achievements.ts'
import { loadIssueJob, startIssueJob, type IssueJob } from './issue-jobs.ts'
import type { Actor } from './issuing-context.ts'
import { keepShare } from './shares.ts'
import { keepUpload } from './uploads.ts'
import { startIssuingWorker } from './worker.ts'

let node: TestNode
let actor: Actor

beforeAll(async () => {
  node = await openTestNode()
  actor = { organisationId: (await addTestOwner(node)).organisation.id, id: 'account:test' }
})

afterAll(() => node.close())

async function startJob(count: number, domain: string): Promise<string> {
  const definition = { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', validityMonths: null, alignments: [] }
  const { id: achievementId } = await createAchievement(definition, actor, node.context)
  const file = ['Name,Email', ...Array.from({ length: count }, (_, index) => `Graduate ${index},g${index}@${domain}`)].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), actor, node.context)
  return (await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false }, { actor, context: node.context })).id
}

async function until(id: string, isReached: (job: IssueJob) => boolean): Promise<IssueJob> {
  for (;;) {
    const job = await loadIssueJob(id, actor.organisationId, node.context)
    if (isReached(job)) return job
    await new Promise((done) => setTimeout(done, 10))
  }
}

describe('startIssuingWorker()', () => {
  it('finds a job by itself, records what it sealed, and sweeps what has expired', async () => {
    const share = await keepShare({ ciphertext: new Uint8Array(3), expiresAt: new Date(node.clock.now.getTime() + 1_000) }, node.context)
    node.clock.now = new Date(node.clock.now.getTime() + 2_000)
    const worker = startIssuingWorker(node.context)
    const job = await until(await startJob(70, 'a.example'), ({ batched }) => batched === 70)
    expect(job).toMatchObject({ state: 'done', issued: 70 })
    await worker.stop()
    expect(await node.context.database.selectFrom('share').select('id').where('id', '=', share.id).execute()).toEqual([])
  })

  it('stops after the chunk at hand and leaves the rest to the next one, at once', async () => {
    const worker = startIssuingWorker(node.context)
    const id = await startJob(1_000, 'b.example')
    worker.wake()
    await until(id, ({ issued }) => issued >= 100)
    await worker.stop()
    const stopped = await loadIssueJob(id, actor.organisationId, node.context)
    expect(stopped.state).toBe('running')
    expect(stopped.issued % 100).toBe(0)
    const next = startIssuingWorker(node.context)
    expect(await until(id, ({ batched }) => batched === 1_000)).toMatchObject({ state: 'done', issued: 1_000 })
    await next.stop()
  })

  it('goes on after a fault and tells it without a word of data', async () => {
    const lines: unknown[] = []
    const { judgedLog } = node.context
    const submit = (): Promise<never> => Promise.reject(new Error('g0@c.example'))
    const broken = { ...node.context, judgedLog: new Proxy(judgedLog, { get: (target, name) => (name === 'submit' ? submit : Reflect.get(target, name, target)) }) }
    const worker = startIssuingWorker(broken, { error: (line: unknown) => void lines.push(line), info: () => undefined })
    const id = await startJob(70, 'c.example')
    await until(id, ({ state }) => state === 'done')
    await new Promise((done) => setTimeout(done, 100))
    await worker.stop()
    expect(lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(lines)).not.toContain('c.example')
    expect((await loadIssueJob(id, actor.organisationId, node.context)).batched).toBe(0)
    const healthy = startIssuingWorker(node.context)
    expect(await until(id, ({ batched }) => batched === 70)).toMatchObject({ state: 'done' })
    await healthy.stop()
  })
})
