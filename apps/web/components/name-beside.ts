/**
 * The name that a record tells, where another stands over the page: whoever was shown a record of somebody could put their own name over it.
 * The same name in other capitals, or with other signs between its words, is the same.
 */
export function nameBeside(told: string | undefined, over: string | undefined): string | undefined {
  return told === undefined || fold(told) === '' || fold(told) === fold(over ?? '') ? undefined : told
}

const fold = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
