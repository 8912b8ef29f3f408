import { answerRequest, declineRequest, matchRequest, PresentationConsent, previewCandidate, readRequest, type PresentationRequest, type RequestMatch } from 'everlearned/exchange/oid4vp'
import { findOverAsked, renewShown, type WalletRecord } from 'everlearned/holder'
import { keyOfRecord, lookUpCounterpart, type MeetingContext } from './context.ts'
import type { Candidate, Choice, Counterpart, Meeting, Outcome, Want } from './meeting.ts'

/** Opens a request of OpenID4VP 1.0. */
export async function openRequest(link: string, context: MeetingContext): Promise<Meeting> {
  const { network, about, records, wallet: { cryptography } } = context
  const request = await readRequest(link, network)
  const who = await lookUpCounterpart(request.responseUri, request.clientName, context)
  const held = records.map(({ id, credential }) => ({ id, credential }))
  const match = await matchRequest(request, held, cryptography)
  return {
    kind: 'question', who, purpose: about.purpose, alternative: about.alternative, isPartlyUnknown: false,
    agreements: request.transactions.map(({ content, text }) => (typeof content['text'] === 'string' ? content['text'] : text)),
    wants: match.queries.map((query) => wantOf(query, { request, match, context })), isAnyEnough: match.sets.some(({ options }) => options.length > 1),
    overAsked: findOverAsked(membersOf(request), about.purpose),
    show: (choices) => answer(choices, { request, match, who, context }),
    decline: () => declineRequest(request, { ...network, cryptography }),
  }
}

interface Asked {
  readonly request: PresentationRequest
  readonly match: RequestMatch
  readonly context: MeetingContext
}

function wantOf({ queryId, isMultiple, candidates }: RequestMatch['queries'][number], { request, match, context }: Asked): Want {
  return {
    id: queryId, types: typesOf(request, queryId), isMultiple,
    // What every way of answering something required takes.
    isRequired: match.sets.some(({ isRequired, options }) => isRequired && options.some((option) => option.includes(queryId))),
    candidates: candidates.flatMap((candidate): readonly Candidate[] => {
      const record = context.records.find(({ id }) => id === candidate.id)
      if (record === undefined) return []
      const preview = async (): Promise<string> => JSON.stringify(await previewCandidate(candidate, record, context.wallet.cryptography))
      return [{ record, isChosenByParts: false, isWhole: candidate.isWhole, preview }]
    }),
  }
}

async function answer(choices: readonly Choice[], { request, match, who, context }: Asked & { readonly who: Counterpart }): Promise<Outcome> {
  const { network, records, wallet } = context
  const chosen = Object.fromEntries([...new Set(choices.map(({ wantId }) => wantId))].map((id) => [id, choices.filter(({ wantId }) => wantId === id).map(({ record }) => record.id)]))
  const recordOf = (id: string): WalletRecord => {
    const record = records.find((each) => each.id === id)
    if (record === undefined) throw new TypeError('only records of this wallet are matched')
    return record
  }
  const { redirectUri } = await answerRequest(new PresentationConsent(request, match, chosen), {
    ...network, cryptography: wallet.cryptography, now: new Date(), held: records.map(({ id, credential }) => ({ id, credential })),
    keyFor: (id) => keyOfRecord(recordOf(id), who, context),
    renew: async (held, pointers) => ({ id: held.id, credential: await renewShown(recordOf(held.id), pointers, { ...wallet, fetch: fetch.bind(globalThis), now: new Date() }) }),
  })
  return { kind: 'done', redirectUrl: redirectUri }
}

/** The last part of the address of each type, as far as a query names types. */
function typesOf({ question }: PresentationRequest, queryId: string): readonly string[] {
  if (question.kind !== 'dcql') return []
  const query = question.query.credentials.find(({ id }) => id === queryId)
  const named = [...(query?.typeValues ?? []), query?.vctValues ?? []].flat()
  return [...new Set(named.map((type) => type.split(/[#/]/).at(-1) ?? type))].slice(0, 5)
}

/** The names of all that is asked for. */
function membersOf({ question }: PresentationRequest): readonly string[] {
  const paths = question.kind === 'dcql' ? question.query.credentials.flatMap(({ claims }) => claims.map(({ path }) => path)) : question.definition.descriptors.flatMap(({ fields }) => fields.flatMap((field) => field.paths))
  return paths.flat().filter((step) => typeof step === 'string')
}
