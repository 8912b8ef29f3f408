import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { credentialsContextUrl, openBadgesContextUrl } from './contexts.ts'
import { CredentialError } from './credential-error.ts'
import { formatDateTime } from './date-time.ts'

/** A link from an achievement to an entry of a framework (Open Badges 3.0, "Alignment"). */
export type Alignment = {
  readonly type: readonly ['Alignment']
  readonly targetName: string
  readonly targetUrl: string
  readonly targetFramework?: string
  readonly targetType?: string
  readonly targetCode?: string
}

/** What can be achieved, the same for everybody who does (Open Badges 3.0, "Achievement"). */
export type Achievement = {
  readonly id: string
  readonly type: readonly ['Achievement']
  readonly name: string
  readonly description: string
  readonly criteria: { readonly id?: string; readonly narrative?: string }
  readonly achievementType?: string
  readonly alignment?: readonly Alignment[]
}

/** Who somebody is, by the hash of an address of theirs (Open Badges 3.0, "IdentityObject"). */
export type IdentityObject = {
  readonly type: 'IdentityObject'
  readonly hashed: true
  readonly identityHash: string
  readonly identityType: 'emailAddress'
  readonly salt: string
}

/** What stands behind an award (Open Badges 3.0, "Evidence"). */
export type Evidence = { readonly type: readonly ['Evidence']; readonly id?: string; readonly name?: string; readonly narrative?: string }

/** Where to ask whether a credential was revoked (Bitstring Status List 1.0, "BitstringStatusListEntry"). */
export type StatusEntry = {
  readonly id: string
  readonly type: 'BitstringStatusListEntry'
  readonly statusPurpose: 'revocation' | 'suspension'
  readonly statusListIndex: string
  readonly statusListCredential: string
}

/** Somebody's award of an achievement, not yet signed (Open Badges 3.0, "OpenBadgeCredential"). */
export type AchievementCredential = {
  readonly '@context': readonly [typeof credentialsContextUrl, typeof openBadgesContextUrl]
  readonly id: string
  readonly type: readonly ['VerifiableCredential', 'OpenBadgeCredential']
  readonly name: string
  readonly issuer: { readonly id: string; readonly type: readonly ['Profile']; readonly name: string; readonly url?: string }
  readonly validFrom: string
  readonly validUntil?: string
  /** The day of the award, where `validFrom` is another. */
  readonly awardedDate?: string
  readonly credentialSubject: {
    readonly id?: string
    readonly type: readonly ['AchievementSubject']
    readonly identifier?: readonly IdentityObject[]
    readonly licenseNumber?: string
    readonly narrative?: string
    readonly achievement: Achievement
  }
  readonly evidence?: readonly Evidence[]
  readonly credentialStatus?: StatusEntry | readonly StatusEntry[]
}

/** What goes into a new credential. The subject is named by a DID, by a hashed address, or by both. */
export interface AchievementCredentialInput {
  /** `urn:uuid:` and a random UUID: an id that tells nothing and can be matched with nothing. */
  readonly id: string
  readonly issuer: { readonly id: string; readonly name: string; readonly url?: string | undefined }
  readonly achievement: Achievement
  readonly subject: { readonly did?: string | undefined; readonly identity?: IdentityObject | undefined }
  readonly validFrom: Date
  readonly validUntil?: Date | undefined
  readonly licenseNumber?: string | undefined
  readonly narrative?: string | undefined
  readonly evidence?: readonly Omit<Evidence, 'type'>[] | undefined
  /** One entry, or one for each purpose that the issuer may need. */
  readonly status?: StatusEntry | readonly StatusEntry[] | undefined
}

/**
 * Builds the credential of an award, ready to be signed.
 *
 * @throws CredentialError `credential/subject-missing` when the subject has neither DID nor identity,
 *   `credential/validity-empty` when it would end before it begins
 */
export function createAchievementCredential(input: AchievementCredentialInput): AchievementCredential {
  const { id, issuer, achievement, subject, validFrom, validUntil, licenseNumber, narrative, evidence, status } = input
  if (subject.did === undefined && subject.identity === undefined) throw new CredentialError('credential/subject-missing', 'Cannot build credential: its subject has neither DID nor identity')
  if (validUntil !== undefined && validUntil <= validFrom) throw new CredentialError('credential/validity-empty', 'Cannot build credential: it would end before it begins')
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl],
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: { id: issuer.id, type: ['Profile'], name: issuer.name, ...(issuer.url === undefined ? {} : { url: issuer.url }) },
    validFrom: formatDateTime(validFrom),
    ...(validUntil === undefined ? {} : { validUntil: formatDateTime(validUntil) }),
    credentialSubject: {
      ...(subject.did === undefined ? {} : { id: subject.did }),
      type: ['AchievementSubject'],
      ...(subject.identity === undefined ? {} : { identifier: [subject.identity] }),
      ...(licenseNumber === undefined ? {} : { licenseNumber }),
      ...(narrative === undefined ? {} : { narrative }),
      achievement,
    },
    ...(evidence === undefined || evidence.length === 0 ? {} : { evidence: evidence.map((item) => ({ ...item, type: ['Evidence'] as const })) }),
    ...(status === undefined ? {} : { credentialStatus: status }),
  }
}

/** What an achievement is made from; the types that Open Badges wants are added. */
export interface AchievementInput {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly criteria: { readonly id?: string | undefined; readonly narrative?: string | undefined }
  readonly achievementType?: string | undefined
  readonly alignments?: readonly { readonly targetName: string; readonly targetUrl: string; readonly targetFramework?: string | undefined }[] | undefined
}

/** Builds an achievement. */
export function createAchievement({ id, name, description, criteria, achievementType, alignments = [] }: AchievementInput): Achievement {
  return {
    id,
    type: ['Achievement'],
    name,
    description,
    criteria: { ...(criteria.id === undefined ? {} : { id: criteria.id }), ...(criteria.narrative === undefined ? {} : { narrative: criteria.narrative }) },
    ...(achievementType === undefined ? {} : { achievementType }),
    ...(alignments.length === 0 ? {} : {
      alignment: alignments.map(({ targetName, targetUrl, targetFramework }) => (
        { type: ['Alignment'] as const, targetName, targetUrl, ...(targetFramework === undefined ? {} : { targetFramework }) }
      )),
    }),
  }
}

/**
 * Hashes an e-mail address with a salt (Open Badges 3.0, "IdentityHash"): SHA-256 over the address exactly as written, then the salt.
 *
 * The salt keeps a list of hashed addresses from being matched with a list of addresses hashed once for all.
 */
export function hashIdentity(email: string, salt: string, { sha256 }: Pick<Cryptography, 'sha256'>): IdentityObject {
  return { type: 'IdentityObject', hashed: true, identityHash: identityHash(email, salt, sha256), identityType: 'emailAddress', salt }
}

/**
 * Tells whether an identity is that of an address, by hashing: hashed or plain, in the letter case given or in lower case,
 * because issuers differ in which one they hash.
 *
 * Untrusted: the identity; anything malformed is simply not a match.
 */
export function matchesIdentity(identity: unknown, email: string, { sha256 }: Pick<Cryptography, 'sha256'>): boolean {
  if (typeof identity !== 'object' || identity === null) return false
  const { hashed, identityHash: expected, salt = '' } = identity as Record<string, unknown>
  if (typeof expected !== 'string' || typeof salt !== 'string') return false
  return [email, email.toLowerCase()].some((address) => {
    if (hashed !== true) return expected === address || expected.toLowerCase() === address.toLowerCase()
    return expected.toLowerCase() === identityHash(address, salt, sha256)
  })
}

function identityHash(email: string, salt: string, sha256: Cryptography['sha256']): string {
  const text = email + salt
  const digest = text.isWellFormed() ? sha256.hexOfText?.(text) : undefined
  return `sha256$${digest ?? encodeHex(sha256(encodeUtf8(text)))}`
}
