import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { MailError, type MailFailure } from './mail-error.ts'

/** A mail as the node writes it: plain text, so that it reads the same everywhere and a link is seen before it is followed. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Random. The same mail tried again has the same: it is the same file of the outbox, and the same message to whoever has it twice. */
  readonly id?: string
}

/** Sends one mail, once; nothing is tried again here. @throws MailError */
export type SendMail = (mail: Mail) => Promise<void>

/** Where mail goes: to an SMTP server, or into `.eml` files of the outbox folder. */
export type MailChannel = 'smtp' | 'outbox'

/** How mail leaves the node: by SMTP when `smtpUrl` is set, otherwise into `outboxFolder`. */
export interface MailSettings {
  readonly smtpUrl: string | undefined
  readonly from: string
  readonly outboxFolder: string
}

/** How long a server may take to be reached, and to answer (RFC 5321, Timeouts: ten minutes after the message). */
const timeouts = { dnsTimeout: 10_000, connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 600_000 } as const

/** Tells which way mail goes. */
export function mailChannelOf({ smtpUrl }: Pick<MailSettings, 'smtpUrl'>): MailChannel {
  return smtpUrl === undefined ? 'outbox' : 'smtp'
}

/** Opens the way out for mail. Untrusted: header values lose their line breaks, so that no address can add a header. */
export function openMail({ smtpUrl, from, outboxFolder }: MailSettings): SendMail {
  return async ({ id = randomUUID(), to, subject, text }) => {
    const message = { from, to: oneLine(to), subject: oneLine(subject), text, messageId: `<${id}@${hostOf(from)}>` }
    await (smtpUrl === undefined ? writeToOutbox(message, join(outboxFolder, `${id}.eml`)) : sendBySmtp(message, smtpUrl))
  }
}

interface Message {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
}

/**
 * A connection for each mail, so that a failure is always about this one.
 *
 * The body is read only once the server has asked for it (RFC 5321, DATA): before, a broken connection means that nothing
 * was sent; afterwards nobody knows, unless the server has answered.
 */
async function sendBySmtp(message: Message, smtpUrl: string): Promise<void> {
  const { createTransport } = await import('nodemailer')
  let isHandedOver = false
  const noted = async function* (body: Readable): AsyncGenerator<unknown> {
    isHandedOver = true
    yield* body
  }
  const transport = createTransport({ url: smtpUrl, ...timeouts, disableFileAccess: true, disableUrlAccess: true })
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((body) => Readable.from(noted(body), { objectMode: false }))
    done()
  })
  try {
    await transport.sendMail(message)
  } catch (cause) {
    throw new MailError(failureOf(cause, isHandedOver), { cause })
  } finally {
    transport.close()
  }
}

/** Untrusted: codes come from whatever answers as the server; its words are not read. */
function failureOf(cause: unknown, isHandedOver: boolean): MailFailure {
  const { code, command, responseCode } = cause as { readonly code?: unknown; readonly command?: unknown; readonly responseCode?: unknown }
  if (code === 'EAUTH') return 'mail/login-refused'
  if (typeof responseCode === 'number' && command !== 'CONN') {
    if (responseCode < 500) return 'mail/server-busy'
    return command === 'RCPT TO' ? 'mail/address-refused' : 'mail/refused'
  }
  // The library itself refuses what is no address.
  if (code === 'EENVELOPE' && command === 'API') return 'mail/address-refused'
  return isHandedOver ? 'mail/interrupted' : 'mail/server-unreachable'
}

async function writeToOutbox(message: Message, file: string): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const files = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message: bytes } = await files.sendMail(message)
  try {
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
    await writeFile(`${file}.part`, bytes, { mode: 0o600 })
    await rename(`${file}.part`, file)
  } catch (cause) {
    throw new MailError('mail/outbox-unwritable', { cause })
  }
}

/** The part after the @ of the sender, which names the domain of message ids. */
function hostOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ')
}
