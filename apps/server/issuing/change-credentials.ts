/** Revoking and suspending what was issued: one or many at once, each list that is touched signed once. */
import { changeStatus } from 'everlearned/status'
import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { inPortions } from './in-portions.ts'
import type { IssuingContext } from './issuing-context.ts'
import { signStatusList } from './sign-status-list.ts'
import type { StatusPlace } from './status-lists.ts'
import type { RevocationReason } from './tables.ts'

/** The transaction that a change is part of. */
export interface ChangeUnit {
  readonly transaction: Transaction<Tables>
  readonly context: IssuingContext
}

/**
 * Revokes credentials, for good: the lists that anyone fetches are signed anew in the same transaction, so once this is
 * committed no fresh copy of a list says otherwise. Revoking one again changes nothing.
 */
export async function revokeCredentials(credentialRowIds: readonly string[], reason: RevocationReason, unit: ChangeUnit): Promise<void> {
  const places: StatusPlace[] = []
  for (const ids of inPortions(credentialRowIds)) {
    const rows = await unit.transaction.updateTable('credential').set({ revoked_at: unit.context.now(), revoked_reason: reason }).where('id', 'in', ids)
      .where('revoked_at', 'is', null).returning(['status_list_id', 'status_index', 'suspension_list_id', 'suspension_index']).execute()
    // What names a list of suspensions says there that it was taken back, for good: it names no other.
    for (const { status_list_id: list, status_index: at, suspension_list_id: suspensions, suspension_index: place } of rows) {
      places.push(suspensions === null || place === null ? { listId: list, index: at } : { listId: suspensions, index: place })
    }
  }
  await changeLists(places, 'withdraw', unit)
}

/** Suspends credentials or gives them back, published the same way. Those that have no place in a list of suspensions are left alone. */
export async function suspendCredentials(credentialRowIds: readonly string[], change: 'withdraw' | 'lift', unit: ChangeUnit): Promise<void> {
  const places: StatusPlace[] = []
  for (const ids of inPortions(credentialRowIds)) {
    places.push(...await unit.transaction.selectFrom('credential').select(['suspension_list_id as listId', 'suspension_index as index'])
      .where('id', 'in', ids).where('suspension_list_id', 'is not', null).$narrowType<StatusPlace>().execute())
  }
  await changeLists(places, change, unit)
}

/** The lists are held in the order of their ids: two changes at once wait for one another instead of blocking each other. */
async function changeLists(places: readonly StatusPlace[], change: 'withdraw' | 'lift', { transaction, context }: ChangeUnit): Promise<void> {
  const byList = new Map<string, number[]>()
  for (const { listId, index } of places) {
    const known = byList.get(listId)
    if (known === undefined) byList.set(listId, [index])
    else known.push(index)
  }
  for (const id of [...byList.keys()].toSorted()) {
    const list = await transaction.selectFrom('status_list').select(['id', 'organisation_id', 'key_type', 'purpose', 'bits']).where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow()
    const { bits, changedCount } = changeStatus(list, byList.get(id) ?? [], change)
    if (changedCount === 0) continue
    await transaction.updateTable('status_list').set({ bits: Buffer.from(bits), ...(await signStatusList({ ...list, bits }, context)) }).where('id', '=', id).execute()
  }
}
