import type { IssuerStanding, NoAnswer, RegistryAnswer } from './issuer-standing.ts'

/** Two registries that cannot both be right about one issuer. */
export interface StandingConflict {
  readonly kind: 'name' | 'keys' | 'state'
  readonly between: readonly [string, string]
}

/** What several registries say of one issuer, side by side. */
export interface StandingsOverview {
  /** In the order in which the verifier believes the registries. */
  readonly standings: readonly IssuerStanding[]
  /** The name that the first registry gives in which the issuer stands in force; null when none does. */
  readonly name: string | null
  readonly conflicts: readonly StandingConflict[]
  /** Registries that could not be asked, and those whose answer must not be believed, with the reason. */
  readonly unanswered: readonly NoAnswer[]
  /** Registries that answered that they do not know the issuer. */
  readonly absentFrom: readonly string[]
}

/**
 * Puts the answers of registries side by side, and tells where they contradict one another: other names, no key in common,
 * in force here and taken back there. Nothing is decided: which registry is right is for whoever looks.
 *
 * @param didKeys the keys that the DID's own document lists, as `nameKey` writes them; a registry that knows none of them contradicts it
 */
export function compareStandings(answers: readonly RegistryAnswer[], didKeys: readonly string[] = []): StandingsOverview {
  const standings = answers.flatMap((answer) => (answer.state === 'listed' ? [answer.standing] : []))
  return {
    standings,
    name: standings.find(({ state, name }) => state === 'in-force' && name !== null)?.name ?? null,
    conflicts: [...standings.flatMap((first, place) => standings.slice(place + 1).flatMap((second) => conflictsBetween(first, second))), ...conflictsWithDid(standings, didKeys)],
    unanswered: answers.filter((answer): answer is NoAnswer => answer.state === 'refused' || answer.state === 'unknown'),
    absentFrom: answers.flatMap((answer) => (answer.state === 'absent' ? [answer.registry] : [])),
  }
}

function conflictsBetween(first: IssuerStanding, second: IssuerStanding): readonly StandingConflict[] {
  const between = [first.registry, second.registry] as const
  const kinds = [
    ...(haveNoneInCommon(namesOf(first), namesOf(second)) ? ['name' as const] : []),
    ...(haveNoneInCommon(first.keys ?? [], second.keys ?? []) ? ['keys' as const] : []),
    ...(isTakenBack(first) !== isTakenBack(second) && [first, second].some(({ state }) => state === 'in-force') ? ['state' as const] : []),
  ]
  return kinds.map((kind) => ({ kind, between }))
}

function conflictsWithDid(standings: readonly IssuerStanding[], didKeys: readonly string[]): readonly StandingConflict[] {
  return standings.flatMap(({ registry, did, keys = [] }) => (haveNoneInCommon(keys, didKeys) ? [{ kind: 'keys', between: [registry, did] } as const] : []))
}

/** Two lists of which either is empty say nothing against each other. */
function haveNoneInCommon(first: readonly string[], second: readonly string[]): boolean {
  return first.length > 0 && second.length > 0 && !first.some((item) => second.includes(item))
}

function isTakenBack({ state }: IssuerStanding): boolean {
  return state === 'withdrawn' || state === 'suspended'
}

/** Names as they are compared: spelling in capitals, accents' composition and punctuation make no other organisation. */
function namesOf({ name, legalName }: IssuerStanding): readonly string[] {
  return [name, legalName].flatMap((text) => (text === null || text === undefined ? [] : [text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{Z}\p{S}]+/gu, ' ').replace(/^the /, '').trim()]))
}
