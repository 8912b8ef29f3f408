/** What a wallet for one visit says, on a computer that others use too. */
export const kiosk = {
  heading: 'On a shared computer',
  lede: 'Get your record here, print it, and leave nothing behind. For a library, an office, or the computer of somebody who helps you.',
  points: (minutes: number) => ['Nothing is written to this computer: your record is gone when you finish, or close the page.', `If nobody touches anything for ${minutes} minutes, we ask once, then remove everything.`, 'To keep your record, print it on a card, or save it on a stick of your own.'],
  begin: 'Begin',
  helperHeading: 'If you help somebody',
  helperText: 'Let them choose what is printed and which name stands on it. Do not write down their codes or words. Give them the printed card, and let them see you press “Finish”.',
  barLabel: 'Shared computer',
  bar: 'Shared computer: nothing is kept here.',
  end: 'Finish',
  endHeading: 'Finish and remove everything?',
  endText: 'Have you printed your card, or saved a file on your own stick? After this nobody can bring the record back on this computer. Take the paper from the printer with you.',
  endYes: 'Remove everything',
  idle: (seconds: number) => `Are you still there? In ${seconds} seconds everything is removed.`,
  here: 'I am here',
  endedHeading: 'Everything is removed',
  endedText: 'Nothing of your visit is left in this browser. Files that you saved and papers that you printed are yours to take along.',
}
