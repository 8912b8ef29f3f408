/** What is said of a record that somebody signed about themselves. */
export const ownWord = {
  headline: 'In the person’s own words',
  text: 'Not a word changed since the person it is about signed it. Nobody else says so: ask them, look at what shows it, or ask those who were there.',
  by: 'By the person it is about. It is their own word.',
  byWord: 'Themselves',
  accepted: 'There is no issuer but the person themselves, so there is nobody whom this node could know.',
  issuer: 'The person it is about',
  told: 'What it tells, one by one',
  vouched: 'In the person’s own words, and others vouch for it',
  vouchedText: 'Not a word changed since the person it is about signed it. Who vouches for it, and what that is worth, stands below.',
  entitled: 'Everybody may speak of their own life. Whether it is so, those who were there can tell.',
  signed: 'Signed on',
  story: 'In their words',
  id: 'Their key for this entry',
}
