import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailSettings } from './mail.ts'

/** Deletes the mails of the outbox that hold one of some links, whichever way their text was encoded. Mail that left by SMTP is out of reach. */
export async function removeFromOutbox(links: readonly string[], { outboxFolder }: Pick<MailSettings, 'outboxFolder'>): Promise<void> {
  const names = await readdir(outboxFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names.filter((found) => /\.eml(\.part)?$/.test(found))) {
    const file = join(outboxFolder, name)
    const text = readableText(await readFile(file, 'latin1'))
    if (links.some((link) => text.includes(link))) await rm(file, { force: true })
  }
}

/** The text of a message as far as ASCII goes, decoded as its header says (RFC 2045, Content-Transfer-Encoding). */
function readableText(message: string): string {
  const end = message.indexOf('\r\n\r\n')
  const [head, body] = [message.slice(0, end), message.slice(end + 4)]
  if (/^content-transfer-encoding:\s*base64/im.test(head)) return Buffer.from(body, 'base64').toString('latin1')
  return /^content-transfer-encoding:\s*quoted-printable/im.test(head) ? body.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : body
}
