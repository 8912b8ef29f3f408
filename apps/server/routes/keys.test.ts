import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '../accounts/api-keys.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

interface Key { readonly id: string; readonly keyType: string; readonly multikey: string; readonly retiredAt: string | null }

const proof = { passphrase: 'four brass kettles sing' }

let node: TestNode
let owner: TestOwner
let org: string
let files = 0

beforeAll(async () => {
  node = await openTestNode({ rehearsal: false, publicBaseUrl: 'https://node.example', walletBaseUrl: 'https://wallet.example' })
  owner = await addTestOwner(node)
  org = `/api/organisations/${owner.organisation.id}`
})

afterAll(() => node.close())

async function issueOne(): Promise<{ readonly document: string; readonly id: string }> {
  files += 1
  const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: { name: 'Welding I', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', alignments: [] } })).json()
  const { id: upload } = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: `Name,Email\r\nSofia,s${files}@example.org\r\n` })).json()
  await owner.request({ method: 'POST', url: `${org}/uploads/${upload}/issue`, payload: { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false } })
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  return node.context.database.selectFrom('claim').innerJoin('credential', 'credential.id', 'claim.delivery_credential_id').select(['credential.document', 'claim.id']).orderBy('claim.id', 'desc').executeTakeFirstOrThrow()
}

const keys = async (): Promise<readonly Key[]> => (await owner.request({ url: `${org}/keys` })).json().keys

const rotate = (payload: object) => owner.request({ method: 'POST', url: `${org}/keys/rotate`, payload })

async function verdictOn(document: string): Promise<{ readonly integrity: string; readonly accepted: string; readonly checks: readonly { readonly check: string; readonly outcome: string; readonly code?: string }[] }> {
  return (await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: document })).json()
}

const keyThatSigned = (document: string): string => (JSON.parse(document).proof.verificationMethod as string).split('#')[1] ?? ''

describe('new signing keys', () => {
  it('sign from now on; what the old one signed still verifies and can still be revoked', async () => {
    const [first] = await keys()
    const before = await issueOne()
    expect(keyThatSigned(before.document)).toBe(first?.multikey)
    node.clock.now = new Date(node.clock.now.getTime() + 60_000)
    const answer = await rotate({ proof })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ canRotate: true, keys: [{ keyType: 'Ed25519', retiredAt: null }, { id: first?.id, retiredAt: node.clock.now.toISOString() }] })
    const [second] = await keys()
    const after = await issueOne()
    expect(keyThatSigned(after.document)).toBe(second?.multikey)
    for (const { document } of [before, after]) expect(await verdictOn(document)).toMatchObject({ integrity: 'passed', accepted: 'yes' })
    await owner.request({ method: 'POST', url: `${org}/claims/${before.id}/void`, payload: { reason: 'other' } })
    expect((await verdictOn(before.document)).checks.find(({ check }) => check === 'status')).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    expect((await verdictOn(after.document)).integrity).toBe('passed')
    const document = (await node.app.inject({ url: `/orgs/${owner.organisation.slug}/did.json` })).json()
    expect(document.assertionMethod).toHaveLength(2)
  })

  it('are made of each kind that is in use, once for each time that it is asked', async () => {
    await node.context.organisationKeys.openSigningKey(owner.organisation.id, 'P-256')
    await rotate({ proof })
    const signing = (await keys()).filter(({ retiredAt }) => retiredAt === null)
    expect(signing.map(({ keyType }) => keyType).toSorted()).toEqual(['Ed25519', 'P-256'])
    expect(await node.context.database.selectFrom('issuing_audit').select('action').where('action', '=', 'organisation-key-rotated').execute()).toHaveLength(2)
  })

  it('are made for nobody who does not prove who they are, and for no program', async () => {
    const before = await keys()
    expect((await rotate({ proof: {} })).json().code).toBe('account/proof-missing')
    expect((await rotate({ proof: { passphrase: 'a wrong one entirely' } })).json().code).toBe('account/proof-wrong')
    const { key } = await createApiKey(owner.organisation.id, 'registry', node.context)
    const byKey = await node.app.inject({ method: 'POST', url: `${org}/keys/rotate`, headers: { authorization: `Bearer ${key}` }, payload: { proof } })
    expect([byKey.statusCode, byKey.json().code]).toEqual([403, 'access/session-required'])
    expect(await keys()).toEqual(before)
    expect(JSON.stringify(before)).not.toContain('sealed')
  })

  it('are refused in rehearsal, where the key is the identity', async () => {
    const rehearsal = await openTestNode()
    const other = await addTestOwner(rehearsal)
    const url = `/api/organisations/${other.organisation.id}/keys`
    expect((await other.request({ url })).json()).toMatchObject({ canRotate: false, keys: [{ retiredAt: null }] })
    const answer = await other.request({ method: 'POST', url: `${url}/rotate`, payload: { proof } })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'organisation/key-is-identity'])
    await rehearsal.close()
  })
})
