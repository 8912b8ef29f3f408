import { credentialsContextUrl, openBadgesContextUrl } from '../credential/contexts.ts'
import { formatDateTime } from '../credential/date-time.ts'
import { decodeHex } from '../encoding/hex.ts'
import { concatBytes } from '../encoding/bytes.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { randomUrn } from '../issuer/random-id.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { factsShown } from './facts-shown.ts'
import type { LearningFacts } from './learning-facts.ts'
import type { LifeEvidence } from './life-entry.ts'
import type { LifeFacts, LifeKind, LifePart } from './life-facts.ts'
import { firstDayOf, lastDayOf } from './year-month.ts'

/** Each kind as Open Badges 3.0, "AchievementType", has it; what is not on that list goes by an extension, as it allows. */
const achievementTypes: Readonly<Record<LifeKind, string>> = {
  'education': 'LearningProgram', 'training': 'Course', 'employment': 'ext:Employment', 'licence': 'License', 'skill': 'Competency', 'project': 'ext:Project', 'military-service': 'ext:MilitaryService',
  'volunteering': 'CommunityService', 'caregiving': 'ext:Caregiving', 'self-directed-learning': 'ext:SelfDirectedLearning', 'entrepreneurship': 'ext:Entrepreneurship',
}

/** What goes into the credential of an entry. */
export interface LifeStatement {
  readonly facts: LifeFacts
  readonly evidence: readonly LifeEvidence[]
  readonly parts: readonly LifePart[]
  /** Of the person: issuer and subject are one. */
  readonly did: string
}

/**
 * Somebody's own word as a credential of Open Badges 3.0: they claim an achievement of themselves, as issuer and as subject.
 *
 * Days in it bound the months that were given, which `term` tells as they are (ISO 8601-1, "Time interval"; `..` as in ISO 8601-2). Every
 * artefact that is a file is named by its digest (RFC 6920) and bound by it (Verifiable Credentials Data Model 2.0, "Integrity of Related Resources").
 */
export function createLifeCredential({ facts, evidence, parts, did }: LifeStatement, { now, cryptography }: { readonly now: Date; readonly cryptography: Pick<Cryptography, 'randomBytes'> }): JsonObject {
  const shown = (part: LifePart): boolean => parts.includes(part)
  const { kind, what, where, from, to, story, skills, hours } = facts
  const files = shown('evidence') ? evidence : []
  const { items = [] } = factsShown(facts, parts)
  const line = [shown('where') && where, shown('when') && periodOf(facts)?.replace('/', ' – ').replace('..', '…'), shown('hours') && hours !== undefined && `${hours} h`].filter((part) => typeof part === 'string')
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl],
    id: randomUrn(cryptography),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: what,
    issuer: { id: did, type: ['Profile'] },
    validFrom: formatDateTime(now),
    credentialSubject: {
      id: did,
      type: ['AchievementSubject'],
      ...(shown('when') && from !== undefined ? { activityStartDate: `${firstDayOf(from)}T00:00:00Z` } : {}),
      ...(shown('when') && to !== undefined && to !== 'now' ? { activityEndDate: `${lastDayOf(to)}T23:59:59Z` } : {}),
      ...(shown('when') && periodOf(facts) !== undefined ? { term: periodOf(facts) ?? '' } : {}),
      achievement: {
        id: randomUrn(cryptography),
        type: ['Achievement'],
        achievementType: achievementTypes[kind],
        name: what,
        description: line.length === 0 ? what : line.join(' · '),
        criteria: shown('story') && story !== undefined ? { narrative: story } : {},
        ...(shown('skills') && skills.length > 0 ? { tag: skills } : {}),
      },
    },
    ...(files.length + items.length === 0 ? {} : { evidence: [...items.map(evidenceOf), ...files.map(({ id, name, mediaType }) => ({ id: digestUri(id), type: ['Evidence'], name, genre: mediaType }))] }),
    ...(files.length === 0 ? {} : {
      relatedResource: files.map(({ id, mediaType }) => ({ id: digestUri(id), mediaType, digestMultibase: encodeMultibase(concatBytes(Uint8Array.of(0x12, 32), decodeHex(id)), 'u') })),
    }),
  }
}

/**
 * One thing that was learned, in words (Open Badges 3.0, "Evidence"). It has no id: what lies at its address was not looked at and is bound by nothing, so
 * naming it there would say more than is known.
 */
function evidenceOf({ kind, title, provider, url, from, to, minutes, reflection }: LearningFacts): JsonObject {
  const line = [from === undefined || to === undefined ? from : `${from} – ${to}`, minutes === undefined ? undefined : minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`, provider, url]
  const description = line.filter((part) => part !== undefined).join(' · ')
  return { type: ['Evidence'], name: title, genre: kind, ...(description === '' ? {} : { description }), ...(reflection === undefined ? {} : { narrative: reflection }) }
}

/** The name of a file by its SHA-256 (RFC 6920, "ni URI"): it says where nothing lies. */
export function digestUri(sha256: string): string {
  return `ni:///sha-256;${encodeBase64url(decodeHex(sha256))}`
}

/** When, as precisely as it was said: `2019-03/2021-06`, `2019/..`, or one year alone. */
function periodOf({ from, to }: LifeFacts): string | undefined {
  if (from === undefined) return to === undefined || to === 'now' ? undefined : `../${to}`
  if (to === undefined) return from
  return to === from ? from : `${from}/${to === 'now' ? '..' : to}`
}
