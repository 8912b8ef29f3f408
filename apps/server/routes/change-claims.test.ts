import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { ClaimResult } from 'everlearned/exchange/claim'
import { nativeCryptography } from 'everlearned/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApiKey } from '../accounts/api-keys.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

let node: TestNode
let owner: TestOwner
let org: string
let files = 0

const achievement = { name: 'Welding I', description: 'Joins steel', criteria: 'Passed the test', achievementType: 'Certification', alignments: [] }

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  org = `/api/organisations/${owner.organisation.id}`
})

afterAll(() => node.close())

let jobId: string
let ids: readonly string[]

// Each test has three people of its own.
beforeEach(async () => {
  files += 1
  const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: achievement })).json()
  const payload = `Name,Email\r\n${[1, 2, 3].map((person) => `Person ${person},p${person}.${files}@example.org`).join('\r\n')}\r\n`
  const { id } = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload })).json()
  jobId = (await owner.request({ method: 'POST', url: `${org}/uploads/${id}/issue`, payload: { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false } })).json().id
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  ids = (await claimsOf(`job=${jobId}`)).map((claim) => claim.id)
  expect(ids).toHaveLength(3)
})

interface DeskClaim { readonly id: string; readonly link: string; readonly state: string; readonly suspendedAt: string | null; readonly suspendReason: string | null; readonly canSuspend: boolean }

async function claimsOf(query: string): Promise<DeskClaim[]> {
  return (await owner.request({ url: `${org}/claims?${query}` })).json().claims
}

function post(path: string, payload: object = {}) {
  return owner.request({ method: 'POST', url: `${org}/claims/${path}`, payload })
}

async function take(id: string): Promise<ClaimResult> {
  const token = await tokenOf(id)
  const key = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))
  const { challenge, domain } = (await node.app.inject({ method: 'POST', url: `/api/claims/${token}/challenge` })).json()
  const context = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: node.clock.now, cryptography: nativeCryptography }
  const presentation = await signPresentation({ holder: didKey(key.publicKey), challenge, domain }, context)
  return (await node.app.inject({ method: 'POST', url: `/api/claims/${token}`, payload: { presentation } })).json()
}

async function tokenOf(id: string): Promise<string> {
  return ((await owner.request({ url: `${org}/claims/${id}` })).json().link as string).split('/').at(-1) ?? ''
}

interface StatusFinding { readonly check: string; readonly outcome: string; readonly code?: string; readonly reason?: string; readonly entries?: readonly { readonly purpose?: string; readonly outcome: string }[] }

async function statusOf(document: string): Promise<StatusFinding | undefined> {
  const report = (await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: document })).json()
  return report.checks.find(({ check }: StatusFinding) => check === 'status')
}

const deliveredOf = async (id: string): Promise<string> =>
  (await node.context.database.selectFrom('claim').innerJoin('credential', 'credential.id', 'claim.delivery_credential_id').select('document').where('claim.id', '=', id).executeTakeFirstOrThrow()).document

/** What was issued before suspension was there. */
async function forgetSuspensions(id: string): Promise<void> {
  const { delivery_credential_id: delivery } = await node.context.database.selectFrom('claim').select('delivery_credential_id').where('id', '=', id).executeTakeFirstOrThrow()
  await node.context.database.updateTable('credential').set({ suspension_list_id: null, suspension_index: null }).where('id', '=', delivery).execute()
}

describe('suspending', () => {
  it('shows at once in the verdict on what its holder has, and resuming takes it away again', async () => {
    const [id = ''] = ids
    const { credential, documents } = await take(id)
    expect(Object.keys(documents)).toHaveLength(1)
    expect(await statusOf(credential)).toMatchObject({ outcome: 'passed' })
    expect((await post(`${id}/suspend`, { reason: 'under-review' })).statusCode).toBe(204)
    expect(await statusOf(credential)).toMatchObject({ outcome: 'failed', code: 'status/suspended', reason: 'Its issuer suspended it' })
    expect((await claimsOf(`job=${jobId}&state=suspended`))).toMatchObject([{ id, state: 'bound', suspendReason: 'under-review', suspendedAt: expect.any(String) }])
    expect((await post(`${id}/suspend`, { reason: 'other' })).statusCode).toBe(204)
    // The trail is told in the order of the clock.
    node.clock.now = new Date(node.clock.now.getTime() + 1_000)
    expect((await post(`${id}/resume`)).statusCode).toBe(204)
    expect(await statusOf(credential)).toMatchObject({ outcome: 'passed' })
    expect((await post(`${id}/resume`)).statusCode).toBe(204)
    const trail = await node.context.database.selectFrom('issuing_audit').select(['action', 'detail']).where('subject_id', '=', id).orderBy('id').execute()
    expect(trail).toEqual([{ action: 'claim-suspended', detail: 'under-review' }, { action: 'claim-resumed', detail: null }])
  })

  it('keeps a link that nobody used from being used, until it is resumed', async () => {
    const [id = ''] = ids
    const token = await tokenOf(id)
    const { challenge } = (await node.app.inject({ method: 'POST', url: `/api/claims/${token}/challenge` })).json()
    expect(challenge).toBeTypeOf('string')
    await post(`${id}/suspend`, { reason: 'requirement-lapsed' })
    const answers = [
      await node.app.inject({ url: `/api/claims/${token}` }), await node.app.inject({ method: 'POST', url: `/api/claims/${token}/challenge` }),
      await node.app.inject({ method: 'POST', url: `/api/claims/${token}`, payload: { presentation: {} } }), await post(`${id}/resend`),
    ]
    expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual(Array(4).fill([409, 'claim/suspended']))
    await post(`${id}/resume`)
    expect((await take(id)).credential).toBeTypeOf('string')
  })

  it('is refused for what was issued without a place in a list of suspensions, which can still be voided', async () => {
    const [id = '', other = ''] = ids
    await forgetSuspensions(id)
    expect((await claimsOf(`job=${jobId}`)).filter(({ canSuspend }) => !canSuspend)).toMatchObject([{ id }])
    const answer = await post(`${id}/suspend`, { reason: 'other' })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'claim/not-suspendable'])
    expect((await post('suspend', { ids: [id, other], reason: 'other' })).json()).toEqual({ changed: 1, unchanged: 0, refusedCount: 1, refused: [{ id, code: 'claim/not-suspendable' }] })
    expect((await post(`${id}/void`, { reason: 'other' })).statusCode).toBe(204)
    // Claiming makes a new credential, which has a place among suspensions.
    const [, , third = ''] = ids
    await forgetSuspensions(third)
    const { credential } = await take(third)
    expect((await post(`${third}/suspend`, { reason: 'other' })).statusCode).toBe(204)
    expect(await statusOf(credential)).toMatchObject({ code: 'status/suspended' })
  })

  it('of a voided claim is refused; what was suspended stays so, for good, when it is voided', async () => {
    const [id = ''] = ids
    const document = await deliveredOf(id)
    await post(`${id}/suspend`, { reason: 'other' })
    await post(`${id}/void`, { reason: 'issued-in-error' })
    expect(await statusOf(document)).toMatchObject({ outcome: 'failed', code: 'status/suspended' })
    for (const act of ['suspend', 'resume']) expect((await post(`${id}/${act}`, { reason: 'other' })).json().code).toBe('claim/not-open')
    expect((await claimsOf(`job=${jobId}&state=suspended`))).toEqual([])
    expect((await claimsOf(`job=${jobId}&state=voided`))).toMatchObject([{ id, suspendedAt: null, canSuspend: false }])
  })
})

describe('many at once', () => {
  it('are voided by their ids, and each list is signed once', async () => {
    const documents = await Promise.all(ids.map(deliveredOf))
    const signed: string[] = []
    const { openSigningKey } = node.context.organisationKeys
    const counting = { ...node.context, organisationKeys: { ...node.context.organisationKeys, openSigningKey: async (...of: Parameters<typeof openSigningKey>) => { signed.push(of[0]); return openSigningKey(...of) } } }
    const { changeClaims } = await import('../issuing/change-claims.ts')
    const acting = { actor: { organisationId: owner.organisation.id, id: 'account:test' }, context: counting }
    expect(await changeClaims({ ids: [...ids, ids[0] ?? '', 'nobody'] }, { act: 'void', reason: 'issued-in-error' }, acting)).toEqual({ changed: 3, unchanged: 0, refused: [{ id: 'nobody', code: 'claim/not-found' }] })
    expect(signed).toHaveLength(1)
    expect((await Promise.all(documents.map(statusOf))).map((finding) => finding?.code)).toEqual(Array(3).fill('status/suspended'))
    expect(await changeClaims({ ids }, { act: 'void', reason: 'other' }, acting)).toEqual({ changed: 0, unchanged: 3, refused: [] })
    expect(signed).toHaveLength(1)
  })

  it('are suspended and resumed by a search, when it still means as many as were seen', async () => {
    const search = { job: jobId }
    const late = await post('suspend', { search, count: 2, reason: 'under-review' })
    expect([late.statusCode, late.json().code]).toEqual([409, 'claim/selection-changed'])
    expect((await post('suspend', { search: { job: 'another' }, count: 3, reason: 'under-review' })).json().code).toBe('claim/selection-changed')
    expect((await owner.request({ url: `${org}/claims?job=${jobId}&limit=1` })).json()).toMatchObject({ found: 3 })
    expect((await post('suspend', { search, count: 3, reason: 'under-review' })).json()).toEqual({ changed: 3, unchanged: 0, refusedCount: 0, refused: [] })
    const documents = await Promise.all(ids.map(deliveredOf))
    expect((await Promise.all(documents.map(statusOf))).map((finding) => finding?.code)).toEqual(Array(3).fill('status/suspended'))
    expect((await post('resume', { search: { ...search, state: 'suspended' }, count: 3 })).json()).toMatchObject({ changed: 3 })
    expect((await Promise.all(documents.map(statusOf))).map((finding) => finding?.outcome)).toEqual(Array(3).fill('passed'))
  })

  it.each([
    ['no selection', { reason: 'other' }],
    ['both kinds of selection', { ids: ['a'], search: {}, count: 1, reason: 'other' }],
    ['a search without its number', { search: {}, reason: 'other' }],
    ['more than a thousand ids', { ids: Array.from({ length: 1_001 }, (_, at) => String(at)), reason: 'other' }],
    ['an unknown reason', { ids: ['a'], reason: 'because' }],
  ])('are refused with %s', async (_, body) => {
    expect((await post('void', body)).json().code).toBe('request/invalid')
  })

  it('may be changed by an API key of the organisation and by nobody else', async () => {
    const { key } = await createApiKey(owner.organisation.id, 'registry', node.context)
    const byKey = (url: string) => node.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${key}` }, payload: { ids, reason: 'other' } })
    expect((await byKey(`${org}/claims/suspend`)).json()).toMatchObject({ changed: 3 })
    const other = await addTestOwner(node, 'Other College')
    expect((await byKey(`/api/organisations/${other.organisation.id}/claims/resume`)).statusCode).toBe(404)
    const stranger = await other.request({ method: 'POST', url: `/api/organisations/${other.organisation.id}/claims/resume`, payload: { ids } })
    expect(stranger.json()).toEqual({ changed: 0, unchanged: 0, refusedCount: 3, refused: ids.map((id) => ({ id, code: 'claim/not-found' })) })
    expect((await node.app.inject({ method: 'POST', url: `${org}/claims/void`, payload: { ids, reason: 'other' } })).statusCode).toBe(401)
  })
})
