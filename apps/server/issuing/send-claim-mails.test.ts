import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openMail, type SendMail } from '../mail.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { openTestMailServer, type TestMailServer } from '../open-test-mail-server.ts'
import { createAchievement } from './achievements.ts'
import { startIssueJob } from './issue-jobs.ts'
import type { Actor } from './issuing-context.ts'
import { mailLeaseSeconds, sendClaimMails } from './send-claim-mails.ts'
import { keepUpload } from './uploads.ts'
import { startIssuingWorker, workOnJobs } from './worker.ts'

let server: TestMailServer
let node: TestNode
let owner: TestOwner
let actor: Actor

beforeAll(async () => {
  server = await openTestMailServer()
  node = await openTestNode({ mailsPerMinute: 1_000 })
  owner = await addTestOwner(node)
  actor = { organisationId: owner.organisation.id, id: 'account:test' }
})

afterAll(async () => {
  await node.close()
  await server.close()
})

beforeEach(() => {
  server.messages.length = 0
  server.manner = () => 'take'
  server.onMessage = () => undefined
})

const never = (): boolean => false

/** A message without the soft line breaks of quoted-printable (RFC 2045). */
const unfolded = (text: string): string => text.replaceAll('=\r\n', '')

/** A node whose mail goes to the server of the tests. */
function smtpContext(): TestNode['context'] {
  const mail = { ...node.context.config.mail, smtpUrl: server.url }
  return { ...node.context, config: { ...node.context.config, mail }, sendMail: openMail(mail) }
}

async function issue(count: number, domain: string, secondFactor = false): Promise<string> {
  const definition = { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', validityMonths: null, alignments: [] }
  const { id: achievementId } = await createAchievement(definition, actor, node.context)
  const file = ['Name,Email', ...Array.from({ length: count }, (_, index) => `Graduate ${index},g${index}@${domain}`)].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), actor, node.context)
  const { id } = await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor }, { actor, context: node.context })
  await workOnJobs('w', { context: node.context, isStopping: never })
  return id
}

const mailUrl = (jobId: string): string => `/api/organisations/${actor.organisationId}/jobs/${jobId}/mail`
const ask = async (jobId: string): Promise<number> => (await owner.request({ method: 'POST', url: mailUrl(jobId) })).json<{ queued: number }>().queued
const mailsOf = async (jobId: string): Promise<Record<string, unknown>> => (await owner.request({ url: mailUrl(jobId).replace(/\/mail$/, '') })).json<{ mail: Record<string, unknown> }>().mail
const claimsOf = async (jobId: string, more = ''): Promise<{ id: string; name: string; mail: { state: string; code: string | null } | null }[]> =>
  (await owner.request({ url: `/api/organisations/${actor.organisationId}/claims?job=${jobId}&limit=200${more}` })).json().claims
const later = (minutes: number): void => {
  node.clock.now = new Date(node.clock.now.getTime() + minutes * 60_000)
}

describe('mailing everybody of a job', () => {
  it('mails each person their own link once, however often it is asked', async () => {
    const id = await issue(20, 'all.example', true)
    expect(await mailsOf(id)).toEqual({ through: 'outbox', unmailed: 20, queued: 0, sent: 0, failed: 0, trouble: null })
    expect(await ask(id)).toBe(20)
    expect(await ask(id)).toBe(0)
    expect(await mailsOf(id)).toMatchObject({ unmailed: 0, queued: 20 })
    await Promise.all([1, 2].map(() => sendClaimMails({ context: smtpContext(), isStopping: never })))
    expect(await mailsOf(id)).toMatchObject({ unmailed: 0, queued: 0, sent: 20, failed: 0 })
    expect(server.messages).toHaveLength(20)
    expect(new Set(server.messages.map((text) => /^To: (.*)$/m.exec(text)?.[1])).size).toBe(20)
    expect(new Set(server.messages.map((text) => /\/claim\/[\w-]{43}/.exec(unfolded(text))?.[0])).size).toBe(20)
    expect(await ask(id)).toBe(0)
  })

  it('never puts the code of the second factor into a mail, and says that one is asked for', async () => {
    const id = await issue(3, 'code.example', true)
    await ask(id)
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    const codes = (await owner.request({ url: mailUrl(id).replace(/mail$/, 'claims.csv') })).body.split('\r\n').slice(1, 4).map((line) => line.split(',')[3] ?? '')
    expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true)
    expect(server.messages).toHaveLength(3)
    for (const text of server.messages) {
      expect(unfolded(text)).toContain('You will be asked for a code')
      for (const code of codes) expect(unfolded(text)).not.toContain(code)
    }
  })

  it('writes into the outbox when no mail server is set', async () => {
    const id = await issue(2, 'outbox.example')
    await ask(id)
    await sendClaimMails({ context: node.context, isStopping: never })
    const folder = node.context.config.mail.outboxFolder
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    expect(texts.filter((text) => text.includes('@outbox.example'))).toHaveLength(2)
  })

  it('leaves out who has claimed or was taken back since, and who was mailed by hand', async () => {
    const id = await issue(4, 'since.example')
    const [taken, mailed] = await claimsOf(id)
    const at = (claim: { id: string } | undefined, act: string): string => `/api/organisations/${actor.organisationId}/claims/${claim?.id}/${act}`
    await owner.request({ method: 'POST', url: at(mailed, 'resend') })
    expect(await ask(id)).toBe(3)
    await owner.request({ method: 'POST', url: at(taken, 'void'), payload: { reason: 'other' } })
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    expect(server.messages).toHaveLength(2)
    expect(await mailsOf(id)).toMatchObject({ unmailed: 0, queued: 0, sent: 3, failed: 0 })
  })

  it('keeps to the rate that the operator set', async () => {
    const id = await issue(5, 'rate.example')
    await ask(id)
    later(1)
    const context = smtpContext()
    const slow = { ...context, config: { ...context.config, mailsPerMinute: 2 } }
    await sendClaimMails({ context: slow, isStopping: never })
    expect(server.messages).toHaveLength(2)
    later(1)
    await sendClaimMails({ context: slow, isStopping: never })
    expect(server.messages).toHaveLength(4)
    await sendClaimMails({ context, isStopping: never })
    expect(await mailsOf(id)).toMatchObject({ sent: 5 })
  })

  it('gives up an address that the server refuses, tells the registrar why, and tries it when asked again', async () => {
    const id = await issue(3, 'refused.example')
    server.manner = (recipient) => (recipient.startsWith('g1@') ? 'refuse-address' : 'take')
    await ask(id)
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    expect(await mailsOf(id)).toMatchObject({ unmailed: 1, sent: 2, failed: 1 })
    expect(await claimsOf(id, '&mail=failed')).toMatchObject([{ name: 'Graduate 1', mail: { state: 'failed', code: 'mail/address-refused' } }])
    server.manner = () => 'take'
    expect(await ask(id)).toBe(1)
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    expect(await mailsOf(id)).toMatchObject({ unmailed: 0, sent: 3, failed: 0 })
  })

  it('waits while the server is away, stops asking it, and gives up after five tries', async () => {
    const id = await issue(1, 'away.example')
    await ask(id)
    const gone = { ...node.context.config.mail, smtpUrl: 'smtp://127.0.0.1:1' }
    const context = { ...node.context, config: { ...node.context.config, mail: gone }, sendMail: openMail(gone) }
    expect(await sendClaimMails({ context, isStopping: never })).toEqual({ isBlocked: true })
    expect(await mailsOf(id)).toMatchObject({ queued: 1, failed: 0, trouble: 'mail/server-unreachable' })
    expect(await sendClaimMails({ context, isStopping: never })).toEqual({ isBlocked: false })
    for (const minutes of [1, 5, 30, 120]) {
      later(minutes)
      await sendClaimMails({ context, isStopping: never })
    }
    expect(await mailsOf(id)).toMatchObject({ unmailed: 1, queued: 0, failed: 1 })
  })

  it('mails nobody twice after a crash: what may have arrived is left to a person', async () => {
    const id = await issue(3, 'crash.example')
    await ask(id)
    // The node dies while the server has the message and has not answered.
    const dies: SendMail = () => new Promise(() => undefined)
    let isDead = false
    void sendClaimMails({ context: { ...smtpContext(), sendMail: (mail) => { isDead = true; return dies(mail) } }, isStopping: () => isDead })
    for (let wait = 0; wait < 200 && (await claimsOf(id)).length > 0 && !isDead; wait += 1) await new Promise((done) => setTimeout(done, 10))
    await new Promise((done) => setTimeout(done, 200))
    const held = await node.context.database.selectFrom('claim_mail').select('claim_id').where('job_id', '=', id).where('state', '=', 'sending').execute()
    expect(held.length).toBeGreaterThan(0)
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    expect(server.messages).toHaveLength(3 - held.length)
    node.clock.now = new Date(node.clock.now.getTime() + (mailLeaseSeconds + 1) * 1_000)
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    await sendClaimMails({ context: smtpContext(), isStopping: never })
    expect(server.messages).toHaveLength(3 - held.length)
    expect(await mailsOf(id)).toMatchObject({ unmailed: 0, queued: 0, failed: held.length })
    expect((await claimsOf(id, '&mail=failed')).map(({ mail }) => mail?.code)).toEqual(held.map(() => 'mail/interrupted'))
    expect(await ask(id)).toBe(0)
  })

  it('writes an outbox file again after a crash, over the same one', async () => {
    const id = await issue(1, 'again.example')
    await ask(id)
    await sendClaimMails({ context: node.context, isStopping: never })
    await node.context.database.updateTable('claim_mail').set({ state: 'sending', lease_owner: 'dead', lease_until: node.clock.now }).where('job_id', '=', id).execute()
    later(2)
    await sendClaimMails({ context: node.context, isStopping: never })
    await sendClaimMails({ context: node.context, isStopping: never })
    const folder = node.context.config.mail.outboxFolder
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    expect(texts.filter((text) => text.includes('@again.example'))).toHaveLength(1)
    expect(await mailsOf(id)).toMatchObject({ sent: 1, failed: 0 })
  })

  it('takes the word of a sender that was only slow', async () => {
    const id = await issue(1, 'slow.example')
    await ask(id)
    let answer = (): void => undefined
    const asked = new Promise<void>((reached) => {
      server.onMessage = () => new Promise((done) => {
        answer = done
        reached()
      })
    })
    const sending = sendClaimMails({ context: smtpContext(), isStopping: never })
    await asked
    later(10)
    await sendClaimMails({ context: { ...node.context }, isStopping: never })
    expect(await mailsOf(id)).toMatchObject({ failed: 1 })
    answer()
    await sending
    expect(await mailsOf(id)).toMatchObject({ sent: 1, failed: 0 })
  })

  it('goes on by itself in a running node, and tells its log nobody\'s address', async () => {
    const id = await issue(6, 'worker.example')
    server.manner = (recipient) => (recipient.startsWith('g2@') ? 'refuse-address' : recipient.startsWith('g3@') ? 'close-after-message' : 'take')
    const lines: unknown[] = []
    const worker = startIssuingWorker(smtpContext(), { error: (line: unknown) => void lines.push(line), info: (line: unknown) => void lines.push(line) })
    await ask(id)
    while ((await mailsOf(id))['queued'] !== 0) await new Promise((done) => setTimeout(done, 20))
    await worker.stop()
    expect(await mailsOf(id)).toMatchObject({ sent: 4, failed: 2, unmailed: 1 })
    expect(JSON.stringify(lines)).not.toContain('worker.example')
    const { body } = await node.app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })
    expect(Number(/^ler_mails_sent_total (\d+)$/m.exec(body)?.[1])).toBeGreaterThan(20)
    expect(Number(/^ler_mails_failed_total (\d+)$/m.exec(body)?.[1])).toBeGreaterThan(3)
    expect(Number(/^ler_credentials_issued_total (\d+)$/m.exec(body)?.[1])).toBeGreaterThan(20)
    expect(body).toContain('\nler_canonical_differing_total 0\n')
    expect(body.split('\n').filter((line) => line.startsWith('ler_')).every((line) => /^ler_[a-z_]+_total \d+$/.test(line))).toBe(true)
  })
})

describe('mailing one person', () => {
  it('says why it did not work, and keeps the reason at the desk', async () => {
    const id = await issue(1, 'one.example')
    const [claim] = await claimsOf(id)
    const context = smtpContext()
    server.manner = () => 'refuse-address'
    const { resendClaim } = await import('./change-claim.ts')
    await expect(resendClaim(claim?.id ?? '', { actor, context })).rejects.toMatchObject({ code: 'mail/address-refused' })
    expect(await claimsOf(id)).toMatchObject([{ mail: { state: 'failed', code: 'mail/address-refused' } }])
    server.manner = () => 'take'
    await resendClaim(claim?.id ?? '', { actor, context })
    expect(await claimsOf(id)).toMatchObject([{ mail: { state: 'sent', code: null } }])
  })
})

describe('the code of the second factor', () => {
  it('is shown on demand while the claim is open, and who asked is written down', async () => {
    const id = await issue(1, 'shown.example', true)
    const [claim] = await claimsOf(id)
    const code = { method: 'POST' as const, url: `/api/organisations/${actor.organisationId}/claims/${claim?.id}/code` }
    const answer = await owner.request(code)
    expect(answer.json()).toEqual({ code: (await owner.request({ url: mailUrl(id).replace(/mail$/, 'claims.csv') })).body.split('\r\n')[1]?.split(',')[3] })
    expect(answer.headers['cache-control']).toBe('no-store')
    const trail = await node.context.database.selectFrom('issuing_audit').selectAll().where('action', '=', 'claim-code-shown').execute()
    expect(trail).toMatchObject([{ subject_id: claim?.id, detail: null, actor: expect.stringMatching(/^account:/) }])
    await owner.request({ method: 'POST', url: code.url.replace(/code$/, 'void'), payload: { reason: 'other' } })
    expect((await owner.request(code)).json()).toMatchObject({ status: 409, code: 'claim/not-open' })
    const [plain] = await claimsOf(await issue(1, 'plain.example'))
    expect((await owner.request({ ...code, url: code.url.replace(claim?.id ?? '', plain?.id ?? '') })).json()).toMatchObject({ status: 409, code: 'claim/without-code' })
  })
})
