import type { Kysely, Transaction } from 'kysely'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import type { Tables } from '../database/tables.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'

/** What issuing needs of the node around it. */
export type IssuingContext = Pick<NodeContext, 'config' | 'database' | 'cryptography' | 'keyFile' | 'now' | 'organisationKeys' | 'ledger' | 'judgedLog' | 'followedLogs' | 'finality' | 'operatorKey' | 'sendMail' | 'figures'>

/** The database, or a transaction of it. */
export type Connection = Kysely<Tables> | Transaction<Tables>

/** Runs database work as one unit, again when the database says that it lost to another; it may hold nothing that counts twice. */
export function transact<T>({ database }: Pick<IssuingContext, 'database'>, work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
  return retry(() => database.transaction().execute(work))
}

/** Makes the id of a row: time-ordered, for use inside the database only. */
export function newRowId({ cryptography, now }: Pick<IssuingContext, 'cryptography' | 'now'>): string {
  return makeUuidV7(now(), cryptography.randomBytes(10))
}

/** Who acts for which organisation, as the access table found out. */
export interface Actor {
  readonly organisationId: string
  /** Account or API key, by id. */
  readonly id: string
}

/** A person or program at work: the last argument of what they may change. */
export interface Acting {
  readonly actor: Actor
  readonly context: IssuingContext
}
