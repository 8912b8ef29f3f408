import type { NodeContext, NodeDependencies } from '../context.ts'
import { ServerError } from '../server-error.ts'

/** Tells whether a person runs the node itself: whoever came by its set-up link. */
export async function isOperator(accountId: string, { database }: Pick<NodeDependencies, 'database'>): Promise<boolean> {
  return (await database.selectFrom('account').select('is_operator').where('id', '=', accountId).executeTakeFirst())?.is_operator === true
}

/** @throws ServerError `access/operator-required` */
export async function requireOperator(accountId: string, context: NodeContext): Promise<void> {
  if (!await isOperator(accountId, context)) throw new ServerError('access/operator-required', 'Cannot act: only who set this node up may')
}

/** An organisation that waits for the operator's word. */
export interface UnapprovedOrganisation {
  readonly id: string
  readonly name: string
  readonly did: string
  readonly createdAt: string
}

/** The organisations that must not take a name on the ledger yet. */
export async function listUnapproved({ database }: NodeContext): Promise<readonly UnapprovedOrganisation[]> {
  const rows = await database.selectFrom('organisation').select(['id', 'name', 'did', 'created_at']).where('approved_at', 'is', null).orderBy('id').limit(200).execute()
  return rows.map(({ id, name, did, created_at: createdAt }) => ({ id, name, did, createdAt: createdAt.toISOString() }))
}

/** From now on an organisation registers on the ledger. @throws ServerError `approval/not-found` */
export async function approveOrganisation(id: string, { database, now }: Pick<NodeDependencies, 'database' | 'now'>): Promise<void> {
  const { numUpdatedRows } = await database.updateTable('organisation').set({ approved_at: now() }).where('id', '=', id).where('approved_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ServerError('approval/not-found', 'Cannot approve organisation: none of this id waits')
}
