import { webCryptography } from 'everlearned/crypto'
import { encodeUtf8 } from 'everlearned/encoding'
import { parseClaimLink } from 'everlearned/exchange/claim'
import {
  claimCredential, createMemoryWalletStorage, deriveWalletKeys, endShare, fetchClaimOffer, fetchShare, makeBundle, makeShare, refreshLedgerProof, type Fetch,
} from 'everlearned/holder'
import { nativeCryptography } from 'everlearned/node'
import { verify } from 'everlearned/verifier'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAchievement } from '../issuing/achievements.ts'
import { searchClaims } from '../issuing/claim-desk.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import { recordBatches } from '../issuing/record-batches.ts'
import { sealPool } from '../issuing/seal-commitments.ts'
import { keepUpload } from '../issuing/uploads.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

let node: TestNode
let owner: TestOwner
let link: string

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  const actor = { organisationId: owner.organisation.id, id: 'account:test' }
  const { id: achievementId } = await createAchievement({ name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', validityMonths: null, alignments: [] }, actor, node.context)
  const upload = await keepUpload(encodeUtf8('Name,Email\nSofia López,sofia@example.org\n'), actor, node.context)
  await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false }, { actor, context: node.context })
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  link = (await searchClaims({ state: 'all', limit: 1 }, actor.organisationId, node.context)).claims[0]?.link ?? ''
})

afterAll(() => node.close())

/** The wallet's network: straight into the node. */
const fetch: Fetch = async (url, init) => {
  const { body } = init ?? {}
  const options: InjectOptions = { url: new URL(url).pathname, method: (init?.method ?? 'GET') as 'GET', headers: Object.fromEntries(new Headers(init?.headers)), ...(typeof body === 'string' ? { payload: body } : {}) }
  const answer = await node.app.inject(options)
  return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode, headers: { 'content-type': String(answer.headers['content-type']) } })
}

describe('the wallet and the node together', () => {
  it('claim, wait for the ledger, share, and verify offline', async () => {
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now: node.clock.now }
    const claim = { link: parseClaimLink(link), offer: await fetchClaimOffer(parseClaimLink(link), fetch) }
    const claimed = await claimCredential(claim, wallet)
    expect(await claimCredential(claim, wallet)).toEqual(claimed)
    expect((await refreshLedgerProof(claimed, wallet)).ledgerProof).toBeNull()

    const today = node.clock.now
    node.clock.now = new Date(today.getTime() + 25 * 3_600_000)
    await sealPool(node.context)
    await recordBatches(node.context)
    const recorded = await refreshLedgerProof(claimed, wallet)
    expect(recorded).toMatchObject({ ledgerProof: { type: 'LedgerProof' }, logs: [node.context.ledger.verifierKey] })

    const now = node.clock.now
    const bundle = await makeBundle(recorded, { ...wallet, now })
    const share = await makeShare({ recordId: recorded.id, bundle, node: node.context.config.publicBaseUrl, expiresAt: new Date(now.getTime() + 86_400_000), note: '' }, { ...wallet, now })
    const opened = await fetchShare(share, fetch)
    const trust = { policy: 'known-issuer' as const, issuers: [{ did: owner.organisation.did, name: 'Riverbend' }], logs: [node.context.ledger.verifierKey] }
    const verdict = await verify(encodeUtf8(opened.bundle), { cryptography: nativeCryptography, now, documents: {}, trust })
    expect(verdict).toMatchObject({ integrity: 'passed', accepted: 'yes' })
    const outcomes = Object.fromEntries((verdict.reports[0]?.checks ?? []).map(({ check, outcome }) => [check, outcome]))
    expect(outcomes).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'status': 'passed', 'ledger-inclusion': 'passed', 'issuer-trust': 'passed' })

    await endShare(share, wallet)
    await expect(fetchShare(share, fetch)).rejects.toMatchObject({ problemCode: 'share/ended' })
  })
})
