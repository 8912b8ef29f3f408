/** Mail to everybody of a list goes on after `kill -9` and comes to nobody twice, told by the mail server itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestMailServer, type TestMailServer } from '../apps/server/open-test-mail-server.ts'
import { graduatesCsv } from './graduates.ts'
import { freePorts, type NodePlace, type NodeProcess, startNodeProcess } from './node-process.ts'

// Each kill costs a start of the node: the long run has more of them.
const [people, kills] = process.env['LER_TEST_LONG'] === undefined ? [50, [20]] : [120, [20, 50, 80]]
const folder = mkdtempSync(join(tmpdir(), 'ler-mail-kill-'))
let mail: TestMailServer
let place: NodePlace
let node: NodeProcess
let cookie = ''
let org = ''

async function send(path: string, body?: unknown): Promise<Response> {
  const isText = typeof body === 'string'
  const answer = await fetch(`${node.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, origin: node.url, ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }) },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

const call = async <T>(path: string, body?: unknown): Promise<T> => await (await send(path, body)).json() as T

interface Job { readonly state: string; readonly mail: { readonly queued: number; readonly sent: number; readonly failed: number; readonly unmailed: number } }

async function until(path: string, isReached: (job: Job) => boolean): Promise<Job> {
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((done) => setTimeout(done, 200))) {
    const job = await call<Job>(path)
    if (isReached(job)) return job
  }
  throw new Error('it never came to that')
}

describe('mail to everybody', () => {
  beforeAll(async () => {
    mail = await openTestMailServer()
    place = { data: join(folder, 'data'), ...(await freePorts()), env: { LER_SMTP_URL: mail.url, LER_MAILS_PER_MINUTE: '100000' } }
    node = await startNodeProcess(place)
    const token = node.setUpLink?.split('#')[1]
    const answer = await send('/api/setup', { token, displayName: 'R', loginName: 'r', organisation: { name: 'College' }, passphrase: 'four brass kettles sing' })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const { organisations } = await answer.json() as { organisations: { id: string }[] }
    org = `/api/organisations/${organisations[0]?.id}`
  })
  afterAll(async () => {
    await node.stop()
    await mail.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`comes to each of ${people} people at most once over ${kills.length} kill -9, and the rest are named`, async () => {
    const { id: achievementId } = await call<{ id: string }>(`${org}/achievements`, { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate' })
    const { id: uploadId } = await call<{ id: string }>(`${org}/uploads`, graduatesCsv(people))
    const { id } = await call<{ id: string }>(`${org}/uploads/${uploadId}/issue`, { achievementId, mapping: { firstName: 0, lastName: 1, email: 2, awardedOn: 3 } })
    const job = `${org}/jobs/${id}`
    await until(job, ({ state }) => state === 'done')
    mail.onMessage = () => new Promise((done) => setTimeout(done, 60))
    expect(await call(`${job}/mail`, {})).toEqual({ queued: people })
    for (const enough of kills) {
      while (mail.messages.length < enough) await new Promise((done) => setTimeout(done, 5))
      await node.kill()
      node = await startNodeProcess(place)
    }
    const { mail: counts } = await until(job, (now) => now.mail.queued === 0)
    const recipients = mail.messages.map((message) => /^To: (.*)$/m.exec(message)?.[1])
    expect(new Set(recipients).size).toBe(recipients.length)
    expect(counts.sent + counts.failed).toBe(people)
    // Four are under way at once: at most those are uncertain after each kill, and asking again mails none of them.
    expect(counts.failed).toBeLessThanOrEqual(4 * kills.length)
    expect(recipients.length).toBeGreaterThanOrEqual(counts.sent)
    expect(counts.unmailed).toBe(0)
    expect(await call(`${job}/mail`, {})).toEqual({ queued: 0 })
  }, 240_000)
})
