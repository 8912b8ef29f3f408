import type { SigningKey } from 'everlearned/crypto'
import { createKeyResolver, signPresentation, verifyProofs } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import type { ClaimRequest, ClaimResult } from 'everlearned/exchange/claim'
import { nativeCryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { createAchievement } from './achievements.ts'
import { hashClaimToken } from './claim-token.ts'
import { reissueClaim } from './change-claim.ts'
import { changeClaim } from './change-claims.ts'
import { searchClaims } from './claim-desk.ts'
import { startIssueJob } from './issue-jobs.ts'
import type { Acting } from './issuing-context.ts'
import { challengeClaim, initialsOf } from './show-claim.ts'
import { takeClaim } from './take-claim.ts'
import { takeFile } from './take-file.ts'
import { loadOwnDocument } from './verify-document.ts'
import { keepUpload } from './uploads.ts'
import { workOnJobs } from './worker.ts'

const people = 24
let node: TestNode
let acting: Acting
const tokens: string[] = []

beforeAll(async () => {
  node = await openTestNode({ publicBaseUrl: 'https://college.example', rehearsal: false })
  const { organisation } = await addTestOwner(node)
  acting = { actor: { organisationId: organisation.id, id: 'account:test' }, context: node.context }
  const definition = { name: 'Degree', description: 'Whole', criteria: 'Passed', achievementType: 'Degree', validityMonths: 12, alignments: [] }
  const { id: achievementId } = await createAchievement(definition, acting.actor, node.context)
  const file = ['Name,Email,Issued at,Narrative', ...Array.from({ length: people }, (_, index) => `Person ${index},p${index}@example.org,2026-04-03,Best of all`)].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), acting.actor, node.context)
  await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2, narrative: 3 }, secondFactor: false }, acting)
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  const { claims } = await searchClaims({ state: 'all', limit: people }, organisation.id, node.context)
  tokens.push(...claims.map(({ link }) => link?.split('/').at(-1) ?? ''))
})

afterAll(() => node.close())

function nextToken(): string {
  const token = tokens.pop()
  if (token === undefined) throw new Error('no claim is left')
  return token
}

async function newKey(type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<SigningKey> {
  return nativeCryptography.importSigningKey(await nativeCryptography.generateKey(type))
}

async function requestOf(token: string, key: SigningKey, created = node.clock.now): Promise<ClaimRequest> {
  const { challenge, domain } = await challengeClaim(token, node.context)
  const signing = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created, cryptography: nativeCryptography }
  return { presentation: await signPresentation({ holder: didKey(key.publicKey), challenge, domain }, signing) }
}

async function revokedOf(organisationId: string): Promise<number> {
  const rows = await node.context.database.selectFrom('credential').select('id').where('organisation_id', '=', organisationId).where('revoked_at', 'is not', null).execute()
  return rows.length
}

describe('takeClaim()', () => {
  it.each(['Ed25519', 'P-256'] as const)('binds the record to a %s key and hands over what checking it offline needs', async (type) => {
    const [token, key] = [nextToken(), await newKey(type)]
    const { credential, documents } = await takeClaim(token, await requestOf(token, key), node.context)
    const signed = JSON.parse(credential)
    expect(signed.issuer.id).toMatch(/^did:web:college\.example:orgs:/)
    expect(signed).toMatchObject({ validFrom: '2026-04-03T00:00:00Z', validUntil: '2027-04-03T00:00:00Z', credentialSubject: { id: didKey(key.publicKey), narrative: 'Best of all' } })
    expect(signed.credentialSubject.identifier).toBeUndefined()
    const [finding] = await verifyProofs(signed, { resolveKey: createKeyResolver({ documents }), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: node.clock.now })
    expect(finding?.outcome).toBe('passed')
  })

  it('lets one of two holders win who claim at the same moment, and tells the registrar', async () => {
    const token = nextToken()
    const requests = await Promise.all([await newKey(), await newKey(), await newKey()].map((key) => requestOf(token, key)))
    const outcomes = await Promise.allSettled(requests.map((request) => takeClaim(token, request, node.context)))
    const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'claimed' : (outcome.reason as { code: string }).code))
    expect(codes.toSorted()).toEqual(['claim/already-bound', 'claim/already-bound', 'claimed'])
    const tickets = await node.context.database.selectFrom('ticket').select('attempts').where('state', '=', 'open').execute()
    expect(tickets).toEqual([{ attempts: 2 }])
  })

  it('gives a holder who asks twice at once one and the same credential', async () => {
    const [token, key] = [nextToken(), await newKey()]
    const requests = [await requestOf(token, key), await requestOf(token, key)]
    const results = await Promise.all(requests.map((request) => takeClaim(token, request, node.context)))
    expect(new Set(results.map(({ credential }: ClaimResult) => credential)).size).toBe(1)
  })

  it('claims many at once without one standing in the other\'s way', async () => {
    const organisationId = acting.actor.organisationId
    const before = await revokedOf(organisationId)
    const chosen = Array.from({ length: 10 }, nextToken)
    const requests = await Promise.all(chosen.map(async (token) => requestOf(token, await newKey())))
    await Promise.all(requests.map((request, index) => takeClaim(chosen[index] ?? '', request, node.context)))
    expect(await revokedOf(organisationId) - before).toBe(10)
  })

  it('refuses a challenge after ten minutes and one of another claim', async () => {
    const [token, key] = [nextToken(), await newKey()]
    const late = await requestOf(token, key)
    const today = node.clock.now
    node.clock.now = new Date(today.getTime() + 601_000)
    await expect(takeClaim(token, late, node.context)).rejects.toMatchObject({ code: 'claim/presentation-refused' })
    node.clock.now = today
    const other = await requestOf(nextToken(), key)
    await expect(takeClaim(token, other, node.context)).rejects.toMatchObject({ code: 'claim/presentation-refused' })
  })

  it.each<readonly [string, (presentation: JsonObject) => JsonObject]>([
    ['without a proof', (presentation) => ({ ...presentation, proof: [] })],
    ['with a broken signature', (presentation) => ({ ...presentation, proof: { ...(presentation['proof'] as JsonObject), proofValue: 'z1111' } })],
    ['for another purpose', (presentation) => ({ ...presentation, proof: { ...(presentation['proof'] as JsonObject), proofPurpose: 'assertionMethod' } })],
    ['of another holder', (presentation) => ({ ...presentation, holder: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' })],
    ['of a holder on the web', (presentation) => ({ ...presentation, holder: 'did:web:evil.example' })],
  ])('refuses a presentation %s', async (_, spoil) => {
    const token = tokens[0] ?? ''
    const { presentation } = await requestOf(token, await newKey())
    await expect(takeClaim(token, { presentation: spoil(presentation) }, node.context)).rejects.toMatchObject({ code: 'claim/presentation-refused' })
  })

  it('DI6, CD2: as a file too it is signed by the did:web of its issuer, which resolves', async () => {
    const token = nextToken()
    const { email } = (await node.context.database.selectFrom('claim').select('award').where('token_hash', '=', hashClaimToken(token, node.context)).executeTakeFirstOrThrow()).award
    const { text, fileName } = await takeFile(token, { email, isHashed: false }, node.context)
    const signed = JSON.parse(text)
    expect(fileName).toBe('degree.json')
    expect(signed).toMatchObject({ issuer: { id: expect.stringMatching(/^did:web:college\.example:orgs:/) }, credentialSubject: { id: `mailto:${email}` }, proof: { cryptosuite: 'eddsa-rdfc-2022' } })
    const documents = { [signed.issuer.id]: await loadOwnDocument(`https://college.example/orgs/${signed.issuer.id.split(':').at(-1)}/did.json`, node.context) as JsonObject }
    expect(await verifyProofs(signed, { resolveKey: createKeyResolver({ documents }), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: node.clock.now })).toMatchObject([{ outcome: 'passed' }])
  })

  it('answers an unknown and a malformed token alike', async () => {
    const request = await requestOf(tokens[0] ?? '', await newKey())
    for (const token of ['A'.repeat(43), '../../etc', '']) await expect(takeClaim(token, request, node.context)).rejects.toMatchObject({ code: 'claim/not-found' })
  })

  it('gives nothing for a claim that was voided while its holder was on the way', async () => {
    const [token, key] = [nextToken(), await newKey()]
    const request = await requestOf(token, key)
    const { claims } = await searchClaims({ state: 'unclaimed', limit: people }, acting.actor.organisationId, node.context)
    const claim = claims.find(({ link }) => link?.endsWith(token) === true)
    await Promise.allSettled([takeClaim(token, request, node.context), changeClaim(claim?.id ?? '', { act: 'void', reason: 'wrong-person' }, acting)])
    const { state, delivery_credential_id: first, bound_credential_id: second } = await node.context.database.selectFrom('claim')
      .select(['state', 'delivery_credential_id', 'bound_credential_id']).where('id', '=', claim?.id ?? '').executeTakeFirstOrThrow()
    expect(state).toBe('voided')
    const standing = await node.context.database.selectFrom('credential').select('id').where('id', 'in', [first, second ?? first]).where('revoked_at', 'is', null).execute()
    expect(standing).toEqual([])
  })

  it('is reissued once, however many ask at the same time', async () => {
    const { claims: [claim] } = await searchClaims({ state: 'unclaimed', limit: 1 }, acting.actor.organisationId, node.context)
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => reissueClaim(claim?.id ?? '', {}, acting)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('initialsOf()', () => {
  it.each([['Sofia López', 'S… L…'], ['', ''], ['  Mei  ', 'M…'], ['𝒜da Lovelace', '𝒜… L…'], ['a b c d e f', 'a… b… c… d…']])('hints at "%s" as "%s"', (name, hint) => {
    expect(initialsOf(name)).toBe(hint)
  })
})
