/** Erasing a person: what an organisation holds on them is destroyed, what others were told of nobody in particular stays. */
import { randomUUID } from 'node:crypto'
import type { Selectable, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { guardianLink } from '../guardians/guardianship.ts'
import { removeFromOutbox } from '../remove-from-outbox.ts'
import { auditEach } from './audit.ts'
import { changeHeldClaims } from './change-claims.ts'
import { claimLink } from './claim-token.ts'
import { inPortions } from './in-portions.ts'
import { type Acting, type IssuingContext, transact } from './issuing-context.ts'
import { IssuingError, notFound } from './issuing-error.ts'
import type { ClaimTable } from './tables.ts'

/** Which claims go: the one that is named, or all that the organisation has for its e-mail address. */
export type ErasureReach = 'this' | 'address'

/** What came of it. */
export interface Erasure {
  readonly erased: number
  /** Claims of the same address that are still there. */
  readonly others: number
}

type Claim = Selectable<ClaimTable>

/** What the organisation issued for some claims, as a step of erasing needs it. */
interface Erasing {
  readonly ids: readonly string[]
  readonly credentialIds: readonly string[]
  readonly transaction: Transaction<Tables>
  readonly context: IssuingContext
}

/**
 * Erases a person from what the organisation holds: name, address, evidence, the credentials' text, the nonces of their
 * commitments, their places among the leaves, links, codes and mail, and the file that they came in.
 *
 * Kept: that somebody was issued something and when, counts, the places in status lists, which stay revoked, and on the log
 * 32 random bytes. Whatever stands is revoked first: an issuer that holds nothing on a record cannot stand for it.
 *
 * @throws IssuingError `claim/not-found`, `claim/erased`, `claim/job-under-way`, `mail/under-way`
 */
export async function eraseClaims(id: string, reach: ErasureReach, { actor, context }: Acting): Promise<Erasure> {
  return transact(context, async (transaction) => {
    const named = await transaction.selectFrom('claim').selectAll().where('organisation_id', '=', actor.organisationId).where('id', '=', id).forUpdate().executeTakeFirst()
    if (named === undefined) throw notFound('claim')
    if (named.erased_at !== null) throw new IssuingError('claim/erased', 'Cannot erase claim: that was done before')
    const sameAddress = await holdSameAddress(named, transaction)
    const claims = reach === 'this' ? [named] : sameAddress
    const ids = claims.map((claim) => claim.id)
    await refuseUnderWay(claims, transaction)
    await changeHeldClaims(claims, { act: 'void', reason: 'other' }, { transaction, context, actor })
    const erasing = { ids, credentialIds: await credentialsOf(claims, transaction), transaction, context }
    await eraseCredentials(erasing)
    await eraseUploads(claims, erasing)
    const guardians = await guardianLinks(ids, transaction, context)
    await removeFromOutbox([...claims.map(({ sealed_token: token }) => claimLink(token, context)), ...guardians], context.config.mail)
    await eraseRows(erasing)
    for (const portion of inPortions(ids)) await auditEach(portion.map((subjectId) => ({ actor, action: 'claim-erased', subjectId })), transaction, context)
    return { erased: ids.length, others: sameAddress.length - ids.length }
  })
}

/** Every claim of the organisation that is for the same address, the named one among them. */
async function holdSameAddress({ organisation_id: organisationId, award }: Claim, transaction: Transaction<Tables>): Promise<readonly Claim[]> {
  return transaction.selectFrom('claim').selectAll().where('organisation_id', '=', organisationId).where('erased_at', 'is', null)
    .where(sql<string>`lower(award ->> 'email')`, '=', award.email.toLowerCase()).orderBy('id').forUpdate().execute()
}

/** What a job still reads and a mail that is going out at this moment cannot be taken back. */
async function refuseUnderWay(claims: readonly Claim[], transaction: Transaction<Tables>): Promise<void> {
  for (const ids of inPortions(jobsOf(claims))) {
    const job = await transaction.selectFrom('issue_job').select('id').where('finished_at', 'is', null)
      .where('upload_id', 'in', (of) => of.selectFrom('issue_job').select('upload_id').where('id', 'in', ids)).limit(1).executeTakeFirst()
    if (job !== undefined) throw new IssuingError('claim/job-under-way', 'Cannot erase claim: its file is still being issued from')
  }
  for (const portion of inPortions(claims.map(({ id }) => id))) {
    const mail = await transaction.selectFrom('claim_mail').select('claim_id').where('claim_id', 'in', portion).where('state', '=', 'sending').limit(1).executeTakeFirst()
    if (mail !== undefined) throw new IssuingError('mail/under-way', 'Cannot erase claim: a mail is being sent at this moment')
  }
}

function jobsOf(claims: readonly Claim[]): readonly string[] {
  return [...new Set(claims.flatMap(({ job_id: job }) => job ?? []))]
}

/** The first credential of each claim, the holder's, and the copies that were made of it. */
async function credentialsOf(claims: readonly Claim[], transaction: Transaction<Tables>): Promise<readonly string[]> {
  const ids = claims.flatMap(({ delivery_credential_id: delivery, bound_credential_id: bound }) => [delivery, ...(bound === null ? [] : [bound])])
  for (const portion of inPortions(claims.map(({ id }) => id))) {
    const copies = await transaction.selectFrom('claim_copy').select('credential_id').where('claim_id', 'in', portion).execute()
    ids.push(...copies.map(({ credential_id: copy }) => copy))
  }
  return ids
}

/**
 * With its nonce and its text gone, a leaf of the log is 32 bytes that nobody can tell from padding. The row of a commitment stays
 * for the counts, under random bytes; one that is not in a batch yet is sealed as those.
 */
async function eraseCredentials({ credentialIds, transaction, context: { cryptography } }: Erasing): Promise<void> {
  for (const id of credentialIds) {
    await transaction.updateTable('credential').set({ document: '', credential_id: `erased:${randomUUID()}`, line: null }).where('id', '=', id).execute()
    await transaction.updateTable('commitment')
      .set({ commitment: Buffer.from(cryptography.randomBytes(32)), nonce: Buffer.from(cryptography.randomBytes(32)), position: null }).where('credential_id', '=', id).execute()
  }
}

/** The whole file goes before its time: a person cannot be cut out of a file whose hash says which it was. */
async function eraseUploads(claims: readonly Claim[], { transaction, context }: Erasing): Promise<void> {
  for (const ids of inPortions(jobsOf(claims))) {
    await transaction.updateTable('upload').set({ content: null, deleted_at: context.now() }).where('content', 'is not', null)
      .where('id', 'in', (of) => of.selectFrom('issue_job').select('upload_id').where('id', 'in', ids)).execute()
  }
}

/** The mails to guardians that wait in the outbox are found by these. */
async function guardianLinks(ids: readonly string[], transaction: Transaction<Tables>, context: IssuingContext): Promise<readonly string[]> {
  const rows = await Promise.all([...inPortions(ids)].map((portion) => transaction.selectFrom('guardianship').select('sealed_token').where('claim_id', 'in', portion).execute()))
  return rows.flat().map((row) => guardianLink(row, context))
}

async function eraseRows({ ids, transaction, context }: Erasing): Promise<void> {
  const nobody = JSON.stringify({ line: 0, name: '', email: '' })
  for (const portion of inPortions(ids)) {
    for (const table of ['claim_mail', 'claim_challenge', 'claim_copy', 'exchange', 'guardianship'] as const) await transaction.deleteFrom(table).where('claim_id', 'in', portion).execute()
    await transaction.updateTable('ticket').set({ state: 'closed', resolution: 'dismissed', closed_at: context.now() }).where('claim_id', 'in', portion).where('state', '=', 'open').execute()
    await transaction.updateTable('claim').set({
      award: nobody, recipient_search: '', holder_did: null, sealed_token: '', sealed_code: null, claimed_at: null,
      suspended_at: null, suspend_reason: null, erased_at: context.now(),
    }).where('id', 'in', portion).execute()
  }
  // Nobody has the token of which this would be the hash.
  for (const id of ids) await transaction.updateTable('claim').set({ token_hash: Buffer.from(context.cryptography.randomBytes(32)) }).where('id', '=', id).execute()
}
