import type { Cryptography } from '../../crypto/cryptography.ts'
import { answerClaim } from './claims-path.ts'
import type { ClaimQuery, CredentialQuery, CredentialSet, DcqlQuery } from './dcql-query.ts'
import { currentType } from './expand-types.ts'
import { readHeld, type HeldCredential, type ReadHeld } from './held-credential.ts'
import { takesSuites, type TakenFormats } from './taken-formats.ts'

/** A credential that answers a query, and the least of it that does. */
export interface Candidate {
  /** The wallet's name of the credential. */
  readonly id: string
  readonly queryId: string
  /** Everything is shown: the credential is of a kind of which nothing can be left out. */
  readonly isWhole: boolean
  /** JSON Pointers (RFC 6901) to what is asked for beyond what its issuer always shows. */
  readonly pointers: readonly string[]
}

/** Why no credential answers a query. */
export type NoMatch =
  /** There is none of this kind. */
  | 'none-of-kind'
  /** There are some, but signed in ways that the other side does not take. */
  | 'suite-not-taken'
  /** There are some, but without what is asked for, or with other values. */
  | 'claims-missing'
  /** Only issuers under an authority are wanted, and nothing here says who is. */
  | 'authority-unproven'
  /** There are some, but none that can be bound to its holder. */
  | 'not-bound'

/** What a wallet has for one query. */
export interface QueryMatch {
  readonly queryId: string
  readonly isMultiple: boolean
  readonly candidates: readonly Candidate[]
  /** Undefined while there are candidates. */
  readonly reason: NoMatch | undefined
}

/** What a wallet has for a request. */
export interface RequestMatch {
  readonly queries: readonly QueryMatch[]
  /** What must be answered, and what may be; each by any one of its options. */
  readonly sets: readonly CredentialSet[]
  /** Whether all that is required can be answered. */
  readonly isAnswerable: boolean
}

/** What matching takes. */
export interface MatchContext {
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384'>
  /** What the other side says that it can verify; unless given, everything. */
  readonly formats?: TakenFormats | undefined
}

/**
 * Holds credentials against a query (OpenID for Verifiable Presentations 1.0, "Selecting Claims and Credentials"). Nothing is
 * chosen: of several that would do, all are candidates.
 */
export async function matchDcql({ credentials, sets }: DcqlQuery, held: readonly HeldCredential[], context: MatchContext): Promise<RequestMatch> {
  const read = (await Promise.all(held.map((each) => readHeld(each, context.cryptography)))).filter((each) => each !== undefined)
  const queries = credentials.map((query) => matchQuery(query, read, context))
  return toMatch(queries, sets ?? [{ isRequired: true, options: [credentials.map(({ id }) => id)] }])
}

/** Puts together what a wallet has. */
export function toMatch(queries: readonly QueryMatch[], sets: readonly CredentialSet[]): RequestMatch {
  const answerable = new Set(queries.filter(({ candidates }) => candidates.length > 0).map(({ queryId }) => queryId))
  const isAnswerable = sets.every(({ isRequired, options }) => !isRequired || options.some((option) => option.every((id) => answerable.has(id))))
  return { queries, sets, isAnswerable: isAnswerable && answerable.size > 0 }
}

function matchQuery(query: CredentialQuery, held: readonly ReadHeld[], { formats }: MatchContext): QueryMatch {
  const answer = (candidates: readonly Candidate[], reason?: NoMatch): QueryMatch => ({ queryId: query.id, isMultiple: query.isMultiple, candidates, reason })
  const ofKind = held.filter((each) => isOfKind(each, query))
  if (ofKind.length === 0) return answer([], 'none-of-kind')
  // Certificates, trust lists and federations are how it would be known; credentials here are signed with keys of DIDs.
  if (query.authorities.length > 0) return answer([], 'authority-unproven')
  const taken = ofKind.filter(({ suites }) => takesSuites(formats, query.format, suites))
  if (taken.length === 0) return answer([], 'suite-not-taken')
  const bound = taken.filter(({ isBound }) => isBound || !query.needsHolderBinding)
  if (bound.length === 0) return answer([], 'not-bound')
  const candidates = bound.flatMap((each) => {
    const pointers = pointersFor(each, query)
    return pointers === undefined ? [] : [{ id: each.id, queryId: query.id, isWhole: !each.canShowParts, pointers: each.canShowParts ? pointers : [''] }]
  })
  return answer(candidates, candidates.length === 0 ? 'claims-missing' : undefined)
}

/** The formats of tokens with disclosures: the second was its name in drafts, and is that of tokens of the W3C's data model. */
const tokenFormats: readonly string[] = ['dc+sd-jwt', 'vc+sd-jwt']

/** Tells whether a credential is of the kind that a query wants. */
export function isOfKind({ document, isToken, types }: Pick<ReadHeld, 'document' | 'isToken' | 'types'>, { format, typeValues, vctValues }: CredentialQuery): boolean {
  if (isToken ? !tokenFormats.includes(format) : format !== 'ldp_vc') return false
  const { vct } = document
  if (vctValues !== undefined && !vctValues.some((wanted) => wanted === vct)) return false
  return typeValues === undefined || typeValues.some((set) => set.every((type) => types.has(currentType(type))))
}

/** Pointers to the least that answers a query, or undefined when the credential does not. */
export function pointersFor({ document }: Pick<ReadHeld, 'document'>, { claims, claimSets }: CredentialQuery): readonly string[] | undefined {
  const named = (ids: readonly string[]): readonly ClaimQuery[] => ids.flatMap((id) => claims.filter((claim) => claim.id === id))
  const options = claimSets === undefined ? [claims] : claimSets.map(named)
  for (const option of options) {
    const answers = option.map((claim) => answerClaim(document, claim))
    if (answers.every((answer) => answer.length > 0)) return withoutInner(answers.flat().map(({ pointer }) => pointer))
  }
  return undefined
}

/** What lies within another comes with it. */
function withoutInner(pointers: readonly string[]): readonly string[] {
  const all = [...new Set(pointers)]
  return all.filter((pointer) => !all.some((outer) => pointer.startsWith(`${outer}/`)))
}
