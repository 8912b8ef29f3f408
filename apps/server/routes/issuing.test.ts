import type { SigningKey } from 'everlearned/crypto'
import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { decodeBase64url, encodeBase64url } from 'everlearned/encoding'
import type { ClaimResult } from 'everlearned/exchange/claim'
import { nativeCryptography } from 'everlearned/node'
import { isBitSet, decodeBitstring } from 'everlearned/status'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { sealPool } from '../issuing/seal-commitments.ts'
import { recordBatches } from '../issuing/record-batches.ts'
import { workOnJobs } from '../issuing/worker.ts'

let node: TestNode
let owner: TestOwner
let org: string
let achievementId: string

const achievement = { name: 'Welding I', description: 'Joins steel', criteria: 'Passed the *test*', achievementType: 'Certificate', alignments: [{ targetName: 'Weld', targetUrl: 'https://skills.example/weld' }] }
const csv = 'Name,Email,Issued at\r\nSofia López,sofia@example.org,2026-05-01\r\n"Smith, ""Al""",al@example.org,2026-05-02\r\nBad,no-at-sign,2026-05-02\r\n'

interface DeskClaim { readonly id: string; readonly name: string; readonly email: string; readonly state: string; readonly link: string; readonly hasTicket: boolean }

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  org = `/api/organisations/${owner.organisation.id}`
  achievementId = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: achievement })).json().id
})

afterAll(() => node.close())

async function issue(file: string, secondFactor = false): Promise<string> {
  const upload = await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: file })
  expect(upload.statusCode).toBe(201)
  const { id, columns } = upload.json()
  const mapping = Object.fromEntries(columns.filter((column: { suggested: string | null }) => column.suggested !== null).map((column: { suggested: string; index: number }) => [column.suggested, column.index]))
  const job = await owner.request({ method: 'POST', url: `${org}/uploads/${id}/issue`, payload: { achievementId, mapping, secondFactor } })
  expect(job.statusCode).toBe(202)
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  return job.json().id
}

async function claimsOf(query: string): Promise<DeskClaim[]> {
  const answer = await owner.request({ url: `${org}/claims?${query}` })
  expect(answer.statusCode).toBe(200)
  return answer.json().claims
}

async function tokenOf(email: string): Promise<{ token: string; id: string }> {
  const [claim] = await claimsOf(`q=${encodeURIComponent(email)}&state=unclaimed`)
  return { token: claim?.link.split('/').at(-1) ?? '', id: claim?.id ?? '' }
}

async function newHolder() {
  return nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))
}

function present(key: SigningKey, { challenge, domain }: { challenge: string; domain: string }) {
  const context = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: node.clock.now, cryptography: nativeCryptography }
  return signPresentation({ holder: didKey(key.publicKey), challenge, domain }, context)
}

async function claim(token: string, holder: Awaited<ReturnType<typeof newHolder>>, more: { code?: string; domain?: string; challenge?: string } = {}) {
  const asked = await node.app.inject({ method: 'POST', url: `/api/claims/${token}/challenge` })
  if (asked.statusCode !== 200) return asked
  const { challenge, domain } = asked.json()
  const presentation = await present(holder, { challenge: more.challenge ?? challenge, domain: more.domain ?? domain })
  return node.app.inject({ method: 'POST', url: `/api/claims/${token}`, payload: { presentation, ...(more.code === undefined ? {} : { code: more.code }) } })
}

async function isRevoked(document: string): Promise<boolean> {
  const { credentialStatus } = JSON.parse(document)
  const answer = await node.app.inject({ url: new URL(credentialStatus.statusListCredential).pathname })
  expect(answer.headers['content-type']).toContain('application/vc')
  return isBitSet(await decodeBitstring(answer.json().credentialSubject.encodedList), Number(credentialStatus.statusListIndex))
}

describe('from a file to a claimed record', () => {
  it('previews, issues, shows and claims once; the first credential is superseded', async () => {
    const jobId = await issue(csv)
    const job = (await owner.request({ url: `${org}/jobs/${jobId}` })).json()
    expect(job).toMatchObject({ state: 'done', total: 3, issued: 2, refused: 1, achievement: 'Welding I', errors: [{ line: 4, code: 'row/email-malformed' }] })

    const { token } = await tokenOf('sofia@example.org')
    const offer = (await node.app.inject({ url: `/api/claims/${token}` })).json()
    expect(offer).toMatchObject({ state: 'unclaimed', organisation: { did: owner.organisation.did }, recipientHint: 'S… L…', needsCode: false })

    const holder = await newHolder()
    const answer = await claim(token, holder)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    const result: ClaimResult = answer.json()
    const credential = JSON.parse(result.credential)
    expect(credential.credentialSubject.id).toMatch(/^did:key:z6Mk/)
    expect(result.credential).not.toContain('identityHash')
    expect(result.ledgerProof).toBeNull()
    expect(Object.keys(result.documents)).toEqual([credential.credentialStatus.statusListCredential])
    const report = (await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: result.credential })).json()
    expect(report.checks.find(({ check }: { check: string }) => check === 'schema')).toMatchObject({ outcome: 'passed' })
    expect(await isRevoked(result.credential)).toBe(false)
    const first = await node.context.database.selectFrom('credential').selectAll().where('revoked_reason', '=', 'superseded').executeTakeFirstOrThrow()
    expect(await isRevoked(first.document)).toBe(true)

    const again = await claim(token, holder)
    expect(again.json().credential).toBe(result.credential)
  })

  it('opens a ticket for a second holder and tells them who to ask', async () => {
    const [bound] = await claimsOf('q=sofia&state=bound')
    const token = await node.context.database.selectFrom('claim').select('sealed_token').where('id', '=', bound?.id ?? '').executeTakeFirstOrThrow()
      .then(({ sealed_token: sealed }) => node.context.keyFile.open(sealed, 'claim-token').toString())
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await claim(token, await newHolder())
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'claim/already-bound'])
    }
    const { tickets } = (await owner.request({ url: `${org}/tickets` })).json()
    expect(tickets).toMatchObject([{ claimId: bound?.id, name: 'Sofia López', attempts: 2 }])
    expect((await claimsOf('q=sofia'))[0]).toMatchObject({ hasTicket: true })
    expect((await owner.request({ method: 'POST', url: `${org}/tickets/${tickets[0].id}/close`, payload: { resolution: 'dismissed' } })).statusCode).toBe(204)
    expect((await owner.request({ url: `${org}/tickets` })).json().tickets).toEqual([])
  })

  it.each([
    ['a challenge that nobody handed out', { challenge: 'A'.repeat(43) }],
    ['a presentation for another node', { domain: 'https://evil.example' }],
  ])('refuses %s', async (_, more) => {
    const { token } = await tokenOf('al@example.org')
    const answer = await claim(token, await newHolder(), more)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'claim/presentation-refused'])
  })

  it('takes a presentation once and only from its own holder', async () => {
    const { token } = await tokenOf('al@example.org')
    const { challenge, domain } = (await node.app.inject({ method: 'POST', url: `/api/claims/${token}/challenge` })).json()
    const [thief, holder] = [await newHolder(), await newHolder()]
    const presentation = await present(thief, { challenge, domain })
    const other = await present(holder, { challenge, domain })
    const swapped = await node.app.inject({ method: 'POST', url: `/api/claims/${token}`, payload: { presentation: { ...presentation, holder: other.holder } } })
    expect(swapped.json().code).toBe('claim/presentation-refused')
    const replayed = await node.app.inject({ method: 'POST', url: `/api/claims/${token}`, payload: { presentation } })
    expect(replayed.json().code).toBe('claim/presentation-refused')
  })

  it('asks for the code of the second factor and locks after five wrong ones', async () => {
    const jobId = await issue('Name,Email\r\nCode One,code1@example.org\r\nCode Two,code2@example.org\r\n', true)
    const file = (await owner.request({ url: `${org}/jobs/${jobId}/claims.csv` })).body
    const [name, email, link, code] = (file.split('\r\n')[1] ?? '').split(',')
    expect([name, email, code]).toEqual(['Code One', 'code1@example.org', expect.stringMatching(/^\d{8}$/)])
    const token = link?.split('/').at(-1) ?? ''
    const holder = await newHolder()
    expect((await claim(token, holder)).json().code).toBe('claim/code-missing')
    const wrong = code === '00000000' ? '00000001' : '00000000'
    expect((await claim(token, holder, { code: wrong })).json().code).toBe('claim/code-wrong')
    expect((await claim(token, holder, { code: code ?? '' })).statusCode).toBe(200)
    const { token: second } = await tokenOf('code2@example.org')
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await claim(second, holder, { code: '00000000' })).json().code).toBe('claim/code-wrong')
    expect((await claim(second, holder, { code: (file.split('\r\n')[2] ?? '').split(',')[3] ?? '' })).json().code).toBe('claim/code-locked')
    expect((await claimsOf('q=code2'))[0]).toMatchObject({ isCodeLocked: true, state: 'unclaimed' })
  })
})

describe('the claim desk', () => {
  it('finds people without accents or case, page by page, and never by wildcard', async () => {
    expect(await claimsOf('q=LOPEZ')).toMatchObject([{ name: 'Sofia López' }])
    expect(await claimsOf('q=%25')).toEqual([])
    const first = (await owner.request({ url: `${org}/claims?limit=1` })).json()
    const second = (await owner.request({ url: `${org}/claims?limit=1&cursor=${first.nextCursor}` })).json()
    expect(first.claims[0].id > second.claims[0].id).toBe(true)
    expect(first.counts).toMatchObject({ tickets: 0 })
  })

  it('voids for good: the link, the list and a second void all say so', async () => {
    await issue('Name,Email\r\nVoid Me,void@example.org\r\n')
    const { token, id } = await tokenOf('void@example.org')
    const { document } = await node.context.database.selectFrom('credential').innerJoin('claim', 'claim.delivery_credential_id', 'credential.id').select('document').where('claim.id', '=', id).executeTakeFirstOrThrow()
    expect((await owner.request({ method: 'POST', url: `${org}/claims/${id}/void`, payload: { reason: 'wrong-person' } })).statusCode).toBe(204)
    expect(await isRevoked(document)).toBe(true)
    expect((await node.app.inject({ url: `/api/claims/${token}` })).json().state).toBe('voided')
    expect((await claim(token, await newHolder())).json().code).toBe('claim/voided')
    expect((await owner.request({ method: 'POST', url: `${org}/claims/${id}/void`, payload: { reason: 'other' } })).json().code).toBe('claim/not-open')
  })

  it('issues a claimed record anew to a corrected address, once', async () => {
    await issue('Name,Email\r\nWrong Name,wrong@example.org\r\n')
    const { token, id } = await tokenOf('wrong@example.org')
    const held = (await claim(token, await newHolder())).json()
    const answer = await owner.request({ method: 'POST', url: `${org}/claims/${id}/reissue`, payload: { name: 'Right Name', email: 'right@example.org' } })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({ name: 'Right Name', email: 'right@example.org', state: 'unclaimed' })
    expect(await isRevoked(held.credential)).toBe(true)
    expect((await claim(answer.json().link.split('/').at(-1), await newHolder())).statusCode).toBe(200)
    expect((await owner.request({ method: 'POST', url: `${org}/claims/${id}/reissue`, payload: {} })).json().code).toBe('claim/reissued')
  })

  it('mails the link without the code, three times an hour', async () => {
    const { id } = await tokenOf('al@example.org')
    for (let time = 0; time < 3; time += 1) expect((await owner.request({ method: 'POST', url: `${org}/claims/${id}/resend` })).statusCode).toBe(204)
    expect((await owner.request({ method: 'POST', url: `${org}/claims/${id}/resend` })).json().code).toBe('rate/exceeded')
    const { outboxFolder } = node.context.config.mail
    const mails = await readdir(outboxFolder)
    expect(mails).toHaveLength(3)
    expect(await readFile(join(outboxFolder, mails[0] ?? ''), 'utf8')).toContain('/claim/')
  })

  it('draws the link as a QR code', async () => {
    const { id } = await tokenOf('al@example.org')
    const answer = await owner.request({ url: `${org}/claims/${id}/qr.svg` })
    expect(answer.headers['content-type']).toContain('image/svg+xml')
    expect(answer.body).toContain('<svg')
  })

  it('neutralises formulas in what it exports', async () => {
    const jobId = await issue('Name,Email\r\nPlain,plain@example.org\r\n')
    await node.context.database.updateTable('claim').set({ award: JSON.stringify({ line: 2, name: '=HYPERLINK("x")', email: 'plain@example.org' }) }).where('job_id', '=', jobId).execute()
    expect((await owner.request({ url: `${org}/jobs/${jobId}/claims.csv` })).body).toContain('\'=HYPERLINK')
    expect((await owner.request({ url: `${org}/jobs/${jobId}/errors.csv` })).body).toBe('\ufeffline,field,code,message\r\n')
  })
})

describe('the ledger', () => {
  it('proves a claimed record once its batch is closed, and serves the log as tiles', async () => {
    const row = await node.context.database.selectFrom('commitment').select('commitment').limit(1).executeTakeFirstOrThrow()
    const url = `/api/ledger-proofs/${encodeBase64url(row.commitment)}`
    expect((await node.app.inject({ url })).json()).toEqual({ state: 'pending' })
    const today = node.clock.now
    node.clock.now = new Date(today.getTime() + 25 * 3_600_000)
    await sealPool(node.context)
    await recordBatches(node.context)
    node.clock.now = today
    expect((await node.app.inject({ url })).json()).toMatchObject({ state: 'recorded', batchPath: expect.any(Array), proof: expect.stringContaining('c2sp.org/tlog-proof@v1') })
    expect((await node.app.inject({ url: '/ledger/checkpoint' })).headers['content-type']).toBe('text/plain; charset=utf-8')
    expect((await node.app.inject({ url: '/ledger/tile/0/000.p/1' })).rawPayload).toHaveLength(32)
    expect((await node.app.inject({ url: '/ledger/tile/entries/000.p/1' })).statusCode).toBe(200)
    expect((await node.app.inject({ url: '/ledger/tile/..%2f..%2fkey' })).statusCode).toBe(404)
    expect((await node.app.inject({ url: '/ledger/key' })).body).toBe(`${node.context.ledger.verifierKey}\n`)
    expect((await node.app.inject({ url: `/api/ledger-proofs/${'A'.repeat(43)}` })).statusCode).toBe(404)
  })

  it('holds no personal data', async () => {
    const folder = join(node.context.config.dataFolder, 'ledger')
    for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).filter((found) => found.isFile())) {
      const text = (await readFile(join(entry.parentPath, entry.name))).toString('latin1')
      expect(text).not.toMatch(/example\.org|Sofia|L\u00f3pez|Welding/)
    }
  })
})

describe('shares', () => {
  const ciphertext = encodeBase64url(new Uint8Array(2_000).fill(7))

  it('are kept until they end, and then nothing is left', async () => {
    const expiresAt = new Date(node.clock.now.getTime() + 86_400_000).toISOString()
    const { id, endToken } = (await node.app.inject({ method: 'POST', url: '/api/shares', payload: { ciphertext, expiresAt } })).json()
    const kept = (await node.app.inject({ url: `/api/shares/${id}` })).json()
    expect(kept).toEqual({ ciphertext, expiresAt })
    expect(decodeBase64url(kept.ciphertext)).toHaveLength(2_000)
    expect((await node.app.inject({ method: 'DELETE', url: `/api/shares/${id}`, headers: { authorization: 'Bearer nonsense' } })).statusCode).toBe(403)
    expect((await node.app.inject({ method: 'DELETE', url: `/api/shares/${id}`, headers: { authorization: `Bearer ${endToken}` } })).statusCode).toBe(204)
    const ended = await node.app.inject({ url: `/api/shares/${id}` })
    expect([ended.statusCode, ended.json().code]).toEqual([410, 'share/ended'])
  })

  it('are refused when they would never end, are too large, or are not base64url', async () => {
    const at = (days: number): string => new Date(node.clock.now.getTime() + days * 86_400_000).toISOString()
    const post = async (payload: object): Promise<number> => (await node.app.inject({ method: 'POST', url: '/api/shares', payload })).statusCode
    expect(await post({ ciphertext, expiresAt: at(4_000) })).toBe(400)
    expect(await post({ ciphertext, expiresAt: at(-1) })).toBe(400)
    expect(await post({ ciphertext: '!!!!', expiresAt: at(1) })).toBe(400)
    expect(await post({ ciphertext: 'A'.repeat(1_600_000), expiresAt: at(1) })).toBe(413)
  })
})

describe('POST /api/verify', () => {
  it('passes what this node issued, fails it with one letter changed, and answers nonsense with 422', async () => {
    const { document } = await node.context.database.selectFrom('credential').select('document').where('revoked_at', 'is', null).limit(1).executeTakeFirstOrThrow()
    const verify = (payload: string) => node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload })
    expect((await verify(document)).json()).toMatchObject({ integrity: 'passed', accepted: 'yes', issuer: { name: owner.organisation.name } })
    expect((await verify(document.replace('Joins steel', 'Joins steal'))).json()).toMatchObject({ integrity: 'failed' })
    expect((await node.app.inject({ method: 'POST', url: '/api/verify', payload: '' })).statusCode).toBe(400)
    expect((await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'x/y' }, payload: Buffer.alloc(3_000_000) })).statusCode).toBe(413)
  })
})

describe('uploads', () => {
  it('are CSV of bounded size in a known form, or refused with a problem', async () => {
    const post = async (payload: string | Buffer, type = 'text/csv') => (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': type }, payload })).json().code
    expect(await post('', 'text/csv')).toBe('encoding/csv-empty')
    expect(await post('a,"b\n', 'text/csv')).toBe('encoding/csv-quote-open')
    expect(await post('{}', 'application/json')).toBe('request/media-type-unsupported')
    expect(await post(Buffer.alloc(11_000_000, 65))).toBe('request/too-large')
  })

  it('preview as they issue', async () => {
    const upload = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'application/octet-stream' }, payload: Buffer.from(csv) })).json()
    expect(upload).toMatchObject({ rowCount: 3, separator: ',', encoding: 'utf-8', ambiguousDates: false })
    const preview = (await owner.request({ method: 'POST', url: `${org}/uploads/${upload.id}/preview`, payload: { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2 } } })).json()
    expect(preview).toMatchObject({ counts: { rows: 3, good: 2, bad: 1, duplicates: 0 }, errors: [{ line: 4, field: 'email' }], sample: [{ line: 2, email: 'sofia@example.org' }, { line: 3 }], needsDateOrder: false })
    const lost = await owner.request({ method: 'POST', url: `${org}/uploads/${upload.id}/preview`, payload: { achievementId, mapping: { fullName: 0 } } })
    expect([lost.statusCode, lost.json().code]).toEqual([422, 'issuer/mapping-incomplete'])
  })
})

describe('achievements', () => {
  it('are public as Open Badges 3.0 and change without touching what was issued', async () => {
    const document = (await node.app.inject({ url: `/achievements/${achievementId}` })).json()
    expect(document).toMatchObject({ type: ['Achievement'], name: 'Welding I', criteria: { narrative: 'Passed the *test*' }, alignment: [{ targetName: 'Weld' }] })
    const changed = await owner.request({ method: 'PUT', url: `${org}/achievements/${achievementId}`, payload: { ...achievement, name: 'Welding II' } })
    expect(changed.json()).toMatchObject({ name: 'Welding II', validityMonths: null })
    const { document: issued } = await node.context.database.selectFrom('credential').select('document').limit(1).executeTakeFirstOrThrow()
    expect(JSON.parse(issued).name).toBe('Welding I')
  })
})

describe('tenancy', () => {
  it('answers another organisation as if nothing were there', async () => {
    const { createOrganisation } = await import('../accounts/organisations.ts')
    const { account_id: accountId } = await node.context.database.selectFrom('membership').select('account_id').executeTakeFirstOrThrow()
    const { id: other } = await createOrganisation({ name: 'Other College' }, accountId, node.context)
    const [claimRow] = await claimsOf('limit=1')
    const { id: jobId } = await node.context.database.selectFrom('issue_job').select('id').executeTakeFirstOrThrow()
    const { id: uploadId } = await node.context.database.selectFrom('upload').select('id').executeTakeFirstOrThrow()
    const reissue = { method: 'POST' as const, payload: {} }
    const paths: readonly (readonly [string, object?])[] = [
      [`achievements/${achievementId}`], [`jobs/${jobId}`], [`jobs/${jobId}/claims.csv`], [`jobs/${jobId}/errors.csv`], [`claims/${claimRow?.id}`], [`claims/${claimRow?.id}/qr.svg`],
      [`claims/${claimRow?.id}/resend`, { method: 'POST' }], [`claims/${claimRow?.id}/void`, { method: 'POST', payload: { reason: 'other' } }], [`claims/${claimRow?.id}/reissue`, reissue],
      [`uploads/${uploadId}/preview`, { method: 'POST', payload: { achievementId, mapping: { email: 1 } } }], [`tickets/${claimRow?.id}/close`, { method: 'POST', payload: { resolution: 'dismissed' } }],
    ]
    for (const [path, options] of paths) expect([path, (await owner.request({ url: `/api/organisations/${other}/${path}`, ...options })).statusCode]).toEqual([path, 404])
    for (const list of ['achievements', 'jobs', 'claims', 'tickets']) expect((await owner.request({ url: `/api/organisations/${other}/${list}` })).json()[list]).toEqual([])
  })
})
