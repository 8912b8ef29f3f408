/** What the wallet says when somebody brings a link. */
export const walletAdd = {
  label: 'Link',
  go: 'Look at it',
}

/** What the wallet says when somebody takes a record. */
export const walletClaim = {
  heading: (issuer: string) => `${issuer} has a record for you`,
  headingPlain: 'A record for you',
  loading: 'Asking what is waiting for you …',
  for: (hint: string) => `Made out to ${hint}`,
  at: 'Through the node at',
  notYou: 'Are these not your initials? Then do not take it: tell whoever sent you the link.',
  take: 'Put it in my wallet',
  needWallet: 'You need a wallet to keep it. Making one takes a minute, costs nothing and asks for no name.',
  needUnlock: 'Open your wallet to keep it.',
  code: 'The code that you were sent separately',
  codeHint: 'Six to eight digits, in a text message or on paper from the same place.',
  codeMissing: 'Type the code that came to you separately. It has six to eight digits.',
  steps: { asking: 'Asking for it', proving: 'Showing that the key is yours', checking: 'Checking what came back', keeping: 'Locking it away' },
  done: 'It is yours',
  doneText: 'The record is in your wallet, locked on this device. From now on it is tied to a key that only you have.',
  again: 'Try again',
  faults: {
    linkMalformed: { title: 'This link is incomplete', text: 'Part of it is missing, perhaps because a mail program cut it. Open it again from the message, or copy the whole link and paste it.' },
    nodeOrigin: { title: 'We will not open this link', text: 'It leads to an address without a protected connection, where others could read along. Ask whoever sent it for a link that begins with https://.' },
    offline: { title: 'No connection', text: 'Nothing was lost and nothing was claimed. Your link stays good: try again when you are connected.' },
    unknown: { title: 'Nothing is waiting under this link', text: 'It may be mistyped, or so old that it was taken down. Ask whoever sent it for a new one.' },
    bound: { title: 'This record has already been taken', text: 'If it was you, look in the wallet in which you took it, perhaps on another device. If it was not, nothing is lost: we have told the people who gave it that you asked. Write to them, and they can take the first one back and make you a new one.' },
    suspended: { title: 'This record is on hold', text: 'The people who made it have suspended it for now. Your link stays good: ask them, or try again later.' },
    voided: { title: 'This record was taken back', text: 'The people who made it withdrew it, perhaps to correct it. Ask them for the new link.' },
    wrongCode: { title: 'The code is not right', text: 'Look at the message again and type only the digits. After a few wrong tries the link is locked.' },
    locked: { title: 'The link is locked', text: 'The wrong code was given too often. Ask the people who sent you the link for a new one: your record is safe.' },
    tooMany: { title: 'Too many tries', text: 'Wait a quarter of an hour, then try again. Your link stays good.' },
    challenge: { title: 'The node did not take our answer', text: 'For your safety its question is only good for ten minutes, and once. Try again. If it stays so, check that the clock of this device is right.' },
    dishonest: { title: 'We did not keep what came back', text: 'It was not the record that we asked for: it was changed on the way, made out to another key, or signed by someone else. Your wallet is unchanged. Tell the people who sent you the link.' },
    malformed: { title: 'The answer made no sense', text: 'The node answered in a way that we do not understand. Try again later; if it stays so, tell the people who sent you the link.' },
    other: { title: 'That did not work', text: 'The node said no and gave no reason that we know. Your link stays good: try again later.' },
  },
}
