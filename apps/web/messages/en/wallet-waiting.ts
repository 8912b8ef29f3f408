/** What the wallet says of records that come later. */
export const walletWaiting = {
  heading: 'On the way',
  notYet: 'Not here yet',
  here: 'It has come. Look at it',
  since: (day: string) => `Waiting since ${day}`,
  unnamed: 'A record on its way',
  from: 'Who makes it',
  asked: 'Asked last',
  text: 'They have not handed it out yet. Your wallet does not ask by itself: press the button when you want to know.',
  ask: 'Ask now',
  soon: (moment: string) => `They want to be asked again from ${moment} on.`,
  still: 'It is not there yet.',
  remove: 'Stop waiting',
  removeText: 'If you stop waiting, your wallet forgets how to get it. You would then need a new link from them.',
  gone: { title: 'They have nothing for you here any more', text: 'It was handed out already, or its time is over. Ask them for a new link.' },
  missing: 'This does not wait here. You may have it already, or have stopped waiting.',
}
