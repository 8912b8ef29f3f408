import { mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMail } from './mail.ts'
import { openTestMailServer, type MailManner, type TestMailServer } from './open-test-mail-server.ts'

const mail = { to: 'sofia@example.org', subject: 'Your record', text: 'Open https://college.example/claim/x\n' }

describe('openMail() without an SMTP server', () => {
  const outbox = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'ler-mail-')), 'outbox')

  it('writes each mail as a private .eml file', async () => {
    const outboxFolder = await outbox()
    const send = openMail({ smtpUrl: undefined, from: 'node@example.org', outboxFolder })
    await send(mail)
    await send({ ...mail, to: 'x@example.org\r\nBcc: everybody@example.org', subject: 'a\nb' })
    const names = await readdir(outboxFolder)
    expect(names).toHaveLength(2)
    expect(names.every((name) => name.endsWith('.eml'))).toBe(true)
    const texts = await Promise.all(names.map((name) => readFile(join(outboxFolder, name), 'utf8')))
    expect(texts.some((text) => text.includes('To: sofia@example.org') && text.includes('https://college.example/claim/x'))).toBe(true)
    expect(texts.every((text) => !/^Bcc:/m.test(text))).toBe(true)
    expect((await stat(join(outboxFolder, names[0] ?? ''))).mode & 0o077).toBe(0)
  })

  it('writes the same mail over, however often it is tried', async () => {
    const outboxFolder = await outbox()
    const send = openMail({ smtpUrl: undefined, from: 'Node <node@example.org>', outboxFolder })
    for (let time = 0; time < 3; time += 1) await send({ ...mail, id: 'one' })
    expect(await readdir(outboxFolder)).toEqual(['one.eml'])
    expect(await readFile(join(outboxFolder, 'one.eml'), 'utf8')).toContain('Message-ID: <one@example.org>')
  })

  it('says so when the folder cannot be written', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'ler-mail-')), 'file')
    await writeFile(file, '')
    await expect(openMail({ smtpUrl: undefined, from: 'a@example.org', outboxFolder: join(file, 'outbox') })(mail)).rejects.toMatchObject({ code: 'mail/outbox-unwritable' })
  })
})

describe('openMail() with an SMTP server', () => {
  let server: TestMailServer
  const send = (): Promise<void> => openMail({ smtpUrl: server.url, from: 'Node <node@example.org>', outboxFolder: '/nonexistent' })({ ...mail, id: 'one' })
  beforeAll(async () => {
    server = await openTestMailServer()
  })
  afterAll(() => server.close())

  it('hands the message over', async () => {
    server.manner = () => 'take'
    await send()
    expect(server.messages.at(-1)).toContain('Message-ID: <one@example.org>')
  })

  const failures: readonly (readonly [MailManner, string])[] = [
    ['refuse-address', 'mail/address-refused'], ['refuse-message', 'mail/refused'], ['busy', 'mail/server-busy'],
    ['close-before-message', 'mail/server-unreachable'], ['close-after-message', 'mail/interrupted'],
  ]
  it.each(failures)('tells %s as %s, without the address', async (manner, code) => {
    server.manner = () => manner
    const failure = await send().then(() => undefined, (error: Error) => error)
    expect(failure).toMatchObject({ code })
    expect(failure?.message).not.toContain('sofia')
  })

  it('tells a server that is not there', async () => {
    const gone = await openTestMailServer()
    await gone.close()
    const tried = openMail({ smtpUrl: gone.url, from: 'a@example.org', outboxFolder: '/nonexistent' })(mail)
    await expect(tried).rejects.toMatchObject({ code: 'mail/server-unreachable' })
  })

  it('tells what is no address', async () => {
    const tried = openMail({ smtpUrl: server.url, from: 'a@example.org', outboxFolder: '/nonexistent' })({ ...mail, to: '' })
    await expect(tried).rejects.toMatchObject({ code: 'mail/address-refused' })
  })
})
