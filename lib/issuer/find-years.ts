/** Untrusted: of longer text only so much is looked at. */
const maxTextLength = 20_000

/**
 * The years that a text names, such as 2009 in "Class of 2009". In the name or the description of a degree they tell when it
 * was earned, whatever its holder withholds.
 */
export function findYears(text: string): readonly string[] {
  return [...new Set(text.slice(0, maxTextLength).match(/(?<![\d.,])(?:19[2-9]\d|20\d\d)(?![\d]|[.,]\d)/g))]
}
