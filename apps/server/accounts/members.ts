import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { audit } from '../issuing/audit.ts'
import type { Actor } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'

/** A person who runs an organisation. */
export interface Member {
  readonly id: string
  readonly displayName: string
  readonly loginName: string
  readonly joinedAt: Date
}

/** The people who run an organisation, who came first first. */
export async function listMembers(organisationId: string, { database }: Pick<NodeContext, 'database'>): Promise<readonly Member[]> {
  const rows = await database.selectFrom('membership').innerJoin('account', 'account.id', 'membership.account_id')
    .select(['account.id', 'account.display_name', 'account.login_name', 'membership.created_at'])
    .where('membership.organisation_id', '=', organisationId).orderBy('membership.created_at').orderBy('account.id').execute()
  return rows.map((row) => ({ id: row.id, displayName: row.display_name, loginName: row.login_name, joinedAt: row.created_at }))
}

/**
 * Takes a person out of an organisation, from their next request on; their account stays theirs. Two who take each other out at
 * once cannot both succeed: the organisation's row is held meanwhile.
 *
 * @throws ServerError `member/not-found`, `member/last` because nobody could let anybody in again
 */
export async function removeMember(accountId: string, actor: Actor, context: NodeContext): Promise<void> {
  const { organisationId } = actor
  await retry(() => context.database.transaction().execute(async (transaction) => {
    await transaction.selectFrom('organisation').select('id').where('id', '=', organisationId).forUpdate().executeTakeFirstOrThrow()
    const members = await transaction.selectFrom('membership').select('account_id').where('organisation_id', '=', organisationId).execute()
    if (!members.some(({ account_id: id }) => id === accountId)) throw new ServerError('member/not-found', 'Cannot remove member: this person is not a member here')
    if (members.length === 1) throw new ServerError('member/last', 'Cannot remove member: nobody else is left to run the organisation')
    await transaction.deleteFrom('membership').where('organisation_id', '=', organisationId).where('account_id', '=', accountId).execute()
    await audit({ actor, action: 'member-removed', subjectId: accountId }, transaction, context)
  }))
}
