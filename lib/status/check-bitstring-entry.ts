import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeBitstring, maxStatusSize, readStatus } from './bitstring.ts'
import { readList, unknownStatus, type ListText, type StatusContext, type StatusFinding } from './status-context.ts'
import { refuseStatusList, statusListAge } from './status-list-window.ts'

/** What differs between Bitstring Status List 1.0 and its draft of 2021. */
interface Edition {
  readonly listType: string
  /** The draft has no multibase prefix in front of the list. */
  readonly hasPrefix: boolean
}

const editions: Readonly<Record<string, Edition>> = {
  BitstringStatusListEntry: { listType: 'BitstringStatusListCredential', hasPrefix: true },
  StatusList2021Entry: { listType: 'StatusList2021Credential', hasPrefix: false },
}

const purposes = ['revocation', 'suspension', 'message', 'refresh'] as const

type Purpose = (typeof purposes)[number]

/** An entry of which every member is of the right kind. */
interface BitstringEntry {
  readonly purpose: Purpose
  readonly index: number
  /** Bits for each credential. */
  readonly size: number
  readonly url: string
  readonly edition: Edition
  readonly messages: readonly Json[]
}

/** Bitstring Status List 1.0, "Validate Algorithm", and Verifiable Credentials Status List v2021, of the same name. */
export async function checkBitstringEntry(value: JsonObject, listText: ListText, context: StatusContext): Promise<StatusFinding> {
  const entry = readEntry(value)
  if ('outcome' in entry) return entry
  if (listText === undefined) return unknownStatus('status/list-unavailable', 'Its status list could not be had')
  const list = readList(listText)
  const refusal = refuseList(list, entry, context)
  if (refusal !== undefined) return refusal
  const verified = await context.verify(list)
  if (verified.outcome !== 'passed') return unknownStatus('status/list-unverified', 'The proof of its status list does not verify')
  const encoded = String((list['credentialSubject'] as JsonObject)['encodedList'])
  const bits = await (context.decode ?? decodeBitstring)(entry.edition.hasPrefix ? encoded : `u${urlSafe(encoded)}`)
  return { ...explain(readStatus(bits, entry.index, entry.size), entry), purpose: entry.purpose, ageSeconds: statusListAge(list, context) }
}

function readEntry(entry: JsonObject): BitstringEntry | StatusFinding {
  const { statusPurpose: purpose, statusListIndex, statusListCredential: url, statusSize: size = 1 } = entry
  const edition = listOf(entry['type']).map((type) => (Object.hasOwn(editions, String(type)) ? editions[String(type)] : undefined)).find((found) => found !== undefined)
  const index = indexOf(statusListIndex)
  if (edition === undefined || typeof purpose !== 'string' || typeof url !== 'string' || index === undefined) return unknownStatus('status/entry-malformed', 'Its status entry is malformed')
  if (!isPurpose(purpose)) return unknownStatus('status/not-supported', 'The purpose of its status is not supported')
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > maxStatusSize) return unknownStatus('status/entry-malformed', 'Its status entry is malformed')
  if (size > 1 && purpose !== 'message') return unknownStatus('status/not-supported', 'The purpose of its status is not supported in several bits')
  return { purpose, index, size, url, edition, messages: listOf(entry['statusMessage']) }
}

function isPurpose(text: string): text is Purpose {
  return (purposes as readonly string[]).includes(text)
}

/** The specification wants a string; numbers are met and mean the same. */
function indexOf(value: Json | undefined): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

/** The draft left open which alphabet of base64 it meant, and whether with padding. */
function urlSafe(encoded: string): string {
  return encoded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function refuseList(list: JsonObject, { url, purpose, edition }: BitstringEntry, context: StatusContext): StatusFinding | undefined {
  const subject = list['credentialSubject']
  if (!listOf(list['type']).includes(edition.listType) || !isJsonObject(subject) || typeof subject['encodedList'] !== 'string') return unknownStatus('status/list-malformed', 'Its status list is malformed')
  const refusal = refuseStatusList(list, url, context)
  if (refusal !== undefined) return refusal
  return listOf(subject['statusPurpose']).includes(purpose) ? undefined : unknownStatus('status/purpose-mismatch', 'Its status list is for another purpose')
}

function explain(status: number, { purpose, messages }: BitstringEntry): StatusFinding {
  switch (purpose) {
    case 'revocation': return status === 0 ? { outcome: 'passed' } : { outcome: 'failed', code: 'status/revoked', reason: 'Its issuer revoked it' }
    case 'suspension': return status === 0 ? { outcome: 'passed' } : { outcome: 'failed', code: 'status/suspended', reason: 'Its issuer suspended it' }
    case 'refresh': return status === 0 ? { outcome: 'passed' } : unknownStatus('status/refreshed', 'Its issuer has a newer version of it')
    case 'message': return explainMessage(status, messages)
  }
}

/** Untrusted: messages longer than this are cut. */
const maxMessageLength = 500

/** Only what the value 0 stands for leaves a credential as it was; what any other value means, the issuer says in words. */
function explainMessage(status: number, messages: readonly Json[]): StatusFinding {
  const meant = messages.filter(isJsonObject).find((message) => typeof message['status'] === 'string' && Number(message['status']) === status && /^0x[0-9a-f]+$/i.test(message['status']))
  const text = meant?.['message']
  const message = typeof text === 'string' ? { message: text.slice(0, maxMessageLength) } : {}
  return status === 0 ? { outcome: 'passed', ...message } : { ...unknownStatus('status/message', 'Its issuer left a message about it'), ...message }
}
