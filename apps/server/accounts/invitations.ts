import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../issuing/audit.ts'
import type { Actor } from '../issuing/issuing-context.ts'
import { hashSecret, makeSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'
import { insertAccount, type NewAccount } from './accounts.ts'

/** How long an invitation is open. */
export const invitationDays = 7

/** Open invitations that an organisation may have: a link that nobody waits for is only a risk. */
const maxOpen = 50

/** An invitation that nobody has used yet. Its link cannot be shown again. */
export interface Invitation {
  readonly id: string
  /** Whom it is for, in the words of who invited. */
  readonly name: string
  readonly invitedBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Makes a link that lets one person join; only the hash of its token is kept. @throws ServerError `invitation/too-many` */
export async function invite(name: string, actor: Actor & { readonly accountId: string }, context: NodeContext): Promise<{ readonly id: string; readonly link: string; readonly expiresAt: Date }> {
  const { database, now, config } = context
  const { count } = await database.selectFrom('invitation').select((of) => of.fn.countAll<string>().as('count'))
    .where('organisation_id', '=', actor.organisationId).where('expires_at', '>', now()).executeTakeFirstOrThrow()
  if (Number(count) >= maxOpen) throw new ServerError('invitation/too-many', `Cannot invite: ${maxOpen} invitations are open already`)
  const [id, token, expiresAt] = [randomUUID(), makeSecret(), new Date(now().getTime() + invitationDays * 86_400_000)]
  await retry(() => database.transaction().execute(async (transaction) => {
    await transaction.insertInto('invitation').values({
      id, organisation_id: actor.organisationId, name, token_hash: hashSecret(token), invited_by: actor.accountId, created_at: now(), expires_at: expiresAt,
    }).execute()
    await audit({ actor, action: 'member-invited', subjectId: id }, transaction, context)
  }))
  // In the fragment, which browsers send to nobody and no log records.
  return { id, link: `${config.publicBaseUrl}/join#${token}`, expiresAt }
}

/** The open invitations of an organisation, newest first. */
export async function listInvitations(organisationId: string, { database, now }: NodeContext): Promise<readonly Invitation[]> {
  const rows = await database.selectFrom('invitation').innerJoin('account', 'account.id', 'invitation.invited_by')
    .select(['invitation.id', 'invitation.name', 'account.display_name', 'invitation.created_at', 'invitation.expires_at'])
    .where('invitation.organisation_id', '=', organisationId).where('invitation.expires_at', '>', now()).orderBy('invitation.created_at', 'desc').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, invitedBy: row.display_name, createdAt: row.created_at, expiresAt: row.expires_at }))
}

/** Ends an invitation before it was used. @throws ServerError `invitation/not-found` */
export async function endInvitation(id: string, actor: Actor, context: NodeContext): Promise<void> {
  await retry(() => context.database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction.deleteFrom('invitation').where('organisation_id', '=', actor.organisationId).where('id', '=', id).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new ServerError('invitation/not-found', 'Cannot end invitation: there is no open one of this id')
    await audit({ actor, action: 'invitation-ended', subjectId: id }, transaction, context)
  }))
}

/** What an invitation opens; undefined when it is over. Untrusted: any text. */
export async function findInvitation(token: string, { database, now }: NodeContext): Promise<{ readonly organisationId: string; readonly organisation: string; readonly expiresAt: Date } | undefined> {
  const row = await database.selectFrom('invitation').innerJoin('organisation', 'organisation.id', 'invitation.organisation_id')
    .select(['invitation.organisation_id', 'organisation.name', 'invitation.expires_at'])
    .where('invitation.token_hash', '=', hashSecret(token)).where('invitation.expires_at', '>', now()).executeTakeFirst()
  return row === undefined ? undefined : { organisationId: row.organisation_id, organisation: row.name, expiresAt: row.expires_at }
}

/**
 * Makes an account for whoever holds the link, a member of the organisation, and uses the link up, all or nothing.
 *
 * @throws ServerError `invitation/token-invalid`, `account/login-name-taken`
 */
export async function acceptInvitation(token: string, account: NewAccount, context: NodeContext): Promise<void> {
  await useInvitation(token, account.id, context, (transaction) => insertAccount(account, { ...context, database: transaction }))
}

/** Makes an account that exists a member of the organisation, and uses the link up. @throws ServerError `invitation/token-invalid` */
export async function joinByInvitation(token: string, accountId: string, context: NodeContext): Promise<void> {
  await useInvitation(token, accountId, context)
}

async function useInvitation(token: string, accountId: string, context: NodeContext, before?: (transaction: Transaction<Tables>) => Promise<unknown>): Promise<void> {
  const { now } = context
  await retry(() => context.database.transaction().execute(async (transaction) => {
    const used = await transaction.deleteFrom('invitation').where('token_hash', '=', hashSecret(token)).where('expires_at', '>', now()).returning(['id', 'organisation_id']).executeTakeFirst()
    if (used === undefined) throw new ServerError('invitation/token-invalid', 'Cannot join: the invitation was used, ended, or is over')
    await before?.(transaction)
    await transaction.insertInto('membership').values({ organisation_id: used.organisation_id, account_id: accountId, created_at: now() }).onConflict((conflict) => conflict.doNothing()).execute()
    await audit({ actor: { organisationId: used.organisation_id, id: `account:${accountId}` }, action: 'member-joined', subjectId: used.id }, transaction, context)
  }))
}
