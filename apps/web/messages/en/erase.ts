/** Sentences about erasing a person. */
export const erase = {
  state: 'Erased',
  person: 'Erased person',
  since: 'Erased',
  act: 'Erase this person…',
  actText: 'They ask you to forget them, or you may not keep their data any longer.',
  title: 'Erase this person?',
  gone: (name: string): string => `What you hold on ${name} is destroyed: name, address, evidence, the text of what you issued, its link, code and mail, and the file it came in.`,
  stays: 'What stays',
  staysList: [
    'That somebody was issued this achievement, and when, without saying who. Your counts do not change.',
    'The place in the public status list: the record reads as taken back, for ever.',
    'On the public ledger a random number that nobody can link to a person any more.',
    'What the person and those they showed it to have kept, mail that was sent, and your backups until you delete them.',
  ],
  standing: 'The record is taken back first. Nobody will be able to rely on it, and you cannot issue it anew from here.',
  reach: 'Which records?',
  reaches: { this: 'Only this one', address: 'All that you issued to this e-mail address' },
  doIt: 'Erase for good',
  doing: 'Erasing…',
  done: 'The person was erased',
  doneNext: ({ erased, others }: { readonly erased: number, readonly others: number }): string =>
    [erased === 1 ? '1 record is empty now.' : `${erased} records are empty now.`, others === 0 ? 'Nothing else is here for this address.' : `${others} more for the same address are still here.`].join(' '),
} as const
