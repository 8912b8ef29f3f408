/** What the wallet says where everything stands in the order of a life. */
export const walletTimeline = {
  kinds: {
    'education': 'Education', 'training': 'Training', 'employment': 'Work', 'licence': 'Licence or certificate', 'skill': 'Skill', 'project': 'Project', 'military-service': 'Military service',
    'volunteering': 'Volunteering', 'caregiving': 'Caring for somebody', 'self-directed-learning': 'Learned by myself', 'entrepreneurship': 'Own business',
  },
  since: (start: string) => `${start} until now`,
  between: (start: string, end: string) => `${start} – ${end}`,
  own: 'In your own words',
  evidence: (count: number) => (count === 1 ? 'Evidenced: 1 file shows it' : `Evidenced: ${count} files show it`),
  stated: 'Self-stated',
  private: 'Part of it is private',
  also: (count: number) => (count === 1 ? 'Also stands in 1 other place' : `Also stands in ${count} other places`),
  came: (host: string, date: string) => `Came from ${host} on ${date}`,
  cameInFile: (date: string) => `Came in a file on ${date}`,
  cameAgain: (count: number) => (count === 1 ? 'the same came once more' : `the same came ${count} more times`),
  draftsHeading: (count: number) => (count === 1 ? '1 draft is waiting for you' : `${count} drafts are waiting for you`),
  drafts: 'A draft counts for nothing until you say that it is right.',
  lookAtDrafts: 'Look at them',
  removed: (name: string) => `“${name}” was removed.`,
  undo: 'Undo',
}
