import { auditLog } from 'everlearned/ledger'
import { folderLogReader, nativeCryptography } from 'everlearned/node'
import { suggestMapping } from 'everlearned/issuer'
import { decodeMultibase, parseCsv } from 'everlearned/encoding'
import { verifyLedgerProof } from 'everlearned/trust'
import { createKeyResolver, verifyProofs } from 'everlearned/credential'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { createAchievement } from './achievements.ts'
import { listJobErrors, loadIssueJob, startIssueJob } from './issue-jobs.ts'
import type { Actor } from './issuing-context.ts'
import { ledgerProofFor } from './ledger-proofs.ts'
import { ledgerFolder } from './node-log.ts'
import { recordBatches } from './record-batches.ts'
import { sealPool } from './seal-commitments.ts'
import { keepUpload } from './uploads.ts'
import { workOnJobs } from './worker.ts'

let node: TestNode
let owner: TestOwner
let actor: Actor
const definition = { name: 'Welding I', description: 'Joins steel', criteria: 'Passed the test', achievementType: 'Certificate', validityMonths: null, alignments: [] }
const never = (): boolean => false

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  actor = { organisationId: owner.organisation.id, id: 'account:test' }
})

afterAll(() => node.close())

function graduates(count: number, domain: string): Uint8Array {
  const lines = Array.from({ length: count }, (_, index) => `Ana ${index},López,graduate-${index}@${domain},2026-05-01`)
  return new TextEncoder().encode(`First Name,Last Name,Email,Issued at\r\n${lines.join('\r\n')}\r\n`)
}

async function start(bytes: Uint8Array): Promise<string> {
  const { id: achievementId } = await createAchievement(definition, actor, node.context)
  return startFor(achievementId, bytes)
}

async function startFor(achievementId: string, bytes: Uint8Array): Promise<string> {
  const upload = await keepUpload(bytes, actor, node.context)
  const order = { achievementId, mapping: suggestMapping(parseCsv(bytes).header), secondFactor: false }
  return (await startIssueJob(upload.id, order, { actor, context: node.context })).id
}

async function count(table: 'credential' | 'commitment' | 'claim', jobId: string): Promise<number> {
  const { count: found } = await node.context.database.selectFrom(table).select((of) => of.fn.countAll<string>().as('count')).where('job_id', '=', jobId).executeTakeFirstOrThrow()
  return Number(found)
}

describe('an issue job', () => {
  it('signs each row, records it in a batch of its own and proves it offline', async () => {
    const id = await start(graduates(150, 'a.example'))
    await workOnJobs('w', { context: node.context, isStopping: never })
    expect(await loadIssueJob(id, actor.organisationId, node.context)).toMatchObject({ state: 'done', total: 150, issued: 150, refused: 0, batched: 150 })
    const row = await node.context.database.selectFrom('credential').selectAll().where('job_id', '=', id).orderBy('line', 'desc').executeTakeFirstOrThrow()
    const credential = JSON.parse(row.document)
    const [finding] = await verifyProofs(credential, { resolveKey: createKeyResolver({}), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: node.clock.now })
    expect(finding?.outcome).toBe('passed')
    expect(row.document).not.toContain('a.example')
    const proof = await ledgerProofFor(row.id, node.context)
    const proofBytes = decodeMultibase(credential.proof.proofValue, 'z')
    expect(await verifyLedgerProof(proof, { proofBytes, issuer: owner.organisation.did, logs: [node.context.ledger.verifierKey], cryptography: nativeCryptography }))
      .toMatchObject({ outcome: 'passed', recordedIn: { issuer: owner.organisation.did } })
    const batch = await node.context.database.selectFrom('ledger_batch').selectAll().where('job_id', '=', id).executeTakeFirstOrThrow()
    expect(batch).toMatchObject({ real_count: 150, leaf_count: 256, state: 'recorded' })
  })

  it('is the same job however often the same file is asked for the same achievement', async () => {
    const { id: achievementId } = await createAchievement(definition, actor, node.context)
    const first = await startFor(achievementId, graduates(3, 'same.example'))
    await workOnJobs('w', { context: node.context, isStopping: never })
    expect(await startFor(achievementId, graduates(3, 'same.example'))).toBe(first)
    await workOnJobs('w', { context: node.context, isStopping: never })
    expect(await count('credential', first)).toBe(3)
  })

  it('goes on after a stop, and two workers at once issue nothing twice', async () => {
    const id = await start(graduates(350, 'b.example'))
    let chunks = 0
    await workOnJobs('first', { context: node.context, isStopping: () => (chunks += 1) > 3 })
    expect(await count('credential', id)).toBe(200)
    await Promise.all(['second', 'third'].map((worker) => workOnJobs(worker, { context: node.context, isStopping: never })))
    node.clock.now = new Date(node.clock.now.getTime() + 60_000)
    await workOnJobs('fourth', { context: node.context, isStopping: never })
    expect(await loadIssueJob(id, actor.organisationId, node.context)).toMatchObject({ state: 'done', issued: 350, batched: 350 })
    expect([await count('credential', id), await count('commitment', id), await count('claim', id)]).toEqual([350, 350, 350])
  })

  it('leaves the writing to the worker that has the lease', async () => {
    const id = await start(graduates(120, 'lease.example'))
    const { takeIssueJob, runIssueJob } = await import('./run-issue-job.ts')
    const slow = await takeIssueJob('slow', node.context)
    if (slow === undefined) throw new Error('no job')
    node.clock.now = new Date(node.clock.now.getTime() + 60_000)
    await workOnJobs('quick', { context: node.context, isStopping: never })
    await expect(runIssueJob(slow, { context: node.context, isStopping: never })).rejects.toMatchObject({ code: 'job/lease-lost' })
    expect(await count('credential', id)).toBe(120)
  })

  it('names each bad row with its line and issues the good ones, whatever wrote the file', async () => {
    const text = [
      'Vorname;Nachname;E-Mail;Issued at;Narrative',
      'Jörg;Müller;joerg@example.org;2026-05-01;"two', 'lines"',
      'Eve;Smith;eve.example.org;2026-05-01;',
      'Ann;Other;ann@example.org;2026-02-31;',
      '=HYPERLINK("http://evil.example");X;x@example.org;2026-05-01;',
      'Jörg;Müller;JOERG@example.org;2026-05-01;',
      'Zoë;Ok;zoe@example.org;2026-05-02;',
    ].join('\r\n')
    const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const { id: achievementId } = await createAchievement(definition, actor, node.context)
    const upload = await keepUpload(latin1, actor, node.context)
    const mapping = { firstName: 0, lastName: 1, email: 2, awardedOn: 3, narrative: 4 }
    const { id } = await startIssueJob(upload.id, { achievementId, mapping, secondFactor: true }, { actor, context: node.context })
    await workOnJobs('w', { context: node.context, isStopping: never })
    expect(await loadIssueJob(id, actor.organisationId, node.context)).toMatchObject({ state: 'done', total: 6, issued: 2, refused: 4 })
    expect((await listJobErrors(id, actor.organisationId, node.context)).map(({ line, code }) => [line, code])).toEqual([
      [4, 'row/email-malformed'], [5, 'row/date-impossible'], [6, 'row/formula'], [7, 'row/duplicate'],
    ])
  })

  it('asks for the order of day and month and issues nothing meanwhile', async () => {
    const bytes = new TextEncoder().encode('Name,Email,Issued at\nAna,ana@example.org,04/05/2026\n')
    await expect(start(bytes)).rejects.toMatchObject({ code: 'job/date-order-needed' })
  })

  it('with few rows waits for company in the shared batch, at most a day', async () => {
    const { database } = node.context
    const before = await database.selectFrom('commitment').select('credential_id').where('batch_id', 'is', null).execute()
    expect(before.length).toBeGreaterThan(0)
    expect(await sealPool(node.context)).toBe(false)
    node.clock.now = new Date(node.clock.now.getTime() + 25 * 3_600_000)
    expect(await sealPool(node.context)).toBe(true)
    expect(await recordBatches(node.context)).toBe(1)
    expect(await database.selectFrom('commitment').select('credential_id').where('batch_id', 'is', null).execute()).toEqual([])
    const batch = await database.selectFrom('ledger_batch').selectAll().where('organisation_id', 'is', null).executeTakeFirstOrThrow()
    expect(batch).toMatchObject({ leaf_count: 64, state: 'recorded', real_count: before.length })
  })

  it('appends a batch once, also when the crash came between the log and the database', async () => {
    const { database, ledger } = node.context
    const size = ledger.checkpoint.size
    await database.updateTable('ledger_batch').set({ state: 'sealed', log_index: null }).execute()
    await recordBatches(node.context)
    expect(ledger.checkpoint.size).toBe(size)
    const rows = await database.selectFrom('ledger_batch').select('log_index').execute()
    expect(new Set(rows.map(({ log_index: index }) => index)).size).toBe(rows.length)
    const report = await auditLog(folderLogReader(ledgerFolder(node.context)), { cryptography: nativeCryptography, verifierKey: ledger.verifierKey, checkEntry: () => undefined })
    expect(report).toMatchObject({ size, findings: [] })
  })
})
