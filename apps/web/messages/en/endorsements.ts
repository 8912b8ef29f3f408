import { pluralIn } from '../plural.ts'

const plural = pluralIn('en')

/** What is said of endorsements, where they are checked and where they are kept. */
export const endorsements = {
  heading: 'Who vouches for it',
  caution: 'These are their own words. What counts was worked out here, and not read from the file.',
  holding: (holding: number, of: number) => `${plural(holding, { one: '# counts', other: '# count' })}, of ${of} that came along.`,
  unnamed: 'Somebody without a name',
  level: { endorsed: 'Endorsed, identity not checked', attested: 'Attested by an organisation that is known here', none: 'Does not count' },
  relation: {
    'supervised': 'Supervised this', 'worked-beside': 'Worked beside them', 'taught': 'Taught them', 'treasurer': 'Was treasurer where this was done', 'served': 'Was served or helped by this', 'other': 'Knows of it in another way',
  },
  noRelation: 'Does not say how they know',
  since: (relation: string, when: string) => `${relation}, since ${when}`,
  conflict: { family: 'They are family', paid: 'They are paid for it', depends: 'One of them depends on the other' },
  noConflict: 'Says that nothing sways them: no family, no pay, no dependence',
  notAsked: 'Does not say what might sway them',
  seen: (node: string, date: string) => `The node at ${node} says that an e-mail address answered its code on ${date}. Whose address it is was not checked.`,
  unseen: 'No node says that it reached them.',
  why: {
    withdrawn: 'They took it back, or it does not hold.',
    open: 'Whether they took it back could not be checked.',
    subject: 'It is about something else.',
    content: 'It was given for another version of this record.',
    address: 'What it says of a contact address is not true.',
    own: 'It was signed by the person or the issuer of this very record.',
    again: 'The same key signed twice. One of them counts.',
  },
}
