import { parseDateTime } from '../credential/date-time.ts'
import { mandatoryPointersOf } from '../credential/mandatory-pointers.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { signForDisclosure } from '../credential/sign-for-disclosure.ts'
import type { BbsSigningKey, Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { IssuerError } from './issuer-error.ts'

const millisecondsPerDay = 86_400_000

/** Nobody can take an unlinkable copy back, so it must not outlive this. */
export const maxUnlinkableDays = 30

/**
 * The credential with nothing that is its holder's alone and always shown: no id, nobody named as its subject, no place in a status list,
 * and days in place of moments. All who get such a copy of one achievement on one day get the same, but for what they choose to show.
 */
export function unlinkable({ id: _id, credentialStatus: _status, credentialSubject, validUntil, ...others }: JsonObject, now: Date): JsonObject {
  const from = Math.floor(now.getTime() / millisecondsPerDay) * millisecondsPerDay
  const latest = from + maxUnlinkableDays * millisecondsPerDay
  const end = Math.floor((parseDateTime(validUntil)?.getTime() ?? latest) / millisecondsPerDay) * millisecondsPerDay
  const subject = listOf(credentialSubject).map(nameless)
  return { ...others, validFrom: formatDay(from), validUntil: formatDay(Math.min(end, latest)), credentialSubject: Array.isArray(credentialSubject) ? subject : subject[0] ?? {} }
}

function nameless(subject: Json): Json {
  if (!isJsonObject(subject)) return subject
  const { id: _id, identifier: _identifier, ...others } = subject
  return others
}

function formatDay(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

/** Who signs: with BLS12-381, under bbs-2023. */
export interface UnlinkableContext {
  readonly signingKey: BbsSigningKey
  readonly verificationMethod: string
  readonly cryptography: Cryptography
}

/**
 * Signs a credential of which no two copies can be linked by what they always show (Data Integrity BBS Cryptosuites 1.0, "Privacy
 * Considerations"); answers its text, for its holder alone. It is neither kept nor committed to: both would link.
 *
 * @throws IssuerError as {@link refuseLinkable} does, and CredentialError
 */
export async function issueUnlinkable(credential: JsonObject, { signingKey, verificationMethod, cryptography }: UnlinkableContext): Promise<string> {
  refuseLinkable(credential)
  const signed = await signForDisclosure(credential, { signingKey, verificationMethod, mandatoryPointers: mandatoryPointersOf(credential), cryptography })
  return JSON.stringify(signed, null, 2)
}

/**
 * Refuses a credential whose copies could be linked, or that would outlive what nobody can take back.
 *
 * @throws IssuerError `issuer/copy-linkable`, `issuer/copy-outlives`
 */
export function refuseLinkable(credential: JsonObject): void {
  const { id, credentialStatus, validFrom, validUntil, credentialSubject } = credential
  if (id !== undefined) throw linkable('it has an id')
  if (credentialStatus !== undefined) throw linkable('it has a place in a status list')
  if (listOf(credentialSubject).some((subject) => isJsonObject(subject) && (subject['id'] !== undefined || subject['identifier'] !== undefined))) throw linkable('it names its subject')
  const [from, until] = [parseDateTime(validFrom)?.getTime(), parseDateTime(validUntil)?.getTime()]
  if (from === undefined || until === undefined || until - from > maxUnlinkableDays * millisecondsPerDay) {
    throw new IssuerError('issuer/copy-outlives', `Cannot issue unlinkable copy: it has no end within ${maxUnlinkableDays} days`)
  }
  // A moment is as good as an id: hardly anybody else's copy was made just then.
  if ([from, until].some((time) => time % millisecondsPerDay !== 0)) throw linkable('its period is not of whole days')
}

function linkable(state: string): IssuerError {
  return new IssuerError('issuer/copy-linkable', `Cannot issue unlinkable copy: ${state}`)
}
