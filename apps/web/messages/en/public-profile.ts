/** What is said of a profile by those pages on which others read it. */
export const publicProfile = {
  title: 'A profile',
  loading: 'Getting it and checking it …',
  unsigned: 'The name and the words above are the person’s own: nobody signed them. Each line below was checked just now, in your browser.',
  own: 'In their own words',
  level: (level: string) => `Level: ${level}`,
  show: 'See what was checked',
  print: 'Print this page',
  genuine: (count: number) => (count === 1 ? '1 genuine record' : `${count} genuine records`),
  ownCount: (count: number) => (count === 1 ? '1 thing in their own words' : `${count} things in their own words`),
  open: (count: number) => (count === 1 ? '1 that is not fully confirmed' : `${count} that are not fully confirmed`),
  bad: (count: number) => (count === 1 ? '1 that does not hold' : `${count} that do not hold`),
  until: (date: string) => `It stands here until ${date}, unless the person takes it down sooner. Nobody counts or remembers who reads it.`,
  take: 'Take this page along',
  address: 'Address of this page',
  send: 'Send …',
  qr: 'A code that holds the address of this page',
}
