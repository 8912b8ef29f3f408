import { createKeyResolver, verifyProofs } from 'everlearned/credential'
import { didKey } from 'everlearned/did'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { answerExchange, Consent, startExchange } from 'everlearned/exchange/vcalm'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { findingOf, trustNobody, verify, type Report } from 'everlearned/verifier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeClaims, openExchangeNode, type ExchangeNode, type TestClaim } from '../exchanges/open-test-exchanges.ts'
import { changeClaim } from './change-claims.ts'
import { eraseClaims } from './erase-claims.ts'
import type { Actor } from './issuing-context.ts'
import { loadOwnDocument } from './verify-document.ts'

let node: ExchangeNode
let actor: Actor
let email: string
let claim: TestClaim
let text: string
let credential: JsonObject

beforeAll(async () => {
  node = await openExchangeNode(7)
  actor = { organisationId: node.owner.organisation.id, id: 'account:test' }
  ;({ claim, email } = await next())
  text = (await take(claim, { email })).body
  credential = JSON.parse(text) as JsonObject
})
afterAll(() => node.close())

async function emailOf({ id }: TestClaim): Promise<string> {
  return (await node.context.database.selectFrom('claim').select('award').where('id', '=', id).executeTakeFirstOrThrow()).award.email
}

async function next(): Promise<{ readonly claim: TestClaim; readonly email: string }> {
  const claim = await node.nextClaim()
  return { claim, email: await emailOf(claim) }
}

async function take({ token }: Pick<TestClaim, 'token'>, body: object): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string; readonly code: unknown }> {
  const answer = await fetch(`${node.url}/api/claims/${token}/file`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const received = await answer.text()
  return { status: answer.status, headers: answer.headers, body: received, code: answer.ok ? undefined : (JSON.parse(received) as JsonObject)['code'] }
}

/** The verdict of somebody who has nothing but the file, and the issuer's lists. */
async function verdictOn(file: string, holder?: string): Promise<Report> {
  const { reports: [report] } = await verify(encodeUtf8(file), { cryptography, now: node.clock.now, documents: {}, fetchDocument: (url) => loadOwnDocument(url, node.context), trust: trustNobody, holder })
  if (report === undefined) throw new Error('a credential gets a report')
  return report
}

describe('direct delivery, issuing', () => {
  it('DI1, DI2: the file is an Open Badge 3.0 of VCDM 2.0 with all that it must say, and an end', () => {
    expect(credential).toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'type': ['VerifiableCredential', 'OpenBadgeCredential'],
      'issuer': { type: ['Profile'], name: expect.any(String) }, 'validFrom': expect.stringMatching(/\dZ$/), 'validUntil': expect.stringMatching(/\dZ$/),
      'credentialSubject': { achievement: { id: expect.stringMatching(/^http/), type: ['Achievement'], name: 'Forklift operator', description: 'Operates a counterbalance truck', criteria: { narrative: 'Practical test' } } },
    })
  })

  it('DI3: its subject is the e-mail address, or a hash of it for whoever does not want it read', async () => {
    expect(credential['credentialSubject']).toMatchObject({ id: `mailto:${email}` })
    expect((credential['credentialSubject'] as JsonObject)['identifier']).toBeUndefined()
    const hashed = await take(claim, { email, isHashed: true })
    expect(hashed.body).not.toContain(email)
    expect(JSON.parse(hashed.body)).toMatchObject({ credentialSubject: { identifier: [{ hashed: true, identityType: 'emailAddress' }] }, validUntil: expect.any(String) })
    for (const file of [text, hashed.body]) {
      expect(findingOf(await verdictOn(file, email.toUpperCase()), 'holder-binding')).toMatchObject({ outcome: 'passed' })
      expect(findingOf(await verdictOn(file, 'somebody@else.example'), 'holder-binding')).toMatchObject({ outcome: 'failed' })
    }
  })

  it('DI4, CD1, CD3: one proof of eddsa-rdfc-2022 by an Ed25519 key, which holds', async () => {
    expect(credential['proof']).toMatchObject({ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod', verificationMethod: expect.stringMatching(/#z6Mk/) })
    expect(await verifyProofs(credential, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now: node.clock.now })).toMatchObject([{ outcome: 'passed' }])
    expect(await verdictOn(text)).toMatchObject({ integrity: 'passed' })
    expect(await verdictOn(text.replace('Forklift operator', 'Forklift director'))).toMatchObject({ integrity: 'failed' })
  })

  it('DI5: one entry of a status list, which says so when the issuer takes the record back', async () => {
    const { claim: taken, email: address } = await next()
    const file = (await take(taken, { email: address })).body
    expect((JSON.parse(file) as JsonObject)['credentialStatus']).toMatchObject({ type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: expect.stringMatching(/^\d+$/) })
    expect(findingOf(await verdictOn(file), 'status')).toMatchObject({ outcome: 'passed' })
    await changeClaim(taken.id, { act: 'void', reason: 'issued-in-error' }, { actor, context: node.context })
    expect(findingOf(await verdictOn(file), 'status')).toMatchObject({ outcome: 'failed' })
    expect(await take(taken, { email: address })).toMatchObject({ status: 410, code: 'claim/voided' })
  })

  it('DI6, CD2: in rehearsal its issuer is a did:key', () => {
    expect((credential['issuer'] as JsonObject)['id']).toBe(node.owner.organisation.did)
    expect(node.owner.organisation.did).toMatch(/^did:key:z6Mk/)
  })

  it('DI7, DI8: it comes as a file under the name of the achievement, the same bytes each time, as text too, and nothing around it', async () => {
    const { status, headers, body } = await take(claim, { email })
    expect({ status, type: headers.get('content-type'), name: headers.get('content-disposition'), cache: headers.get('cache-control') })
      .toEqual({ status: 200, type: 'application/json; charset=utf-8', name: 'attachment; filename="forklift-operator.json"', cache: 'no-store' })
    expect(body).toBe(text)
    expect(JSON.parse(body)).toMatchObject({ type: ['VerifiableCredential', 'OpenBadgeCredential'] })
  })

  it('DI9: whoever it is passed on to can check it, until its person takes the record into a wallet', async () => {
    const { claim: taken, email: address } = await next()
    const file = (await take(taken, { email: address })).body
    const { body } = await node.app.inject({ method: 'POST', url: '/api/verify', payload: Buffer.from(file), headers: { 'content-type': 'application/octet-stream' } })
    expect(JSON.parse(body)).toMatchObject({ integrity: 'passed', accepted: 'yes', policy: 'known-issuer' })
    const started = await (await fetch(`${node.url}/api/claims/${taken.token}/exchange`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).json() as { readonly protocols: { readonly vcapi: string } }
    const asked = await startExchange(started.protocols.vcapi, node.network)
    if (asked.kind !== 'asked') throw new Error('the exchange asks')
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    expect(await answerExchange(new Consent(asked), { key }, { ...node.network, cryptography, now: node.clock.now })).toMatchObject({ kind: 'given', credentials: [{ credentialSubject: { id: didKey(key.publicKey) } }] })
    expect(findingOf(await verdictOn(file), 'status')).toMatchObject({ outcome: 'failed' })
    expect(await take(taken, { email: address })).toMatchObject({ status: 409, code: 'claim/already-bound' })
  })

  it('DI10: what does not verify from its bytes is not given out', async () => {
    const { claim: taken, email: address } = await next()
    await take(taken, { email: address })
    const { credential_id: id } = await node.context.database.selectFrom('claim_copy').select('credential_id').where('claim_id', '=', taken.id).executeTakeFirstOrThrow()
    const kept = await node.context.database.selectFrom('credential').select('document').where('id', '=', id).executeTakeFirstOrThrow()
    await node.context.database.updateTable('credential').set({ document: kept.document.replace('Forklift', 'Sports') }).where('id', '=', id).execute()
    const refused = await take(taken, { email: address })
    expect(refused.status).toBe(500)
    expect(refused.body).not.toMatch(/Sports|example\.org/)
  })

  it('falls, and leaves nothing of the address here, when its person is erased', async () => {
    const { claim: taken, email: address } = await next()
    const file = (await take(taken, { email: address })).body
    expect(await node.context.database.selectFrom('credential').select('id').where('document', 'like', `%${address}%`).execute()).toHaveLength(1)
    await eraseClaims(taken.id, 'this', { actor, context: node.context })
    expect(findingOf(await verdictOn(file), 'status')).toMatchObject({ outcome: 'failed' })
    expect(await node.context.database.selectFrom('credential').select('id').where('document', 'like', `%${address}%`).execute()).toEqual([])
    expect(await take(taken, { email: address })).toMatchObject({ code: expect.stringMatching(/^claim\/(?:not-found|voided)$/) })
  })

  it('gives two who ask at once a file each that holds, and the same one ever after', async () => {
    const { claim: taken, email: address } = await next()
    const files = await Promise.all([take(taken, { email: address }), take(taken, { email: address })])
    for (const { body } of files) expect(await verdictOn(body)).toMatchObject({ integrity: 'passed' })
    const [one, other] = [await take(taken, { email: address }), await take(taken, { email: address })]
    expect(one.body).toBe(other.body)
    expect(files.map(({ body }) => body)).toContain(one.body)
  })

  it('nobody gets it who has the link alone: the address must be known, and the code where there is one; ten tries are all', async () => {
    const [locked] = await makeClaims(1, { achievementType: 'License', secondFactor: true }, { node, owner: node.owner })
    if (locked === undefined) throw new Error('a claim was made')
    const address = await emailOf(locked)
    expect(await take(locked, { email: address })).toMatchObject({ status: 403, code: 'claim/code-missing' })
    expect(await take(locked, { email: address, code: '00000000' })).toMatchObject({ status: 403, code: 'claim/code-wrong' })
    expect(await take({ token: 'A'.repeat(43) }, { email: address })).toMatchObject({ status: 404, code: 'claim/not-found' })
    const { claim: open, email: right } = await next()
    for (let tries = 0; tries < 10; tries += 1) expect(await take(open, { email: `guess${tries}@example.org` })).toMatchObject({ status: 403, code: 'claim/address-wrong' })
    expect(await take(open, { email: right })).toMatchObject({ status: 429, code: 'rate/exceeded' })
  })
})
