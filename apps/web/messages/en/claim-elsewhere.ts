/** What the claim page says to those who keep their records in a wallet of another make. */
export const claimElsewhere = {
  summary: 'Use another wallet',
  text: 'If you keep your records in a wallet of another make, or on another device, take this record there.',
  code: 'The code that the organisation gave you',
  codeHint: 'Without it, your wallet asks you for it, if it can.',
  start: 'Show the code to scan',
  starting: 'One moment …',
  scan: 'Scan this with your wallet, or copy the address into it.',
  qr: 'QR code for your wallet',
  address: 'Address for your wallet',
  open: 'Open in a wallet on this device',
  once: (time: string): string => `Works once, until ${time}. Nothing is taken before your wallet asks you.`,
  anew: 'Make a new one',
}
