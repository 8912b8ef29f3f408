import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { maxPresentedCredentials } from '../holder-proof.ts'

/** A presentation as it arrived, and the query that it says it answers; undefined where the answer does not say. */
export interface ArrivedPresentation {
  readonly queryId: string | undefined
  readonly presentation: JsonObject | string
}

/** What arrived at the address of an answer. Nothing of it is checked. */
export type ArrivedResponse =
  | { readonly kind: 'presented'; readonly state: string | undefined; readonly presentations: readonly ArrivedPresentation[] }
  /** The wallet will not or cannot answer. */
  | { readonly kind: 'declined'; readonly state: string | undefined; readonly reason: string }
  /** What it says is in the token, to be read again once it is opened. */
  | { readonly kind: 'encrypted'; readonly token: string }

/**
 * Reads an answer: keyed by query as in version 1.0, or a presentation or a list of them with a submission as in drafts.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`
 */
export function parseResponse(value: unknown): ArrivedResponse {
  if (!isJsonObject(value)) throw malformed('it is no object')
  const { vp_token: token, state, error, response, presentation_submission: submission } = value
  if (state !== undefined && typeof state !== 'string') throw malformed('its state is no text')
  if (typeof error === 'string') return { kind: 'declined', state, reason: error.slice(0, 80) }
  if (typeof response === 'string' && token === undefined) return { kind: 'encrypted', token: response }
  if (token === undefined) throw malformed('it holds no vp_token')
  const isKeyed = isJsonObject(token) && token['type'] === undefined && token['proof'] === undefined
  const presentations = isKeyed ? readKeyed(token) : readSubmitted(token, submission)
  if (presentations.length === 0) throw malformed('it holds no presentation')
  if (presentations.length > maxPresentedCredentials) throw malformed(`it holds more than ${maxPresentedCredentials} presentations`)
  return { kind: 'presented', state, presentations }
}

function readKeyed(token: JsonObject): readonly ArrivedPresentation[] {
  return Object.entries(token).flatMap(([queryId, presentations]) => {
    if (!Array.isArray(presentations) || presentations.length === 0) throw malformed('what answers a query is no list')
    return (presentations as readonly Json[]).map((presentation) => ({ queryId, presentation: presentationOf(presentation) }))
  })
}

/** Presentation Exchange 2.0, "Presentation Submission": which of the presentations is for which descriptor. */
function readSubmitted(token: Json, submission: Json | undefined): readonly ArrivedPresentation[] {
  const places = new Map(listOf(isJsonObject(submission) ? submission['descriptor_map'] : undefined).filter(isJsonObject).map(({ id, path }) => [path, id] as const))
  return listOf(token).map((presentation, index) => {
    const id = places.get(`$[${index}]`) ?? (index === 0 ? places.get('$') : undefined)
    return { queryId: typeof id === 'string' ? id : undefined, presentation: presentationOf(presentation) }
  })
}

function presentationOf(value: Json): JsonObject | string {
  if (isJsonObject(value) || typeof value === 'string') return value
  throw malformed('in the place of a presentation stands something else')
}

function malformed(state: string): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read answer: ${state}`)
}
