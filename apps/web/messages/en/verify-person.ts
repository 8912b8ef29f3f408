/** How a reader finds out whether a record is about the person who brought it. */
export const verifyPerson = {
  summary: 'Is it about the person who gave it to you?',
  text: 'A record that came as a file names its person by an e-mail address, often hidden. Enter the address of the person, and we compare. It stays in this browser.',
  email: 'E-mail address of the person',
  emailHint: 'As the person gave it to you.',
  emailMissing: 'Enter an e-mail address.',
  compare: 'Compare',
  outcomes: {
    passed: (address: string) => `It is about ${address}.`,
    failed: (address: string) => `It is not about ${address}. Ask the person whether it was made out to another address.`,
    unknown: (address: string) => `We cannot say whether it is about ${address}: not every record here names its person by an e-mail address. Ask the person to show it from their wallet.`,
  },
  mailbox: 'Does the person read this mailbox?',
  mailboxText: 'Whoever has the file could know the address too. Send this code there from your own mail, and let the person tell it to you.',
  code: 'The code:',
  write: 'Write the mail',
  subject: 'A code to confirm your address',
  body: (code: string) => `You showed a record that is about this address. To confirm that it is yours, tell this code to whoever you showed it to: ${code}`,
  mailboxGone: 'If the person can no longer open the mailbox, this way cannot show that it is theirs. Ask them to show the record from a wallet instead, or ask the issuer.',
}
