import { createAchievement, formatDateTime, type Achievement, type AchievementCredential, type BatchSigner, type SigningContext } from 'everlearned/credential'
import { credentialForRow, isForDisclosure, issueCredential, issueForDisclosure, issueSdJwtCredential, undated, validityEnd, type IssuedCredential, type RowAward, type RowToIssue } from 'everlearned/issuer'
import type { CopyForm } from 'everlearned/exchange/claim'
import { createStatusEntry } from 'everlearned/status'
import { commit } from 'everlearned/trust'
import type { Insertable } from 'kysely'
import type { OrganisationKeyType, OrganisationSigningKey } from '../accounts/organisation-keys.ts'
import { achievementUrl } from './achievements.ts'
import { newRowId, type Connection, type IssuingContext } from './issuing-context.ts'
import { statusListUrl } from './sign-status-list.ts'
import type { StatusPlaces } from './status-lists.ts'
import type { AchievementDefinition, CommitmentTable, CredentialTable } from './tables.ts'

/** Who awards what to whom: everything that a credential is made from, and can be made from again. */
export interface Award {
  readonly organisationId: string
  readonly achievementId: string
  readonly definition: AchievementDefinition
  readonly row: RowToIssue
  readonly job?: { readonly id: string; readonly line: number }
}

/** A signed credential with the rows that keep it and its commitment. */
export interface MadeCredential {
  readonly credential: Insertable<CredentialTable>
  readonly commitment: Insertable<CommitmentTable>
}

/** An organisation as it signs and as it is named in what it signs; load it once for many credentials. */
export interface Issuer extends OrganisationSigningKey {
  readonly profile: { readonly id: string; readonly name: string; readonly url?: string }
}

/** What one credential is made with, beside its award. */
export interface MakingContext {
  readonly issuer: Issuer
  readonly place: StatusPlaces
  /** The DID of whoever claimed it, or the address of whoever took it as a file; without it a hash of that address. */
  readonly subjectId?: string
  /** Of what is shown in part, the form that its holder asked for; `exchange` is what wallets of any make can read. */
  readonly form?: Exclude<CopyForm, 'bbs-2023'> | 'exchange'
  /** One for all credentials of a job, which are made alike. */
  readonly signer?: BatchSigner
  readonly context: IssuingContext
}

/** The kind of key that signs what a holder gets. */
export function keyTypeOfBound({ definition, award }: { readonly definition: AchievementDefinition; readonly award: { readonly expiresOn?: string | undefined } }): OrganisationKeyType {
  const doesExpire = definition.validityMonths !== null || award.expiresOn !== undefined
  return isForDisclosure({ achievementType: definition.achievementType, doesExpire }) ? 'P-256' : 'Ed25519'
}

/** The profiles of exchanges want an end of validity on everything: what does not lapse gets one beyond a working life. */
const exchangeValidityMonths = 600

/** What a board or a certification body may let rest. */
const suspendableTypes: readonly string[] = ['License', 'Certification']

/**
 * Tells whether what is issued can be suspended and given back. Open Badges 3.0 has room for one entry of status
 * ("AchievementCredential", credentialStatus 0..1): of these it is in a list of suspensions, where it stays when it is taken back.
 */
export function isSuspendable({ achievementType }: Pick<AchievementDefinition, 'achievementType'>): boolean {
  return suspendableTypes.includes(achievementType)
}

/** Opens an organisation's key and reads how it is named. */
export async function loadIssuer({ organisationId, keyType }: { readonly organisationId: string; readonly keyType: OrganisationKeyType }, { database, organisationKeys }: IssuingContext): Promise<Issuer> {
  const signingKey = await organisationKeys.openSigningKey(organisationId, keyType)
  const { name, url } = await database.selectFrom('organisation').select(['name', 'url']).where('id', '=', organisationId).executeTakeFirstOrThrow()
  return { ...signingKey, profile: { id: signingKey.did, name, ...(url === null ? {} : { url }) } }
}

/**
 * Signs one credential: to the hashed e-mail address of the row, or, once claimed, to the holder's DID alone, or to the address itself. With a P-256 key
 * it is signed to be shown in part, and nothing but `awardedDate` tells the day of the award.
 */
export async function makeCredential(award: Award, { issuer, place, subjectId, form, signer, context }: MakingContext): Promise<MadeCredential> {
  const { cryptography } = context
  const now = context.now()
  const { key: signingKey, verificationMethod } = issuer
  const purpose = isSuspendable(award.definition) ? 'suspension' : 'revocation'
  const rowAward: RowAward = {
    achievement: publicAchievement(award.achievementId, award.definition, context),
    issuer: issuer.profile,
    validityMonths: award.definition.validityMonths,
    status: createStatusEntry(statusListUrl(place[purpose].listId, context), place[purpose].index, purpose),
  }
  const delivered = credentialForRow(award.row, rowAward, { now, cryptography })
  const unsigned = subjectId === undefined ? delivered : about(subjectId, delivered)
  const { text, proofBytes, commitmentNonce: nonce } = await sign(unsigned, { signingKey, verificationMethod, created: now, form, signer, cryptography })
  const id = newRowId(context)
  const common = { organisation_id: award.organisationId, job_id: award.job?.id ?? null }
  return {
    credential: {
      id, ...common, line: award.job?.line ?? null, achievement_id: award.achievementId, credential_id: unsigned.id, document: text,
      status_list_id: place.revocation.listId, status_index: place.revocation.index,
      ...(purpose === 'suspension' ? { suspension_list_id: place.suspension.listId, suspension_index: place.suspension.index } : { suspension_list_id: null, suspension_index: null }),
      revoked_at: null, revoked_reason: null, issued_at: now,
    },
    commitment: {
      credential_id: id, ...common, commitment: Buffer.from(commit(proofBytes, nonce, cryptography.sha256)), nonce: Buffer.from(nonce),
      // A commitment of a job waits for its job; any other is in the shared batch at once.
      pooled_at: award.job === undefined ? now : null, batch_id: null, position: null, created_at: now,
    },
  }
}

async function sign(unsigned: AchievementCredential, { created, form, signer, ...signing }: SigningContext & Pick<IssuingContext, 'cryptography'> & { readonly form: MakingContext['form'] | undefined; readonly signer: BatchSigner | undefined }): Promise<IssuedCredential> {
  if (form === 'exchange') return issueCredential({ ...unsigned, validUntil: unsigned.validUntil ?? formatDateTime(validityEnd({}, { validityMonths: exchangeValidityMonths }, created) ?? created) }, { created, ...signing })
  if (form === 'dc+sd-jwt') return issueSdJwtCredential(undated(unsigned, created), { format: form, ...signing })
  if (signing.signingKey.publicKey.type === 'P-256') return issueForDisclosure(undated(unsigned, created), signing)
  return issueCredential(unsigned, { created, signer, ...signing })
}

/** Keeps credentials and their commitments. */
export async function insertCredentials(made: readonly MadeCredential[], connection: Connection): Promise<void> {
  await connection.insertInto('credential').values(made.map(({ credential }) => credential)).execute()
  await connection.insertInto('commitment').values(made.map(({ commitment }) => commitment)).execute()
}

/** A template as everybody may read it: the achievement of Open Badges 3.0. */
export function publicAchievement(id: string, definition: AchievementDefinition, context: Pick<IssuingContext, 'config'>): Achievement {
  const { name, description, criteria, achievementType, alignments } = definition
  return createAchievement({ id: achievementUrl(id, context), name, description, criteria: { narrative: criteria }, achievementType, alignments })
}

/** The hash of the address stays behind: the id says whose it is from now on. */
function about(subjectId: string, credential: AchievementCredential): AchievementCredential {
  const { identifier: _, ...subject } = credential.credentialSubject
  return { ...credential, credentialSubject: { id: subjectId, ...subject } }
}
