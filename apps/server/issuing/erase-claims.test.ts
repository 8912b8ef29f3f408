import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBitSet } from 'everlearned/status'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '../accounts/api-keys.ts'
import { exportNode } from '../export.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { createAchievement } from './achievements.ts'
import { reissueClaim, resendClaim } from './change-claim.ts'
import { searchClaims, type DeskClaim } from './claim-desk.ts'
import { startIssueJob } from './issue-jobs.ts'
import type { Acting } from './issuing-context.ts'
import { followedFolder } from '../network/followed-folder.ts'
import { ledgerFolder } from './node-log.ts'
import { showClaim } from './show-claim.ts'
import { takeTestClaim } from './take-test-claim.ts'
import { keepUpload } from './uploads.ts'
import { workOnJobs } from './worker.ts'

const people = 70
let node: TestNode
let owner: TestOwner
let acting: Acting
let achievements: readonly string[]
let jobId: string

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  acting = { actor: { organisationId: owner.organisation.id, id: 'account:test' }, context: node.context }
  const definition = { name: 'Certificate', description: 'Whole', criteria: 'Passed', achievementType: 'Certificate', validityMonths: 12, alignments: [] }
  achievements = [(await createAchievement(definition, acting.actor, node.context)).id, (await createAchievement(definition, acting.actor, node.context)).id]
  jobId = await issue(achievements[0] ?? '', Array.from({ length: people }, (_, index) => index))
  await issue(achievements[1] ?? '', [0])
})

afterAll(() => node.close())

const nameOf = (index: number): string => `Wilhelmina Quetzal${index}`
const emailOf = (index: number): string => `Quetzal.${index}@people.example`

async function issue(achievementId: string, indexes: readonly number[]): Promise<string> {
  const file = ['Name,Email,Narrative,Evidence', ...indexes.map((index) => `${nameOf(index)},${emailOf(index)},Sang of herons ${index},https://evidence.example/heron-${index}`)].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), acting.actor, node.context)
  const { id } = await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1, narrative: 2, evidenceUrl: 3 }, secondFactor: true }, acting)
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  return id
}

async function claimsOf(index: number, state: 'all' | 'voided' = 'all'): Promise<readonly DeskClaim[]> {
  return (await searchClaims({ text: emailOf(index), state, limit: 10 }, acting.actor.organisationId, node.context)).claims
}

async function claimOf(index: number): Promise<DeskClaim> {
  const claim = (await claimsOf(index)).find((found) => found.jobId === jobId)
  if (claim === undefined) throw new Error('no such claim')
  return claim
}

const erase = (id: string, payload: object = { reach: 'this', confirm: 'erase' }) => owner.request({ method: 'POST', url: `/api/organisations/${owner.organisation.id}/claims/${id}/erase`, payload })

/** Everything that the node holds, as text: every row of every table, and every file of its folder. */
async function everything(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ler-erased-'))
  await exportNode(join(folder, 'export'), { database: node.context.database, ledgerFolder: ledgerFolder(node.context), followedFolder: followedFolder(node.context.config) }, node.clock.now)
  return [folder, node.context.config.dataFolder].flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))).join('\n')
}

async function secretsOf({ id }: DeskClaim): Promise<readonly string[]> {
  const rows = await node.context.database.selectFrom('claim').innerJoin('credential', (join) => join.on((on) => on.or([on('credential.id', '=', on.ref('claim.delivery_credential_id')), on('credential.id', '=', on.ref('claim.bound_credential_id'))])))
    .innerJoin('commitment', 'commitment.credential_id', 'credential.id')
    .select(['claim.token_hash', 'claim.holder_did', 'claim.sealed_token', 'credential.credential_id', 'commitment.nonce', 'commitment.commitment']).where('claim.id', '=', id).execute()
  return rows.flatMap((row) => [row.token_hash.toString('hex'), row.sealed_token, row.credential_id, row.nonce.toString('hex'), row.commitment.toString('hex'), ...(row.holder_did === null ? [] : [row.holder_did])])
}

describe('eraseClaims()', () => {
  it('leaves no word of a person in any table, file or mail, and says what else is there for the address', async () => {
    const claim = await claimOf(0)
    await resendClaim(claim.id, acting)
    await resendClaim(claim.id, acting)
    await takeTestClaim(claim, node)
    const secrets = await secretsOf(claim)
    const before = await everything()
    const personal = [nameOf(0), emailOf(0), 'Sang of herons 0', 'heron-0', ...secrets]
    expect(personal.filter((text) => !before.includes(text))).toEqual([])
    expect(before.split('To: ').filter((text) => text.startsWith(emailOf(0)))).toHaveLength(2)

    expect((await erase(claim.id)).json()).toEqual({ erased: 1, others: 1 })
    const [other] = await claimsOf(0)
    expect((await erase(other?.id ?? '')).json()).toEqual({ erased: 1, others: 0 })
    const after = await everything()
    // The leaf itself stays where it was, among the others: hex of a whole batch.
    const leaves = (await node.context.database.selectFrom('ledger_batch').select('leaves').execute()).map((batch) => batch.leaves.toString('hex')).join()
    expect(personal.filter((text) => after.includes(text) && !leaves.includes(text))).toEqual([])
    expect(after).toContain(emailOf(1).toLowerCase())
  })

  it('keeps the leaf on the log and every count, and no row says any more which leaf it was', async () => {
    const claim = await claimOf(2)
    const counts = async () => {
      const { batched, issued } = (await owner.request({ url: `/api/organisations/${owner.organisation.id}/jobs/${jobId}` })).json<{ batched: number; issued: number }>()
      return { batched, issued, leaves: (await node.context.database.selectFrom('ledger_batch').select('leaves').execute()).map(({ leaves }) => leaves.toString('hex')) }
    }
    const { delivery } = await node.context.database.selectFrom('claim').select('delivery_credential_id as delivery').where('id', '=', claim.id).executeTakeFirstOrThrow()
    const commitmentOf = () => node.context.database.selectFrom('commitment').select(['commitment', 'nonce', 'position', 'batch_id']).where('credential_id', '=', delivery).executeTakeFirstOrThrow()
    const [before, own] = [await counts(), await commitmentOf()]
    expect(before).toMatchObject({ batched: people, issued: people })
    expect(before.leaves.join().includes(own.commitment.toString('hex'))).toBe(true)
    await erase(claim.id)
    expect(await counts()).toEqual(before)
    const erased = await commitmentOf()
    expect(erased).toMatchObject({ position: null, batch_id: own.batch_id })
    expect(before.leaves.join().includes(erased.commitment.toString('hex'))).toBe(false)
    const { counts: desk } = await searchClaims({ state: 'all', limit: 1 }, acting.actor.organisationId, node.context)
    expect(desk.unclaimed + desk.bound + desk.voided).toBe(people + 1)
  })

  it('revokes what stands, for good: the link is dead and nothing can be issued anew', async () => {
    const claim = await claimOf(3)
    const { delivery } = await node.context.database.selectFrom('claim').select('delivery_credential_id as delivery').where('id', '=', claim.id).executeTakeFirstOrThrow()
    await erase(claim.id)
    const { status_list_id: list, status_index: index } = await node.context.database.selectFrom('credential').select(['status_list_id', 'status_index']).where('id', '=', delivery).executeTakeFirstOrThrow()
    const { bits } = await node.context.database.selectFrom('status_list').select('bits').where('id', '=', list).executeTakeFirstOrThrow()
    expect(isBitSet(bits, index)).toBe(true)
    await expect(showClaim(claim.link?.split('/').at(-1) ?? '', node.context)).rejects.toMatchObject({ code: 'claim/not-found' })
    await expect(reissueClaim(claim.id, {}, acting)).rejects.toMatchObject({ code: 'claim/erased' })
    expect((await erase(claim.id)).json()).toMatchObject({ status: 410, code: 'claim/erased' })
    expect((await owner.request({ url: `/api/organisations/${owner.organisation.id}/claims/${claim.id}` })).json()).toMatchObject({ name: '', email: '', link: null, state: 'voided', erasedAt: node.clock.now.toISOString() })
  })

  it('erases all that is for one address at once, whatever its letters\' case, and nobody else', async () => {
    const claim = await claimOf(4)
    await reissueClaim(claim.id, { email: emailOf(4).toUpperCase() }, acting)
    expect((await erase(claim.id, { reach: 'address', confirm: 'erase' })).json()).toEqual({ erased: 2, others: 0 })
    expect(await claimsOf(4)).toEqual([])
    expect(await claimsOf(5)).toHaveLength(1)
    expect(await claimsOf(40)).toHaveLength(1)
  })

  it('seals as random bytes what waited for the shared batch', async () => {
    const reissued = await reissueClaim((await claimOf(6)).id, {}, acting)
    const [waiting] = await secretsOf({ ...await claimOf(6), id: reissued })
    expect((await erase(reissued)).statusCode).toBe(200)
    const pool = await node.context.database.selectFrom('commitment').select('commitment').where('batch_id', 'is', null).where('pooled_at', 'is not', null).execute()
    expect(pool.length).toBeGreaterThan(0)
    expect(pool.map(({ commitment }) => commitment.toString('hex'))).not.toContain(waiting)
  })

  it('refuses while a mail is going out, without the word that confirms it, and to a program\'s key', async () => {
    const claim = await claimOf(7)
    await resendClaim(claim.id, acting)
    await node.context.database.updateTable('claim_mail').set({ state: 'sending' }).where('claim_id', '=', claim.id).execute()
    expect((await erase(claim.id)).json()).toMatchObject({ status: 409, code: 'mail/under-way' })
    expect((await erase(claim.id, { reach: 'this' })).statusCode).toBe(400)
    const { key } = await createApiKey(owner.organisation.id, 'program', node.context)
    const answer = await node.app.inject({ method: 'POST', url: `/api/organisations/${owner.organisation.id}/claims/${claim.id}/erase`, headers: { authorization: `Bearer ${key}` }, payload: { reach: 'this', confirm: 'erase' } })
    expect(answer.statusCode).toBe(403)
    expect(await claimsOf(7)).toMatchObject([{ name: nameOf(7) }])
  })

  it('writes down who erased, and not whom', async () => {
    const trail = await node.context.database.selectFrom('issuing_audit').selectAll().where('action', '=', 'claim-erased').execute()
    expect(trail.length).toBeGreaterThan(4)
    expect(JSON.stringify(trail)).not.toMatch(/quetzal/i)
  })

  it('does not know a claim of another organisation', async () => {
    const other = await addTestOwner(node, 'Another College')
    const { id } = await claimOf(8)
    const answer = await other.request({ method: 'POST', url: `/api/organisations/${other.organisation.id}/claims/${id}/erase`, payload: { reach: 'this', confirm: 'erase' } })
    expect(answer.json()).toMatchObject({ status: 404, code: 'claim/not-found' })
  })
})
