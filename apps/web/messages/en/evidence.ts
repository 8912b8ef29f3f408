/** Files that are the evidence of a record, where they are shown. */
export const evidence = {
  heading: 'The evidence',
  caution: 'Others made these files. Each is shown closed off: nothing in it can run, ask the internet for anything, or read this page.',
  state: {
    'matched': 'The file that was meant: its fingerprint is the one in the record.',
    'mismatched': 'Not the file that was meant: its fingerprint is another than the one in the record.',
    'missing': 'Not handed over, so nobody can tell here what it shows.',
    'unbound': 'The record does not say which file it means, so what you find may be another.',
    'within': 'Part of the record itself.',
    'not-supported': 'We cannot check how it is bound to the record.',
  },
  unnamed: 'A file without a name',
  lies: 'Said to lie at',
  look: 'Look at it',
  close: 'Close it',
  save: 'Save it',
  pdfWords: 'These are the words in it. Save it to see what it looks like.',
  notShown: 'This kind of file is not shown here. Save it, and open it with a program of yours.',
  tooLarge: 'This file is too large to be shown here. Save it, and open it with a program of yours.',
  noPicture: 'If you see no picture, the file is none, whatever it says it is.',
  title: (name: string) => `What is in ${name}`,
}
