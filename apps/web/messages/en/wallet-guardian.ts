/** What the wallet says while a guardian has a say, and afterwards. */
export const walletGuardian = {
  asked: 'Your guardian has to agree first',
  askedText: 'They have a link of their own, and a code from the people who made this record. Your link stays good: look again once they have said yes.',
  refused: 'Your guardian has not agreed',
  refusedText: 'They can still change their mind. From the day on which you are of age nobody is asked, and this link still works. You can talk to your school about it.',
  again: 'Look again',
  until: (day: string) => `Until ${day} your guardian has a say`,
  link: 'You can share this record by links that end by themselves, and in no other way. It is on no public page and in no search.',
  none: 'Your guardian has not allowed sharing. You can keep this record and look at it.',
  after: (day: string) => `From ${day} on you decide alone. Nobody who is shown the record sees any of this.`,
  look: 'Look whether something changed',
  looking: 'Asking …',
  unchanged: 'Nothing has changed.',
  takenBack: 'Your guardian has taken their yes back. This record is not valid now. When they agree again, open your link again.',
  offline: 'We could not ask. Try again when you are connected.',
  yours: 'You alone decide about this record now',
  yoursText: 'Nobody else has a say any more. Can somebody else open this wallet? Then ask the people who gave you the record to hand it over into a new wallet of your own.',
} as const
