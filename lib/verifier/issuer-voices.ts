import { parseDateTime } from '../credential/date-time.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { accreditationsAt, nameAt, participantAt } from '../trust/history.ts'
import { compareStandings } from '../trust/registries/compare-standings.ts'
import { nameKey, readName, type IssuerStanding, type RegistryAnswer } from '../trust/registries/issuer-standing.ts'
import type { Accreditation, Participant } from '../trust/registry.ts'
import { answersFor } from '../trust/registry-view.ts'
import { judgeIssuerKey } from './issuer-key.ts'
import { ledgerRecordOf } from './ledger-record.ts'
import type { IssuerConflict } from './report.ts'
import { issuerProofOf, type Subject } from './subject.ts'
import { registryIndexOf, type TrustedNetwork } from './trusted-network.ts'
import type { VerifyContext } from './verify-context.ts'
import { endorsementsOf, type WhomToTrust } from './vouched-registration.ts'

/** What one network says of an issuer, as of when the ledger records its credential, or as of now without a record. */
export interface NetworkVoice {
  readonly network: TrustedNetwork
  readonly participant: Participant
  /** Its name when somebody last vouched for it: to another it changed by itself. */
  readonly name: string
  readonly state: 'active' | 'suspended' | 'withdrawn'
  /** The entry of the registry as of which it is judged. */
  readonly at: number
  readonly isAtRecord: boolean
  /** Accreditations that held then and on every day on which it may have been issued. */
  readonly accreditations: readonly Accreditation[]
  /** Those that held then, but on the day only that the credential itself names, or that once held. */
  readonly unproven: readonly Accreditation[]
  /** A participant whom the verifier knows by itself speaks for it. */
  readonly isEndorsed: boolean
}

/** Everything that the verifier's own trust material says of the issuer of a credential. */
export interface IssuerVoices {
  readonly networks: readonly NetworkVoice[]
  /** Networks whose registry the verifier holds only in part, and this issuer is not in that part. */
  readonly silent: readonly string[]
  /** Registries that others keep, and endorsements. */
  readonly outside: readonly RegistryAnswer[]
  readonly conflicts: readonly IssuerConflict[]
  /** The name under which somebody vouches for it. */
  readonly name: string | null
  /** The first day on which it can have been issued, by its own words, and the last, by those who cosigned the record. */
  readonly days: IssueDays
}

interface IssueDays { readonly claimed: string; readonly latest: string }

/** Asks every source about the issuer, once for all checks. */
export function issuerVoicesOf(subject: Subject, context: VerifyContext): Promise<IssuerVoices> {
  return subject.asked.voices ??= listen(subject, context)
}

async function listen(subject: Subject, context: VerifyContext): Promise<IssuerVoices> {
  const { issuerId } = subject
  const { networks = [], issuers } = context.trust
  const record = await ledgerRecordOf(subject, context)
  const days = daysOf(subject, record.recordedBy ?? context.now)
  const outside = issuerId === null || !needsOutside(context) ? [] : await (await import('./outside-registries.ts')).askOutside(subject, issuerId, context)
  const spoken = issuerId === null ? [] : networks.flatMap((network) => voiceOf(network, issuerId, { at: registryIndexOf(network, record.place), days, context }) ?? [])
  const own = issuers.find(({ did }) => did === issuerId)
  const vouched = [...(own === undefined || issuerId === null ? [] : [standingOf('own-list', { registry: ownList, did: issuerId, name: own.name, state: 'in-force' }, context)]), ...spoken.map((voice) => ledgerStanding(voice, context))]
  const overview = compareStandings([...vouched.map((standing): RegistryAnswer => ({ state: 'listed', registry: standing.registry, standing })), ...outside])
  // The name is that of the first who vouches: a name that somebody only registered is not.
  const voucher = spoken.find((voice) => isVouchedFor(voice))
  const outer = outside.flatMap((answer) => (answer.state === 'listed' && answer.standing.state === 'in-force' ? answer.standing.name ?? [] : []))[0]
  const name = own?.name ?? voucher?.name ?? outer ?? null
  return {
    networks: spoken, outside, days, name, silent: issuerId === null ? [] : networks.filter(({ registry }) => !answersFor(registry, issuerId) && !registry.registry.participants.has(issuerId)).map((network) => network.name),
    conflicts: [...overview.conflicts, ...claimConflict(subject, name, context), ...keyConflict(subject, spoken, context)],
  }
}

/** Somebody besides the issuer itself says who it is. */
export function isVouchedFor({ state, accreditations, isEndorsed }: NetworkVoice): boolean {
  return state === 'active' && (accreditations.length > 0 || isEndorsed)
}

/** How the credential is called where sources are set against one another. */
const [document, published, ownList] = ['the document', 'its own address', 'own list']

function needsOutside({ trust: { registries = [], accreditors = [] } }: VerifyContext): boolean {
  return registries.length + accreditors.length > 0
}

/** What a network says of somebody: as of an entry of its registry, or as of now. */
export function voiceOf(network: TrustedNetwork, did: string, { at: recordedAt, days, context }: { readonly at: number | undefined; readonly days: IssueDays; readonly context: WhomToTrust }): NetworkVoice | undefined {
  const { registry } = network.registry
  const holder = registry.participants.get(did)
  if (holder?.freedAt !== undefined) return undefined
  // Whoever registered after the record is judged as it stands now, and not by who had the DID before.
  const isAtRecord = recordedAt !== undefined && holder !== undefined && participantAt(registry, did, recordedAt)?.participant === holder
  const at = isAtRecord ? recordedAt : registry.size
  const standing = participantAt(registry, did, at)
  if (standing === undefined) return undefined
  const held = accreditationsAt(registry, { did }, at)
  const onEveryDay = held.filter(({ id }) => [days.claimed, days.latest].every((day) => accreditationsAt(registry, { did, day }, at).some((each) => each.id === id)))
  const once = isAtRecord ? [] : standing.participant.accreditations.flatMap((id) => registry.accreditations.get(id) ?? [])
  const onClaimedDay = accreditationsAt(registry, { did, day: days.claimed }, at)
  const endorsements = endorsementsOf(registry, did, context)
  const vouchedAt = [...onEveryDay.map(({ givenAt }) => givenAt), ...endorsements.map(({ index }) => index)]
  return {
    network, ...standing, at, isAtRecord, accreditations: onEveryDay, name: nameAt(standing.participant, Math.max(...vouchedAt, standing.participant.registeredAt + 1)),
    unproven: [...new Set([...onClaimedDay, ...once])].filter((each) => !onEveryDay.includes(each)),
    isEndorsed: endorsements.length > 0,
  }
}

/** Untrusted: the day that a credential names. It is the earliest that it can be of, for issuers date back, not forward. */
function daysOf({ document: { validFrom, issuanceDate }, read }: Subject, recordedBy: Date): IssueDays {
  const { nbf } = read.token?.claims ?? {}
  const claimed = parseDateTime(validFrom ?? issuanceDate) ?? (typeof nbf === 'number' && Math.abs(nbf) < 1e11 ? new Date(nbf * 1_000) : recordedBy)
  const latest = dayOf(recordedBy)
  return { claimed: dayOf(claimed) < latest ? dayOf(claimed) : latest, latest }
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

function standingOf(source: IssuerStanding['source'], { registry, did, name, state }: Pick<IssuerStanding, 'registry' | 'did' | 'name' | 'state'>, { now }: VerifyContext): IssuerStanding {
  return { source, registry, did, name, state, accreditedFor: [], chain: [], isRootPinned: true, checkedAt: now }
}

function ledgerStanding({ network, participant: { did }, name, state }: NetworkVoice, context: VerifyContext): IssuerStanding {
  return standingOf('ledger', { registry: network.name, did, name, state: state === 'active' ? 'in-force' : state }, context)
}

/** The document gives its issuer another name than the one under which it is known. */
function claimConflict({ document: { issuer } }: Subject, name: string | null, context: VerifyContext): readonly IssuerConflict[] {
  const claimed = isJsonObject(issuer) ? readName(issuer['name']) : undefined
  if (claimed === undefined || name === null) return []
  const standings = [name, claimed].map((each, place) => standingOf('own-list', { registry: place === 0 ? 'known as' : document, did: '', name: each, state: 'in-force' }, context))
  return compareStandings(standings.map((standing) => ({ state: 'listed', registry: standing.registry, standing }))).conflicts
}

/** What the issuer publishes today lists other keys than a registry: because of that the key is taken from the registry, or refused. */
function keyConflict(subject: Subject, [voice]: readonly NetworkVoice[], context: VerifyContext): readonly IssuerConflict[] {
  const { issuerId, isKeyKept } = subject
  if (voice === undefined || issuerId === null) return []
  if (isKeyKept === true) return [{ kind: 'keys', between: [voice.network.name, published] }]
  const publicKey = issuerProofOf(subject)?.publicKey
  if (publicKey === undefined) return []
  const { state, network = voice.network.name } = judgeIssuerKey({ did: issuerId, key: nameKey(publicKey) }, undefined, context)
  return state === 'foreign' || state === 'unvouched' || state === 'disputed' ? [{ kind: 'keys', between: [network, published] }] : []
}
