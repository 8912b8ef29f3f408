import { webCryptography } from 'everlearned/crypto'
import { encodeUtf8 } from 'everlearned/encoding'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { claimCredential, createMemoryWalletStorage, deriveWalletKeys, fetchClaimOffer, makeBundle, type Fetch } from 'everlearned/holder'
import { nativeCryptography } from 'everlearned/node'
import { verify } from 'everlearned/verifier'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAchievement } from '../issuing/achievements.ts'
import { searchClaims } from '../issuing/claim-desk.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import { keepUpload } from '../issuing/uploads.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { listIssuers } from './organisation-keys.ts'
import { openBbsKey } from './organisation-bbs-key.ts'
import { listOrganisationKeys, rotateOrganisationKeys } from './rotate-keys.ts'

let node: TestNode
let owner: TestOwner

beforeAll(async () => {
  node = await openTestNode({ rehearsal: false, publicBaseUrl: 'https://node.example', walletBaseUrl: 'https://wallet.example' })
  owner = await addTestOwner(node)
})

afterAll(() => node.close())

const fetch: Fetch = async (url, init) => {
  const { body } = init ?? {}
  const options: InjectOptions = { url: new URL(url).pathname, method: (init?.method ?? 'GET') as 'GET', headers: Object.fromEntries(new Headers(init?.headers)), ...(typeof body === 'string' ? { payload: body } : {}) }
  const answer = await node.app.inject(options)
  return new Response(answer.body, { status: answer.statusCode, headers: { 'content-type': String(answer.headers['content-type']) } })
}

describe('the key for copies that cannot be linked', () => {
  it('is made once, when first needed, however many need it at once', async () => {
    const [first, second] = await Promise.all([openBbsKey(owner.organisation.id, node.context), openBbsKey(owner.organisation.id, node.context)])
    expect(first?.verificationMethod).toBe(second?.verificationMethod)
    expect(first?.did).toBe(owner.organisation.did)
    const keys = await listOrganisationKeys(owner.organisation.id, node.context)
    expect(keys.filter(({ keyType }) => keyType === 'BLS12-381')).toHaveLength(1)
  }, 60_000)

  it('is in the organisation’s DID document, by which both other kinds of copy verify as well', async () => {
    const actor = { organisationId: owner.organisation.id, id: 'account:test' }
    const { id: achievementId } = await createAchievement({ name: 'Bachelor of Science', description: 'Four years', criteria: 'Forty courses', achievementType: 'BachelorDegree', validityMonths: null, alignments: [] }, actor, node.context)
    const upload = await keepUpload(encodeUtf8('Name,Email,Date\nSofia López,sofia@example.org,1987-05-12\n'), actor, node.context)
    await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2 }, secondFactor: false }, { actor, context: node.context })
    await workOnJobs('test', { context: node.context, isStopping: () => false })
    const { claims: [claim] } = await searchClaims({ state: 'all', limit: 10 }, actor.organisationId, node.context)
    const link = parseClaimLink(claim?.link ?? '')
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(1)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now: node.clock.now }
    const record = await claimCredential({ link, offer: await fetchClaimOffer(link, fetch) }, wallet)
    const documents = { [owner.organisation.did]: (await node.app.inject({ url: `/orgs/${owner.organisation.slug}/did.json` })).json() as unknown }
    for (const form of ['dc+sd-jwt', 'bbs-2023'] as const) {
      const bundle = await makeBundle(record, wallet, { facts: ['description'], form })
      expect(bundle).not.toContain('1987')
      const verdict = await verify(encodeUtf8(bundle), { cryptography: nativeCryptography, now: node.clock.now, documents, trust: { policy: 'known-issuer', issuers: await listIssuers(node.context), logs: [] } })
      expect(verdict).toMatchObject({ integrity: 'passed', accepted: 'yes', reports: [{ issuer: { id: owner.organisation.did } }] })
    }
  }, 60_000)

  it('is retired with the others, and another is made when one is needed', async () => {
    const before = await openBbsKey(owner.organisation.id, node.context)
    await rotateOrganisationKeys({ organisationId: owner.organisation.id, id: 'account:test' }, node.context)
    const after = await openBbsKey(owner.organisation.id, node.context)
    expect(after.verificationMethod).not.toBe(before.verificationMethod)
    expect(after.did).toBe(before.did)
  }, 60_000)

  it('is refused for an organisation that there is none of', async () => {
    await expect(openBbsKey('00000000-0000-7000-8000-000000000000', node.context)).rejects.toMatchObject({ code: 'organisation/not-found' })
  })
})
