/** Why a mail did not go out, by its code. */
export const mailFailures = {
  'mail/address-refused': 'The mail server does not know this address.',
  'mail/refused': 'The mail server does not take this message.',
  'mail/server-busy': 'The mail server asks us to come back later.',
  'mail/server-unreachable': 'The mail server does not answer.',
  'mail/login-refused': 'The mail server does not let this node in. Tell the people who run the node.',
  'mail/outbox-unwritable': 'The outbox folder of this node cannot be written. Tell the people who run the node.',
  'mail/interrupted': 'It was broken off, and nobody knows whether the mail arrived. Ask the person before you mail it again.',
  other: 'The mail did not go out.',
} as const

/** Sentences of mailing everybody of a list their link. */
export const mails = {
  title: 'Mail the links',
  nobodyYet: (count: number, shown: string): string => (count === 1 ? 'One person has not been mailed.' : `${shown} people have not been mailed.`),
  act: (count: number, shown: string): string => (count === 1 ? 'Mail one person the link' : `Mail ${shown} people their link`),
  confirmTitle: (count: number, shown: string): string => (count === 1 ? 'Mail one person the link?' : `Mail ${shown} people their link?`),
  confirmSmtp: (count: number, shown: string): string => (count === 1 ? 'One mail goes out, through the mail server of this node.' : `${shown} mails go out, one to each person, through the mail server of this node.`),
  confirmOutbox: (count: number, shown: string): string => `This node has no mail server. ${count === 1 ? 'One message is' : `${shown} messages are`} written into its outbox folder, and reach nobody until the people who run the node send them.`,
  confirmOnce: 'Nobody is mailed twice: who was mailed before, or has taken the record, gets nothing.',
  confirmCode: 'The mail holds the link and never the code. Hand the codes over another way: they are in the file of claim links.',
  confirmAct: { smtp: 'Send the mails', outbox: 'Write the messages' },
  asking: 'One moment…',
  progress: 'Mails handed over',
  progressWords: (done: string, total: string, left: string): string => `${done} of ${total} done, ${left} waiting`,
  progressNext: 'You may close this page. The node goes on without you, also after a restart.',
  trouble: 'The mails have to wait',
  troubleNext: 'We try again by ourselves: after a minute, then less often, up to five times.',
  sent: { smtp: (count: number, shown: string): string => (count === 1 ? 'One mail was handed to the mail server.' : `${shown} mails were handed to the mail server.`), outbox: (count: number, shown: string): string => (count === 1 ? 'One message is in the outbox folder.' : `${shown} messages are in the outbox folder.`) },
  failedTitle: (count: number, shown: string): string => (count === 1 ? 'One mail did not go out' : `${shown} mails did not go out`),
  failedNext: 'The claim desk says why for each person. Correct the address by issuing anew, or hand the link over another way.',
  failedAct: 'See who it is',
} as const
