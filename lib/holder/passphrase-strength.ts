import { HolderError } from './holder-error.ts'

/** The stated minimum: this many characters … */
export const leastPassphraseLength = 12
/** … of which this many differ. */
export const leastDistinctCharacters = 6

/** Why a passphrase is too easy to guess, or undefined when it meets the stated minimum. */
export type PassphraseWeakness = 'too-short' | 'too-repetitive' | 'too-common'

/** Beginnings of what people type first; a longer passphrase may contain them, not consist of them. */
const common = ['password', 'passphrase', 'qwertyuiop', 'iloveyou', 'letmein', 'welcome', 'admin', 'everlearned', 'abcdefghijklmnopqrstuvwxyz']

/** Tells what keeps a passphrase from the stated minimum strength. */
export function findPassphraseWeakness(passphrase: string): PassphraseWeakness | undefined {
  const characters = [...passphrase.normalize('NFC')]
  if (characters.length < leastPassphraseLength) return 'too-short'
  if (new Set(characters).size < leastDistinctCharacters) return 'too-repetitive'
  // What is left when the words people type first and the digits are taken away must still be something.
  const rest = common.reduce((text, word) => text.replaceAll(word, ''), passphrase.toLowerCase()).replaceAll(/\d/g, '')
  return rest.length < 4 ? 'too-common' : undefined
}

/** @throws HolderError `holder/passphrase-weak` */
export function checkPassphrase(passphrase: string): void {
  const weakness = findPassphraseWeakness(passphrase)
  if (weakness !== undefined) throw new HolderError('holder/passphrase-weak', `Cannot protect a wallet with this passphrase: ${weakness}`)
}
