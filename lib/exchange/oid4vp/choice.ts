import { ExchangeError } from '../exchange-error.ts'
import type { CredentialSet } from './dcql-query.ts'
import type { Candidate, RequestMatch } from './match-dcql.ts'

/** What a person chose to show: for each query by its id, the credentials by theirs. What is not named is not shown. */
export type Choice = Readonly<Record<string, readonly string[]>>

/**
 * The candidates that a choice names, if it is an answer: all that is required, and nothing that was not asked for.
 *
 * @throws ExchangeError `exchange/choice-unknown` for what is no candidate, `exchange/choice-surplus` for more than was asked for,
 *   `exchange/choice-incomplete` for less
 */
export function checkChoice({ queries, sets }: RequestMatch, choice: Choice): readonly Candidate[] {
  const chosen = Object.entries(choice).filter(([, ids]) => ids.length > 0)
  const candidates = chosen.flatMap(([queryId, ids]) => {
    const query = queries.find((each) => each.queryId === queryId)
    if (query !== undefined && !query.isMultiple && ids.length > 1) throw refused('surplus', 'it holds several credentials where one was asked for')
    return ids.map((id) => {
      const candidate = query?.candidates.find((each) => each.id === id)
      if (candidate === undefined) throw refused('unknown', 'it holds a credential that does not answer the request')
      return candidate
    })
  })
  const answered = new Set(chosen.map(([queryId]) => queryId))
  const fault = findSetFault(sets, answered)
  if (fault === 'incomplete') throw refused('incomplete', 'it leaves out what is required')
  if (fault === 'surplus') throw refused('surplus', 'it holds more than any way of answering asks for')
  return candidates
}

/** Tells what is wrong with answering just these queries (OpenID for Verifiable Presentations 1.0, "Selecting Credentials"). */
export function findSetFault(sets: readonly CredentialSet[], answered: ReadonlySet<string>): 'incomplete' | 'surplus' | undefined {
  const met = sets.map(({ options }) => options.filter((option) => option.every((id) => answered.has(id))))
  if (answered.size === 0 || sets.some(({ isRequired }, index) => isRequired && met[index]?.length === 0)) return 'incomplete'
  const needed = new Set(met.flat(2))
  return [...answered].every((id) => needed.has(id)) ? undefined : 'surplus'
}

function refused(what: 'surplus' | 'unknown' | 'incomplete', state: string): ExchangeError {
  return new ExchangeError(`exchange/choice-${what}`, `Cannot answer with this choice: ${state}`)
}
