import type { ExchangeNetwork, HolderKey } from 'everlearned/exchange'
import {
  answerRequest, declineRequest, matchRequest, PresentationConsent, readRequest, subjectsOf,
  type Choice, type HeldCredential, type NoMatch, type PresentationRequest, type RequestMatch,
} from 'everlearned/exchange/oid4vp'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, printResult, UsageError, type Console, type Ending } from './command.ts'
import { inWords, printable, readHolders } from './exchange-options.ts'

/** What a person gave and agreed to. */
export interface PresentOptions {
  readonly credentials: readonly string[]
  readonly keys: readonly string[] | undefined
  readonly isAgreed: boolean
  readonly isDeclined: boolean
  readonly isJson: boolean | undefined
}

const reasons: Readonly<Record<NoMatch, string>> = {
  'none-of-kind': 'none of these is of the kind', 'suite-not-taken': 'these are signed in ways that it does not take', 'claims-missing': 'these do not say what it asks for',
  'authority-unproven': 'it wants issuers under an authority, and nothing here says who is', 'not-bound': 'these are bound to no key',
}

/** Answers a link of OpenID4VP: shows who asks for what, and with the person's consent presents, or declines. */
export async function presentByOid4vp(link: string, { credentials, keys, isAgreed, isDeclined, isJson }: PresentOptions, { network, console }: { readonly network: ExchangeNetwork; readonly console: Console }): Promise<Ending> {
  const request = await inWords(readRequest(link, network))
  if (isDeclined) {
    await inWords(declineRequest(request, { ...network, cryptography }))
    printResult(console, isJson, { from: request.host, sent: false, declined: true }, () => `${request.host} was told that there will be no answer.`)
    return 'done'
  }
  const held = credentials.map((credential, index): HeldCredential => ({ id: String(index), credential }))
  const match = await matchRequest(request, held, cryptography)
  const asks = match.queries.map(({ queryId, candidates, reason = null }) => ({ id: queryId, candidates: candidates.map(({ id, isWhole, pointers }) => ({ credential: Number(id), isWhole, pointers })), reason }))
  const question = { from: request.host, claimsToBe: request.clientName ?? null, asks, agreements: request.transactions.map(({ content }) => content), canAnswer: match.isAnswerable }
  if (!isAgreed) {
    printResult(console, isJson, { ...question, sent: false }, () => `${describe(request, match)}\nNothing was sent; --yes agrees.`)
    return 'done'
  }
  const consent = new PresentationConsent(request, match, choose(match, credentials.length))
  const holders = await readHolders(keys)
  const { redirectUri = null } = await inWords(answerRequest(consent, { ...network, cryptography, now: console.now, held, keyFor: (id) => keyOf(credentials[Number(id)] ?? '', holders) }))
  printResult(console, isJson, { ...question, sent: true, redirectUrl: redirectUri }, () => `${request.host} has received ${consent.candidates.length} record(s).${redirectUri === null ? '' : ` It goes on at ${printable(redirectUri)}`}`)
  return 'done'
}

/** Who gives a credential wants it shown: each must be asked for, and where one is wanted there must be one. */
function choose({ queries, sets, isAnswerable }: RequestMatch, count: number): Choice {
  if (count === 0) throw new UsageError('--credential is missing')
  if (!isAnswerable) throw new InputError('Cannot present: these credentials do not answer the request')
  const answered = new Set(queries.filter(({ candidates }) => candidates.length > 0).map(({ queryId }) => queryId))
  const needed = new Set(sets.flatMap(({ options }) => options.find((option) => option.every((id) => answered.has(id))) ?? []))
  const chosen = queries.filter(({ queryId }) => needed.has(queryId))
  if (chosen.some(({ isMultiple, candidates }) => !isMultiple && candidates.length > 1)) throw new InputError('Cannot present: several of these credentials answer where one is asked for; give the one to show')
  const used = new Set(chosen.flatMap(({ candidates }) => candidates.map(({ id }) => id)))
  if (used.size < count) throw new InputError(`Cannot present: ${count - used.size} of these credentials are not asked for`)
  return Object.fromEntries(chosen.map(({ queryId, candidates }) => [queryId, candidates.map(({ id }) => id)]))
}

/** The key that a credential is about, or else the first: the other side finds out that it is of somebody else. */
function keyOf(credential: string, holders: readonly (HolderKey & { readonly did: string })[]): HolderKey {
  const subjects = subjectsOf(credential, cryptography)
  const found = holders.find(({ did }) => subjects.includes(did)) ?? holders[0]
  if (found === undefined) throw new UsageError('--key is missing')
  return found
}

function describe({ host, clientName, transactions }: PresentationRequest, { queries }: RequestMatch): string {
  return [
    `${host}${clientName === undefined ? '' : `, which calls itself ${printable(clientName)},`} asks. Nobody vouches for who that is.`,
    ...queries.map(({ queryId, candidates, reason }) => `  ${queryId}: ${reason === undefined ? `${candidates.length} of these credentials would do` : reasons[reason]}`),
    ...queries.flatMap(({ candidates }) => candidates.map(({ id, isWhole, pointers }) => `  credential ${Number(id) + 1}: ${isWhole ? 'shown whole' : `shown in part: ${pointers.map(printable).join(', ') || 'what its issuer always shows'}`}`)),
    ...transactions.map(({ content }) => `  You would agree to: ${printable(JSON.stringify(content))}`),
  ].join('\n')
}
