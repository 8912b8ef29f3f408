import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { createAchievement } from './achievements.ts'
import { loadIssueJob, startIssueJob } from './issue-jobs.ts'
import type { Actor } from './issuing-context.ts'
import { sweepUploads } from './sweep-uploads.ts'
import { keepUpload, loadUpload } from './uploads.ts'
import { workOnJobs } from './worker.ts'

let node: TestNode
let actor: Actor
let achievementId: string

beforeAll(async () => {
  node = await openTestNode({ uploadDays: 30 })
  actor = { organisationId: (await addTestOwner(node)).organisation.id, id: 'account:test' }
  const definition = { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', validityMonths: null, alignments: [] }
  achievementId = (await createAchievement(definition, actor, node.context)).id
})

afterAll(() => node.close())

const file = (domain: string): Uint8Array => new TextEncoder().encode(`Name,Email\nAna,ana@${domain}\n`)
const days = (count: number): void => {
  node.clock.now = new Date(node.clock.now.getTime() + count * 86_400_000)
}
const start = async (uploadId: string): Promise<string> => (await startIssueJob(uploadId, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false }, { actor, context: node.context })).id
const run = (): Promise<void> => workOnJobs('w', { context: node.context, isStopping: () => false })
const bytesOf = (id: string): Promise<Uint8Array | string> => loadUpload(id, actor.organisationId, node.context).then(({ content }) => content, ({ code }: { code: string }) => code)

describe('sweepUploads()', () => {
  it('keeps the bytes until their days are over, then deletes them and keeps the hash', async () => {
    const { id, sha256 } = await keepUpload(file('a.example'), actor, node.context)
    const jobId = await start(id)
    await run()
    const endsAt = new Date(node.clock.now.getTime() + 30 * 86_400_000)
    expect(await loadIssueJob(jobId, actor.organisationId, node.context)).toMatchObject({ fileEndsAt: endsAt, isFileDeleted: false })
    days(29)
    await sweepUploads(node.context)
    expect(await bytesOf(id)).toBeInstanceOf(Uint8Array)
    days(1)
    await sweepUploads(node.context)
    expect(await bytesOf(id)).toBe('upload/not-found')
    const row = await node.context.database.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ sha256, content: null, deleted_at: node.clock.now })
    expect(await loadIssueJob(jobId, actor.organisationId, node.context)).toMatchObject({ issued: 1, fileEndsAt: node.clock.now, isFileDeleted: true })
  })

  it('lets the same file be brought again: it is the same job, and its days begin anew', async () => {
    const first = await keepUpload(file('b.example'), actor, node.context)
    const jobId = await start(first.id)
    await run()
    days(31)
    await sweepUploads(node.context)
    const again = await keepUpload(file('b.example'), actor, node.context)
    expect(again.id).toBe(first.id)
    await sweepUploads(node.context)
    expect(await start(again.id)).toBe(jobId)
    await run()
    const { count } = await node.context.database.selectFrom('credential').select((of) => of.fn.countAll<string>().as('count')).where('job_id', '=', jobId).executeTakeFirstOrThrow()
    expect(count).toBe('1')
    days(31)
    await sweepUploads(node.context)
    expect(await bytesOf(again.id)).toBe('upload/not-found')
  })

  it('deletes what was brought and never issued', async () => {
    const { id } = await keepUpload(file('never.example'), actor, node.context)
    days(30)
    await sweepUploads(node.context)
    expect(await bytesOf(id)).toBe('upload/not-found')
  })

  it('touches nothing that a job still needs, however long it takes', async () => {
    const { id } = await keepUpload(file('slow.example'), actor, node.context)
    const jobId = await start(id)
    days(90)
    await sweepUploads(node.context)
    await run()
    expect(await loadIssueJob(jobId, actor.organisationId, node.context)).toMatchObject({ state: 'done', issued: 1 })
  })

  it('a job whose file went in the same instant stops with that reason, and goes on when the file is brought again', async () => {
    const { id } = await keepUpload(file('race.example'), actor, node.context)
    const jobId = await start(id)
    await node.context.database.updateTable('upload').set({ content: null, deleted_at: node.clock.now }).where('id', '=', id).execute()
    await run()
    expect(await loadIssueJob(jobId, actor.organisationId, node.context)).toMatchObject({ state: 'failed', failureCode: 'upload/not-found', issued: 0 })
    expect(await start((await keepUpload(file('race.example'), actor, node.context)).id)).toBe(jobId)
    await run()
    expect(await loadIssueJob(jobId, actor.organisationId, node.context)).toMatchObject({ state: 'done', issued: 1 })
  })
})
