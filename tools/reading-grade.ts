/** How many years of school a text asks for (Flesch and Kincaid, 1975): a rough measure, of English alone, which finds the long sentences of long words. */
export function readingGrade(text: string): number {
  const words = wordsOf(text)
  if (words.length === 0) return 0
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / sentencesOf(text).length) + 11.8 * (syllables / words.length) - 15.59
}

/** The sentences of a text; a colon or a semicolon gives as much rest as a full stop. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?…:;])\s+/).filter((part) => /\p{L}/u.test(part))
}

/** The words of a text, without figures and signs. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\p{L}[\p{L}’'-]*/gu) ?? []
}

/** By groups of vowels, without the silent e at the end. */
function syllablesOf(word: string): number {
  const letters = word.normalize('NFKD').toLowerCase().replaceAll(/[^a-z]/g, '').replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '').replace(/^y/, '')
  return Math.max(1, letters.match(/[aeiouy]{1,2}/g)?.length ?? 0)
}
