import type { Kysely, Transaction } from 'kysely'
import type { Cryptography } from 'everlearned/crypto'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import type { Tables } from '../database/tables.ts'

/** What issuing needs of the node around it. */
export interface IssuingContext {
  readonly database: Kysely<Tables>
  readonly cryptography: Cryptography
  readonly now: () => Date
  readonly secrets: Secrets
  /** The node's public base URL, without a slash at its end. */
  readonly baseUrl: string
}

/** Seals short secrets under the key file, so that a database dump shows none of them. */
export interface Secrets {
  seal(secret: string): string
  open(sealed: string): string
}

/** The database, or a transaction of it. */
export type Connection = Kysely<Tables> | Transaction<Tables>

/** Makes the id of a row: time-ordered, for use inside the database only. */
export function newRowId({ cryptography, now }: Pick<IssuingContext, 'cryptography' | 'now'>): string {
  return makeUuidV7(now(), cryptography.randomBytes(10))
}

/** Who acts for which organisation, as the authorisation table found out. */
export interface Actor {
  readonly organisationId: string
  /** Id of the account or of the API key. */
  readonly id: string
}
