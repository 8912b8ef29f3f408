import { mkdtemp, readFile, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openMail } from './mail.ts'

const mail = { to: 'sofia@example.org', subject: 'Your record', text: 'Open https://college.example/claim/x\n' }

describe('openMail()', () => {
  it('writes each mail as a private .eml file when no SMTP server is set', async () => {
    const outboxFolder = join(await mkdtemp(join(tmpdir(), 'ler-mail-')), 'outbox')
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

  it('says so when the SMTP server cannot be reached', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await new Promise((resolve) => server.close(resolve))
    await expect(openMail({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'a@example.org', outboxFolder: '/nonexistent' })(mail)).rejects.toThrow()
  })
})
