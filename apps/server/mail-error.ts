import { EverlearnedError } from 'everlearned/error'

/**
 * Why a mail did not go out:
 *
 * - `mail/address-refused`: the server does not take mail for this address, and will not later
 * - `mail/refused`: the server does not take this message, and will not later
 * - `mail/server-busy`: the server asks to come back later
 * - `mail/server-unreachable`: no server answers, or it breaks off before it was given the message
 * - `mail/login-refused`: the server does not take our name and password
 * - `mail/outbox-unwritable`: the outbox folder cannot be written
 * - `mail/interrupted`: nobody knows: the message was handed over and no answer came
 */
export type MailFailure =
  | 'mail/address-refused' | 'mail/refused' | 'mail/server-busy' | 'mail/server-unreachable' | 'mail/login-refused' | 'mail/outbox-unwritable' | 'mail/interrupted'

/** A mail that did not go out. Its message holds neither the address nor what the server said, which may repeat it. */
export class MailError extends EverlearnedError {
  declare readonly code: MailFailure

  constructor(code: MailFailure, options: ErrorOptions = {}) {
    super(code, `Cannot send mail: ${states[code]}`, options)
  }
}

const states: Readonly<Record<MailFailure, string>> = {
  'mail/address-refused': 'the mail server does not take this address',
  'mail/refused': 'the mail server does not take this message',
  'mail/server-busy': 'the mail server asks to come back later',
  'mail/server-unreachable': 'the mail server does not answer',
  'mail/login-refused': 'the mail server does not take the name and password of this node',
  'mail/outbox-unwritable': 'the outbox folder cannot be written',
  'mail/interrupted': 'the mail server did not say whether it took the message',
}
