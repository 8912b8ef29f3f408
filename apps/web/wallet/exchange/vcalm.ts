import { parseJsonObject } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import type { HolderKey } from 'everlearned/exchange'
import { answerExchange, Consent, declineExchange, findAcceptedKey, matchesQuery, startExchange, type AskedStep, type KeyFor } from 'everlearned/exchange/vcalm'
import { canShowParts, findOverAsked, makeBundle, membersIn, previewCopy, type FactName, type WalletRecord } from 'everlearned/holder'
import { check, keyOfRecord, keysFor, lookUpCounterpart, type MeetingContext } from './context.ts'
import type { Candidate, Choice, Counterpart, Meeting, Outcome, Want } from './meeting.ts'

/** The form of copies that travel in a presentation. */
const form = 'ecdsa-sd-2023'

/** Opens an exchange of VCALM 1.0. */
export async function openVcalm(exchangeUrl: string, context: MeetingContext): Promise<Meeting> {
  const step = await startExchange(exchangeUrl, context.network)
  if (step.kind !== 'asked') throw Object.assign(new Error('Cannot begin exchange: the other side asks nothing'), { code: 'exchange/malformed' })
  return meetingOf(step, await lookUpCounterpart(exchangeUrl, undefined, context), context)
}

function meetingOf(asked: AskedStep, who: Counterpart, context: MeetingContext): Meeting {
  return asked.request.credentialQueries.length === 0 ? offerOf(asked, who, context) : questionOf(asked, who, context)
}

async function answer(consent: Consent, keys: HolderKey | KeyFor, who: Counterpart, context: MeetingContext): Promise<Outcome> {
  const step = await answerExchange(consent, keys, { ...context.network, cryptography: context.wallet.cryptography, now: new Date() })
  if (step.kind === 'asked') return { kind: 'next', meeting: meetingOf(step, who, context) }
  if (step.kind === 'done') return { kind: 'done', redirectUrl: step.redirectUrl }
  return { kind: 'received', records: await check(step.credentials.map((credential) => JSON.stringify(credential)), typeof keys === 'function' ? '' : keys.did ?? '', context) }
}

function offerOf(asked: AskedStep, who: Counterpart, context: MeetingContext): Meeting {
  return {
    kind: 'offer', who, names: [], code: undefined, page: undefined,
    take: async () => answer(new Consent(asked), await acceptedKey(await keysFor(who, context), asked, context), who, context),
  }
}

function questionOf(asked: AskedStep, who: Counterpart, context: MeetingContext): Meeting {
  const { credentialQueries: queries, unsupported } = asked.request
  const { about, records, wallet: { cryptography } } = context
  const purpose = about.purpose ?? queries.map(({ reason }) => reason).find((reason) => reason !== undefined)
  const documents = records.map((record) => ({ record, document: readPlain(record) }))
  const wants: readonly Want[] = queries.map((query, index) => ({
    id: String(index), types: query.types, isRequired: true, isMultiple: true,
    candidates: documents.filter(({ document }) => document !== undefined && matchesQuery(document, query)).map(({ record }): Candidate => {
      const isByParts = canShowParts(record.credential)
      return { record, isChosenByParts: isByParts, isWhole: !isByParts, preview: (facts) => (isByParts ? previewCopy(record.credential, { facts, form }, { cryptography, now: new Date() }) : Promise.resolve(record.credential)) }
    }),
  }))
  return {
    kind: 'question', who, purpose, alternative: about.alternative, agreements: [], wants, isAnyEnough: queries.length > 1,
    overAsked: findOverAsked(queries.flatMap(({ example }) => membersIn(example)), purpose), isPartlyUnknown: unsupported.length > 0,
    show: async (choices) => {
      const keys = new Map<string, HolderKey>()
      for (const { record, facts } of onePerRecord(choices)) keys.set(await textOf(record, facts, context), await acceptedKey([await keyOfRecord(record, who, context)], asked, context))
      return answer(new Consent(asked, [...keys.keys()]), async (text) => keyIn(keys, text), who, context)
    },
    decline: () => declineExchange(asked, context.network),
  }
}

function keyIn(keys: ReadonlyMap<string, HolderKey>, text: string): HolderKey {
  const key = keys.get(text)
  if (key === undefined) throw new TypeError('only what was chosen is shown')
  return key
}

/** A record that answers two queries goes once. */
function onePerRecord(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter(({ record }, index) => choices.findIndex((other) => other.record.id === record.id) === index)
}

async function acceptedKey(keys: readonly HolderKey[], { request }: AskedStep, { wallet: { cryptography } }: MeetingContext): Promise<HolderKey> {
  const key = await findAcceptedKey(keys, request, cryptography)
  if (key === undefined) throw Object.assign(new Error('Cannot answer: the other side takes none of the keys'), { code: 'exchange/key-unsuited' })
  return key
}

/** The signed document as it came, or a copy of what was chosen. */
async function textOf(record: WalletRecord, facts: readonly FactName[], { wallet }: MeetingContext): Promise<string> {
  if (!canShowParts(record.credential)) return record.credential
  const bundle = JSON.parse(await makeBundle(record, { ...wallet, fetch: fetch.bind(globalThis), now: new Date() }, { facts, form })) as { readonly credentials: readonly string[] }
  return bundle.credentials[0] ?? ''
}

/** Tokens have no place in a presentation of this protocol. */
function readPlain({ credential }: WalletRecord): JsonObject | undefined {
  try {
    return parseJsonObject(credential)
  } catch {
    return undefined
  }
}
