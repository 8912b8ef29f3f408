import type { Mail } from '../mail.ts'
import { invitationDays } from './invitations.ts'

/** The mail with an invitation: plain, without anything that loads. */
export function invitationMail({ to, name, organisation, invitedBy, link }: { readonly to: string; readonly name: string; readonly organisation: string; readonly invitedBy: string; readonly link: string }): Mail {
  return {
    to,
    subject: `${organisation}: your invitation to the desk`,
    text: [
      `Hello ${name},`,
      '',
      `${invitedBy} invites you to issue records for ${organisation}.`,
      'Open this link to join:',
      '',
      link,
      '',
      `It works once, for ${invitationDays} days, and is meant for you alone. If you did not expect it, do nothing.`,
      '',
    ].join('\n'),
  }
}
