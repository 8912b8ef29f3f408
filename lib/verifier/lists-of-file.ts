import type { Finding } from '../credential/finding.ts'
import { createExpandedLists, type ExpandedLists } from './expanded-lists.ts'
import type { ReadInput } from './input.ts'

/** The text of a status list, and where it came from. */
export interface FoundList {
  readonly text: string
  readonly fetchedAt?: Date
  readonly isFromSharer?: boolean
  readonly isLastWord?: boolean
}

/** What was found out of the lists that the credentials of one file name, by their address and the issuer that they should be of. */
export interface ListsOfFile {
  readonly found: Map<string, Promise<FoundList | undefined>>
  /** Untrusted: the list that many credentials of one file name is verified once. */
  readonly verified: Map<string, Promise<Finding>>
  readonly expanded: ExpandedLists
}

/** What is kept for a file; of one that is not verified as a whole, for one credential. */
export function listsOf({ lists }: ReadInput): ListsOfFile {
  return lists ?? createListsOfFile()
}

/** Nothing found out yet. */
export function createListsOfFile(): ListsOfFile {
  return { found: new Map(), verified: new Map(), expanded: createExpandedLists() }
}

/** The answer to a question that is asked once. */
export function onceFor<Answer>(answers: Map<string, Promise<Answer>>, name: string, ask: () => Promise<Answer>): Promise<Answer> {
  const answer = answers.get(name) ?? ask()
  answers.set(name, answer)
  return answer
}
