import { randomUUID } from 'node:crypto'
import { createBitstring, drawFreeIndex, isBitSet, minListLength, withStatuses } from 'everlearned/status'
import type { Transaction } from 'kysely'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { Tables } from '../database/tables.ts'
import { type IssuingContext, transact } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'
import { signStatusList, statusListUrl } from './sign-status-list.ts'
import type { ListPurpose } from './tables.ts'

/** Beyond this share of used indexes a new list is begun: a free one must stay quick to find at random. */
const fullShare = 0.6

/** A place on a list that belongs to one credential for ever. */
export interface StatusPlace {
  readonly listId: string
  readonly index: number
}

/** The places of one credential: which it has in one list says nothing of which it has in the other. */
export type StatusPlaces = Readonly<Record<ListPurpose, StatusPlace>>

/** How many credentials need places, and with which kind of key they are signed: a list has one issuer. */
export interface StatusNeed {
  readonly organisationId: string
  readonly keyType?: OrganisationKeyType
  readonly count: number
}

type ListKind = Required<Omit<StatusNeed, 'count'>> & { readonly purpose: ListPurpose }

/**
 * Reserves random free indexes. They are gone even when nothing is issued with them: an index is never used twice.
 * The index tells nothing about order or time, since it is drawn at random.
 */
export async function reserveStatus({ organisationId, keyType = 'Ed25519', count }: StatusNeed, context: IssuingContext): Promise<readonly StatusPlaces[]> {
  // A key that is made at its first use takes the same row of its organisation, from outside: that must be over by then.
  await context.organisationKeys.openSigningKey(organisationId, keyType)
  return transact(context, async (transaction) => {
    // One at a time for an organisation: two that find no open list must not both begin one.
    await transaction.selectFrom('organisation').select('id').where('id', '=', organisationId).forNoKeyUpdate().executeTakeFirstOrThrow()
    const unit = { transaction, context }
    const revocations = await reserveOnList({ organisationId, keyType, purpose: 'revocation' }, count, unit)
    const suspensions = await reserveOnList({ organisationId, keyType, purpose: 'suspension' }, count, unit)
    return revocations.flatMap((revocation, position) => {
      const suspension = suspensions[position]
      return suspension === undefined ? [] : [{ revocation, suspension }]
    })
  })
}

interface Unit {
  readonly transaction: Transaction<Tables>
  readonly context: IssuingContext
}

async function reserveOnList(kind: ListKind, count: number, { transaction, context }: Unit): Promise<readonly StatusPlace[]> {
  const open = await transaction.selectFrom('status_list').select(['id', 'size', 'allocated', 'allocated_count'])
    .where('organisation_id', '=', kind.organisationId).where('key_type', '=', kind.keyType).where('purpose', '=', kind.purpose)
    .orderBy('created_at', 'desc').limit(1).forNoKeyUpdate().executeTakeFirst()
  const isFull = open === undefined || open.allocated_count + count > open.size * fullShare
  const list = isFull ? await beginList(kind, { transaction, context }) : open
  const drawn = new Set<number>()
  while (drawn.size < count) {
    drawn.add(await drawFreeIndex({ length: minListLength, isTaken: (at) => drawn.has(at) || isBitSet(list.allocated, at), randomBytes: context.cryptography.randomBytes }))
  }
  const allocated = withStatuses(list.allocated, drawn, { size: 1, value: 1 })
  await transaction.updateTable('status_list')
    .set({ allocated: Buffer.from(allocated), allocated_count: list.allocated_count + count }).where('id', '=', list.id).execute()
  return [...drawn].map((index) => ({ listId: list.id, index }))
}

/** The most lists that a verifier is told of: those that records of these days are on. */
const maxTold = 16

/** The addresses of the newest lists, of all organisations. */
export async function listStatusLists(context: IssuingContext): Promise<readonly string[]> {
  const lists = await context.database.selectFrom('status_list').select('id').orderBy('created_at', 'desc').limit(maxTold).execute()
  return lists.map(({ id }) => statusListUrl(id, context))
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
    const signed = await signStatusList(locked, context)
    await transaction.updateTable('status_list').set(signed).where('id', '=', id).execute()
    return signed.published
  })
}

async function beginList({ organisationId, keyType, purpose }: ListKind, { transaction, context }: Unit): Promise<{ id: string; allocated: Buffer; allocated_count: number }> {
  const empty = Buffer.from(createBitstring())
  const list = { id: randomUUID(), organisation_id: organisationId, key_type: keyType, purpose, size: minListLength, allocated: empty, allocated_count: 0, bits: empty, created_at: context.now() }
  await transaction.insertInto('status_list').values({ ...list, ...(await signStatusList(list, context)) }).execute()
  return list
}
