import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { HolderError } from './holder-error.ts'
import { seedLength } from './wallet-keys.ts'

/** How many words stand for a seed: 256 bits and 8 of checksum, 11 to a word (BIP-39, "Generating the mnemonic"). */
export const phraseLength = 24

/**
 * The seed as words that people can write down and read back (BIP-39, the English list in every language, so that any wallet reads them).
 *
 * Only the words' bits are used: what BIP-39 derives further is for coins.
 */
export function formatPhrase(seed: Uint8Array): readonly string[] {
  if (seed.length !== seedLength) throw new HolderError('holder/seed-malformed', `Cannot write the phrase: the seed must have ${seedLength} bytes`)
  return entropyToMnemonic(seed, wordlist).split(' ')
}

/** What somebody typed as their phrase: a seed, or what to look at again. Positions count from 1. */
export type ReadPhrase =
  | { readonly kind: 'seed'; readonly seed: Uint8Array<ArrayBuffer> }
  /** Fewer words, or more. */
  | { readonly kind: 'length'; readonly count: number }
  /** Words that are not on the list. */
  | { readonly kind: 'unknown'; readonly positions: readonly number[] }
  /** Words of the list that do not belong together; `suspects` is what one slip of the pen would explain. */
  | { readonly kind: 'checksum'; readonly suspects: readonly PhraseSuspect[] }

/** A single change that makes the phrase whole again: not surely the right one, but where to look first. */
export type PhraseSuspect =
  | { readonly kind: 'word'; readonly position: number; readonly word: string }
  | { readonly kind: 'swapped'; readonly position: number }

/** Untrusted: no longer text is a phrase. */
const maxPhraseText = 2_000

/** Reads a phrase as typed or pasted: any spacing, case, line numbers; four letters are enough for a word. */
export function readPhrase(text: string): ReadPhrase {
  const typed = text.slice(0, maxPhraseText).toLowerCase().normalize('NFKC').split(/[^a-z]+/).filter((word) => word !== '')
  if (typed.length !== phraseLength) return { kind: 'length', count: typed.length }
  const words = typed.map(wholeWord)
  const positions = words.flatMap((word, index) => (word === undefined ? [index + 1] : []))
  if (positions.length > 0) return { kind: 'unknown', positions }
  const known = words.filter((word) => word !== undefined)
  const seed = seedOf(known)
  return seed === undefined ? { kind: 'checksum', suspects: findSuspects(known) } : { kind: 'seed', seed }
}

/** Words of the list that begin with what was typed so far. */
export function completeWord(typed: string, limit = 6): readonly string[] {
  const start = typed.trim().toLowerCase()
  return start === '' ? [] : wordlist.filter((word) => word.startsWith(start)).slice(0, limit)
}

/** No two words of the list begin with the same four letters (BIP-39, "Wordlist"). */
function wholeWord(typed: string): string | undefined {
  if (wordlist.includes(typed)) return typed
  return typed.length === 4 ? wordlist.find((word) => word.startsWith(typed)) : undefined
}

function seedOf(words: readonly string[]): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(mnemonicToEntropy(words.join(' '), wordlist))
  } catch {
    // Every word is of the list and the number is right: only the checksum is left to fail.
    return undefined
  }
}

/** Neighbours that changed places, and words that look like the one written: one letter other, more or less. */
function findSuspects(words: readonly string[]): readonly PhraseSuspect[] {
  const suspects: PhraseSuspect[] = []
  for (const [index, word] of words.entries()) {
    const next = words[index + 1]
    if (next !== undefined && next !== word && seedOf(words.toSpliced(index, 2, next, word)) !== undefined) suspects.push({ kind: 'swapped', position: index + 1 })
    for (const other of wordlist) {
      if (isNear(word, other) && seedOf(words.with(index, other)) !== undefined) suspects.push({ kind: 'word', position: index + 1, word: other })
    }
  }
  return suspects
}

/** Tells whether one letter more, less or other turns one word into the other. */
function isNear(left: string, right: string): boolean {
  if (left === right || Math.abs(left.length - right.length) > 1) return false
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  const rest = (text: string, from: number): string => text.slice(from)
  return rest(left, start + 1) === rest(right, start + 1) || rest(left, start) === rest(right, start + 1) || rest(left, start + 1) === rest(right, start)
}
