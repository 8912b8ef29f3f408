import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'

/** A mail as the node writes it: plain text, so that it reads the same everywhere and a link is seen before it is followed. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends one mail, or throws. */
export type SendMail = (mail: Mail) => Promise<void>

/** Where mail goes: an SMTP server when `smtpUrl` is set, otherwise `.eml` files in `outboxFolder`. */
export interface MailSettings {
  readonly smtpUrl: string | undefined
  readonly from: string
  readonly outboxFolder: string
}

/** Opens the way out for mail. Untrusted: header values lose their line breaks, so that no address can add a header. */
export function openMail({ smtpUrl, from, outboxFolder }: MailSettings): SendMail {
  const compose = (mail: Mail): Mail & { readonly from: string } => ({ from, to: oneLine(mail.to), subject: oneLine(mail.subject), text: mail.text })
  if (smtpUrl !== undefined) {
    const smtp = createTransport(smtpUrl, { disableFileAccess: true, disableUrlAccess: true })
    return async (mail) => void (await smtp.sendMail(compose(mail)))
  }
  const files = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return async (mail) => {
    const { message } = await files.sendMail(compose(mail))
    await mkdir(outboxFolder, { recursive: true, mode: 0o700 })
    const file = join(outboxFolder, `${randomUUID()}.eml`)
    await writeFile(`${file}.part`, message, { mode: 0o600 })
    await rename(`${file}.part`, file)
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ')
}
