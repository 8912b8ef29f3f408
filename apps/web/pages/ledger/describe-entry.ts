import { formatDay, formatNumber } from '../../locale.ts'
import { entryWords as words } from '../../messages/ledger.ts'
import type { EntryPayload, LedgerEntry } from '../../network-api.ts'

/** The names of participants by their DID, as far as they are known. */
export type NamesByDid = ReadonlyMap<string, string>

/** What an entry says, as one sentence: who said what about whom. Untrusted: the payload of a type may hold anything. */
export function describeEntry(entry: Pick<LedgerEntry, 'type' | 'payload' | 'signedBy'>, names: NamesByDid): string {
  const { type, payload } = entry
  const who = actorOf(entry, names)
  const text = (member: string): string => textOf(payload[member])
  const whom = nameOf(text('did'), names)
  switch (type) {
    case 'batch': return describeBatch(payload, names)
    case 'charter': return words.charter(text('name'))
    case 'policy': return words.policy(payload['policy'] !== undefined, payload['governance'] !== undefined)
    case 'rules': return words.rules(text('version'))
    case 'register': return words.register(text('name'))
    case 'accredit': return words.accredit(who, whom)
    case 'suspend': return payload['target'] === 'accreditation' ? words.suspendAccreditation(who, text('accreditation')) : words.suspend(who, whom)
    case 'reinstate': return payload['target'] === 'accreditation' ? words.reinstateAccreditation(who, text('accreditation')) : words.reinstate(who, whom)
    case 'withdraw': return describeWithdrawal(payload, who, whom)
    case 'rotate': return text('name') === '' ? words.rotate(who, countOf(payload['add']), countOf(payload['remove'])) : words.rename(who, text('name'))
    case 'type': return words.type(who)
    case 'rule': return words.rule(who)
    case 'endorse': return own(words.endorse, text('ground'))?.(who, subjectOf(payload['subject'], names)) ?? words.other
    case 'dispute': return words.disputed(who, subjectOf(payload['subject'], names), own(words.dispute, text('ground')) ?? text('ground'))
    case 'epoch': return words.epoch(numberText(payload['size']))
    case 'status': return words.status(who)
    case 'award': return words.award(who)
    case 'regsync': return words.regsync
    case 'archive': return own(words.archive, text('kind'))?.(who) ?? words.other
    case 'reaffirm': return words.reaffirm(who, numberText(payload['from']), numberText(Number(payload['to']) - 1))
    case 'constitution': return own(words.constitution, text('kind')) ?? words.other
    default: return words.other
  }
}

/** The DIDs that an entry is about: those whose names are wanted for its sentence. */
export function didsIn({ payload, signedBy }: Pick<LedgerEntry, 'payload' | 'signedBy'>): readonly string[] {
  const subject = isRecord(payload['subject']) ? payload['subject']['did'] : undefined
  const own = [payload['did'], payload['by'], payload['accreditor'], payload['issuer'], subject].filter((did): did is string => typeof did === 'string' && did.startsWith('did:'))
  return [...new Set([...own, ...signedBy.flatMap(({ did }) => did ?? [])])]
}

/** The names that entries bring along: of their signers, and of those who register in them. */
export function namesIn(entries: readonly LedgerEntry[]): NamesByDid {
  const names = new Map<string, string>()
  for (const { type, payload, signedBy } of entries) {
    if (type === 'register') names.set(textOf(payload['did']), textOf(payload['name']))
    for (const { did, name } of signedBy) if (did !== null && name !== null) names.set(did, name)
  }
  return names
}

/** The name of a participant, or its DID shortened when nobody knows one. */
export function nameOf(did: string, names: NamesByDid): string {
  return names.get(did) ?? (did === '' ? words.somebody : did === 'governance' ? words.network : shorten(did))
}

/** A long id that people need not read to its end. */
export const shorten = (id: string): string => (id.length > 28 ? `${id.slice(0, 18)}…${id.slice(-6)}` : id)

function actorOf({ payload, signedBy }: Pick<LedgerEntry, 'payload' | 'signedBy'>, names: NamesByDid): string {
  for (const member of ['accreditor', 'by', 'issuer', 'did', 'operator']) {
    const actor = payload[member]
    if (typeof actor === 'string') return nameOf(actor, names)
  }
  return signedBy.find(({ name }) => name !== null)?.name ?? words.somebody
}

function describeBatch({ issuer, size }: EntryPayload, names: NamesByDid): string {
  if (typeof issuer !== 'string') return words.sharedBatch
  const who = nameOf(issuer, names)
  // Padding fills a batch up to the next power of two, and the smallest has no room for any.
  const least = typeof size === 'number' && size > 64 ? size / 2 : 64
  return words.batch(who, numberText(least))
}

function describeWithdrawal(payload: EntryPayload, who: string, whom: string): string {
  if (payload['target'] === 'accreditation') return words.withdrawAccreditation(who, textOf(payload['accreditation']))
  if (payload['target'] === 'participant') return words.withdraw(who, whom)
  if (payload['target'] === 'registration') return words.withdrawRegistration(whom)
  const since = isRecord(payload['compromisedSince']) ? textOf(payload['compromisedSince']['at']) : ''
  return since === '' ? words.withdrawKey(whom) : words.withdrawStolenKey(whom, formatDay(since))
}

function subjectOf(subject: unknown, names: NamesByDid): string {
  if (!isRecord(subject)) return words.somebody
  if (typeof subject['did'] === 'string') return nameOf(subject['did'], names)
  if (typeof subject['entry'] === 'number') return words.subjects.entry(formatNumber(subject['entry']))
  return subject['rule'] === undefined ? words.subjects.type : words.subjects.rule
}

/** Untrusted: the key may name what every object has. */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const numberText = (value: unknown): string => (typeof value === 'number' && Number.isSafeInteger(value) ? formatNumber(value) : '?')
const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)
