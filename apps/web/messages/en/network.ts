/** Sentences of the page of the network. */
export const network = {
  title: 'Who holds a copy',
  lede: 'The ledger does not depend on this node. Others keep copies of it, check every line, and sign what they saw.',
  finality: 'How far it is final',
  finalNow: (size: number, count: string): string => (size === 1 ? 'The first entry is final: it cannot be taken back.' : `The first ${count} entries are final: they cannot be taken back.`),
  nothingFinal: 'Nothing is final yet.',
  allFinal: 'Nothing is waiting.',
  waiting: (count: number, shown: string): string => (count === 1 ? 'One entry waits until enough members have signed.' : `${shown} entries wait until enough members have signed.`),
  finalAt: (ago: string, moment: string): string => `Last made final ${ago} (${moment}).`,

  holdersTitle: 'Copies',
  holdersCaption: 'Everybody who keeps a copy of this ledger',
  name: 'Who',
  sector: 'Sector',
  role: 'What they do',
  size: 'Entries held',
  lastSigned: 'Last signed',
  state: 'State',
  neverSigned: 'never',
  thisNode: 'this node',
  roles: { operator: 'Runs the log', validator: 'Checks every entry and signs', mirror: 'Keeps a full copy and signs', witness: 'Watches and signs' } as Readonly<Record<string, string>>,
  states: { current: 'Up to date', behind: 'Behind', silent: 'Silent' },
  behind: (count: string): string => `${count} behind`,
  emptyTitle: 'Nobody else holds a copy yet',
  empty: 'This node is a network of one. Its list proves that nothing was rewritten only as far as you trust the people who run it. Another organisation can keep a copy with one command, and stands here once the policy names it:',
  joinCommand: 'Command for another organisation',

  policyTitle: 'Who must sign',
  policyAlone: 'This network has one member so far: its own signature makes an entry final. That shows who wrote the list, but nobody else watches over it yet.',
  policySectors: (needed: string, total: string): string => `${needed} of ${total} sectors must sign before an entry counts.`,
  policyMembers: (needed: string, total: string): string => `${needed} of ${total} members must sign before an entry counts.`,
  inSector: (sector: string, needed: string, total: string): string => `${sector}: ${needed} of ${total}`,
  mayLie: (count: number, unit: 'sectors' | 'members'): string => {
    if (count === 0) return 'If even one of them lied together with whoever runs the log, two histories could be shown.'
    return `${count === 1 ? `One ${unit === 'sectors' ? 'sector' : 'member'}` : `${inWords(count)} ${unit}`} may lie together with whoever runs the log, and nobody is fooled.`
  },
  mayBeDown: (count: number, unit: 'sectors' | 'members'): string => {
    if (count === 0) return 'All of those who must sign are needed: if one of them cannot be reached, new entries wait.'
    return `${count === 1 ? `One ${unit === 'sectors' ? 'sector' : 'member'}` : `${inWords(count)} ${unit}`} may be out of reach, and entries still become final.`
  },
  overlap: (count: number): string => `Any two groups that could sign have ${count === 1 ? 'one member' : `at least ${count} members`} in common.`,
  policyText: 'The rule as programs read it',
  copyPolicy: 'Copy the rule',
  policyUnread: 'The rule could not be read by this page. Here it is as it stands.',

  selfTitle: 'This node',
  selfName: 'Name',
  selfSector: 'Sector',
  selfRoles: 'What it does',
  insideTitle: 'Inside each sector',
  selfKey: 'Key of its log',
  selfCosigner: 'Key it signs others’ lists with',
  selfRegistry: 'Network',
  rulesVersion: (version: string): string => `rules, version ${version}`,
  selfRole: { operator: 'Runs its own log', validator: 'Checks the logs of others and signs them', mirror: 'Keeps copies of the logs of others', witness: 'Sees that the logs of others are not rewritten' } as Readonly<Record<string, string>>,

  followTitle: 'What this node follows',
  followText: 'A node can keep copies of the ledgers of others, check them, and sign what it saw.',
  followNone: 'This node follows nobody’s ledger yet.',
  followCaption: 'The ledgers that this node follows',
  log: 'Ledger',
  checked: 'Last looked',
  notChecked: 'not yet',
  followStates: { new: 'Beginning', current: 'Up to date', waiting: 'Waiting', unreachable: 'Not reached', refused: 'Stopped', forked: 'Stopped', 'rolled-back': 'Stopped' } as Readonly<Record<string, string>>,
  followWhy: { unreachable: 'It does not answer. This node tries again.', refused: 'It holds an entry that breaks the rules.', forked: 'It showed two histories.', 'rolled-back': 'The copy here is older than what was signed.' } as Readonly<Record<string, string>>,
  ownerAct: 'Change what it follows',
  ownerHint: 'For the people who run this node.',
  followAct: 'Follow a ledger',
  followHeading: 'Follow another ledger',
  url: 'Address of the ledger',
  urlHint: 'The address of another node, such as https://college.example',
  needUrl: 'Enter the whole address, starting with https://',
  roleLabel: 'What shall this node do for it?',
  joins: 'Become a member: record under its registry',
  joinsHint: 'Organisations of this node register there, and what they record is judged by its rules. This cannot be taken back.',
  followRoles: {
    validator: { name: 'Check everything', hint: 'Keeps a full copy, checks every entry by the rules, and signs. The strongest help for others.' },
    mirror: { name: 'Keep a copy', hint: 'Keeps a full copy and signs that it has it, without judging the entries.' },
    witness: { name: 'Watch only', hint: 'Keeps no copy. Signs that nothing was rewritten.' },
  },
  following: 'Reaching it…',
  followed: 'This node follows it now',
  followedNext: 'It reads everything from the first entry on. You may leave this page.',
  stop: 'Stop following',
  stopTitle: 'Stop following this ledger?',
  stopWhat: (origin: string): string => `This node no longer checks ${origin} and no longer signs for it. If that network counts on your signature, its entries may have to wait.`,
  stopKeeps: 'What was copied so far stays on this machine, so that you can take it up again later.',
  stopAct: 'Stop following it',
  stopping: 'Stopping…',
  act: 'Act',
  asking: 'Asking who you are…',
} as const

/** Sentences of what went wrong in the network. */
export const alarm = {
  where: 'Which ledger',
  since: 'Found',
  found: 'What we saw',
  forRecords: 'For records',
  now: 'What to do',
  saveProof: 'Save the proof',
  toNetwork: 'Look at the network',
  fileName: (kind: string): string => `${kind}-proof.json`,
  kinds: {
    fork: {
      what: 'A ledger showed two histories',
      means: 'Records noted in it before are still proven by the copies that others hold. What was noted in it lately may be missing for somebody else: do not rely on it until the network has decided.',
      next: 'This node has stopped signing for it. Save the proof and send it to the other members: anyone can verify it, and nobody can make one against an honest ledger.',
    },
    'refused-entry': {
      what: 'A ledger holds an entry that breaks the rules',
      means: 'Everything before that entry stays good. Nothing from it on counts for this node.',
      next: 'This node has stopped signing for it. Tell the people who run that ledger, and the other members, which entry it is.',
    },
    halted: {
      what: 'This node’s ledger takes nothing more',
      means: 'Everything that counted before still does, and can be checked here. New lists of the organisations on this node are noted in the next ledger of the network, if there is one; the list that small issuers share waits.',
      next: 'Tell the people who run this node what was found. The ledger goes on by itself if the others agree with it again.',
    },
    withheld: {
      what: 'A ledger did not keep its word',
      means: 'It signed for something that this node had sent, and has not made it count in a day. What it should have noted is not proven there.',
      next: 'Ask the people who run it. Lists of the organisations on this node are noted elsewhere meanwhile.',
    },
    'policy-differs': {
      what: 'A node goes by another rule of who must sign',
      means: 'Something may look final there that is not final by the rule that all sectors voted.',
      next: 'Compare the rule on that node with the voted one, and ask the people who run it.',
    },
    'rolled-back': {
      what: 'This node’s copy of a ledger is older than what it has signed',
      means: 'Records are not touched. But this node could contradict itself, so it signs nothing for that ledger.',
      next: 'Put back the newer copy of the data folder. If that ledger is somebody else’s, this node can also go on under another key: see what it follows.',
    },
  } as Readonly<Record<string, { readonly what: string, readonly means: string, readonly next: string }>>,
  other: { what: 'Something is wrong in the network', means: 'It is not known yet what this means for records.', next: 'Tell the people who run this node.' },
} as const

/** Small numbers as words, at the beginning of a sentence. */
function inWords(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'][count] ?? String(count)
}
