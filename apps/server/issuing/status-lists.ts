import { randomUUID } from 'node:crypto'
import { createBitstring, drawFreeIndex, isBitSet, minListLength, withBit } from 'everlearned/status'
import type { Transaction } from 'kysely'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { Tables } from '../database/tables.ts'
import { type Connection, type IssuingContext, transact } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'
import { signStatusList } from './sign-status-list.ts'
import type { RevocationReason } from './tables.ts'

/** Beyond this share of used indexes a new list is begun: a free one must stay quick to find at random. */
const fullShare = 0.6

/** A place on a list that belongs to one credential for ever. */
export interface StatusPlace {
  readonly listId: string
  readonly index: number
}

/** How many places whose credentials need, and with which kind of key they are signed: a list has one issuer. */
export interface StatusNeed {
  readonly organisationId: string
  readonly keyType?: OrganisationKeyType
  readonly count: number
}

/**
 * Reserves random free indexes. They are gone even when nothing is issued with them: an index is never used twice.
 * The index tells nothing about order or time, since it is drawn at random.
 */
export async function reserveStatus({ organisationId, keyType = 'Ed25519', count }: StatusNeed, context: IssuingContext): Promise<readonly StatusPlace[]> {
  return transact(context, async (transaction) => {
    // One at a time for an organisation: two that find no open list must not both begin one.
    await transaction.selectFrom('organisation').select('id').where('id', '=', organisationId).forNoKeyUpdate().executeTakeFirstOrThrow()
    const open = await transaction.selectFrom('status_list').select(['id', 'size', 'allocated', 'allocated_count'])
      .where('organisation_id', '=', organisationId).where('key_type', '=', keyType).orderBy('created_at', 'desc').limit(1).forNoKeyUpdate().executeTakeFirst()
    const isFull = open === undefined || open.allocated_count + count > open.size * fullShare
    const list = isFull ? await beginList({ organisationId, keyType }, transaction, context) : open
    let taken = new Uint8Array(list.allocated)
    const places: StatusPlace[] = []
    while (places.length < count) {
      const index = await drawFreeIndex({ length: minListLength, isTaken: (at) => isBitSet(taken, at), randomBytes: context.cryptography.randomBytes })
      taken = withBit(taken, index, 1)
      places.push({ listId: list.id, index })
    }
    await transaction.updateTable('status_list')
      .set({ allocated: Buffer.from(taken), allocated_count: list.allocated_count + count }).where('id', '=', list.id).execute()
    return places
  })
}

/**
 * Revokes a credential: its bit is set and the list that anyone fetches is signed anew in the same transaction, so once
 * this is committed no fresh copy of the list says otherwise. Revoking it again changes nothing.
 */
export async function revokeCredential(credentialRowId: string, reason: RevocationReason, { transaction, context }: { transaction: Transaction<Tables>; context: IssuingContext }): Promise<void> {
  const credential = await transaction.updateTable('credential').set({ revoked_at: context.now(), revoked_reason: reason })
    .where('id', '=', credentialRowId).where('revoked_at', 'is', null)
    .returning(['organisation_id', 'status_list_id', 'status_index']).executeTakeFirst()
  if (credential === undefined) return
  const list = await transaction.selectFrom('status_list').select(['revoked', 'key_type'])
    .where('id', '=', credential.status_list_id).forNoKeyUpdate().executeTakeFirstOrThrow()
  const revoked = withBit(list.revoked, credential.status_index, 1)
  const signed = await signStatusList({ id: credential.status_list_id, organisationId: credential.organisation_id, keyType: list.key_type, revoked }, context)
  await transaction.updateTable('status_list').set({ revoked: Buffer.from(revoked), ...signed }).where('id', '=', credential.status_list_id).execute()
}

/** A list as it is served; signed anew when more than half of its life is over. @throws IssuingError `status-list/not-found` */
export async function loadStatusList(id: string, context: IssuingContext): Promise<string> {
  const now = context.now().getTime()
  const isFresh = (list: { published_at: Date; expires_at: Date }): boolean => now < (list.published_at.getTime() + list.expires_at.getTime()) / 2
  const list = await context.database.selectFrom('status_list').select(['published', 'published_at', 'expires_at']).where('id', '=', id).executeTakeFirst()
  if (list === undefined) throw notFound('status-list')
  if (isFresh(list)) return list.published
  return transact(context, async (transaction) => {
    const locked = await transaction.selectFrom('status_list').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (isFresh(locked)) return locked.published
    const signed = await signStatusList({ id, organisationId: locked.organisation_id, keyType: locked.key_type, revoked: locked.revoked }, context)
    await transaction.updateTable('status_list').set(signed).where('id', '=', id).execute()
    return signed.published
  })
}

async function beginList({ organisationId, keyType }: Required<Omit<StatusNeed, 'count'>>, connection: Connection, context: IssuingContext): Promise<{ id: string; allocated: Buffer; allocated_count: number }> {
  const id = randomUUID()
  const bits = createBitstring()
  const list = { id, organisation_id: organisationId, key_type: keyType, size: minListLength, allocated: Buffer.from(bits), allocated_count: 0, revoked: Buffer.from(bits), created_at: context.now() }
  await connection.insertInto('status_list').values({ ...list, ...(await signStatusList({ id, organisationId, keyType, revoked: bits }, context)) }).execute()
  return list
}
