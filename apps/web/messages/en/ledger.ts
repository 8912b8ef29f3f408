/** Sentences of the ledger page. */
export const ledger = {
  title: 'The ledger of this node',
  lede: 'A public list to which one can only add. It proves that a record existed at a time and that nobody rewrote the list since. It says nothing about anyone.',
  empty: 'Nothing has been noted yet. The first line is written when the first records are issued.',
  unavailable: 'The ledger does not answer at the moment. Records stay valid; only this page has nothing to show.',
  size: 'Entries so far',
  root: 'Fingerprint of the whole list',
  rootHint: 'If one old entry were changed, this would change too.',
  origin: 'Name of the log',
  key: 'Key that signs it',
  whatTitle: 'What is in it',
  what: [
    'Each entry stands for a batch of records: which organisation issued them, a rough size, and one fingerprint for all of them.',
    'Each record in a batch is hidden behind a random number that only its holder has. Without it the entry tells nothing, not even to us.',
    'There are no names, no addresses, no grades and no hashes of such things.',
  ],
  checkTitle: 'Check it yourself',
  checkText: 'The list is a transparency log in the open C2SP tile format. Any program that reads that format can follow it.',
  checkpoint: 'Signed checkpoint',
  copyCheckpoint: 'Copy the checkpoint',
} as const
