import { randomBytes } from 'node:crypto'
import type { Caller } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import { hashSecret, makeSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'

/** What may be shown of an API key. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

const usedEverySeconds = 60

/** Makes a key for an organisation; the secret is shown now and never again. */
export async function createApiKey(organisationId: string, name: string, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<{ readonly id: string; readonly name: string; readonly key: string }> {
  const key = `ler_${makeSecret()}`
  const id = makeUuidV7(now(), randomBytes(10))
  await database.insertInto('api_key').values({ id, organisation_id: organisationId, name, secret_hash: hashSecret(key), created_at: now(), last_used_at: null, revoked_at: null }).execute()
  return { id, name, key }
}

/** Whose key an Authorization header carries, or null. Untrusted: any text. */
export async function findApiKey(authorization: string, { database, now }: NodeContext): Promise<(Caller & { readonly kind: 'api-key' }) | null> {
  const key = /^Bearer (ler_[A-Za-z0-9_-]{43})$/.exec(authorization)?.[1]
  if (key === undefined) return null
  const row = await database.selectFrom('api_key').select(['id', 'organisation_id', 'last_used_at'])
    .where('secret_hash', '=', hashSecret(key)).where('revoked_at', 'is', null).executeTakeFirst()
  if (row === undefined) return null
  if (now().getTime() - (row.last_used_at?.getTime() ?? 0) > usedEverySeconds * 1_000) {
    await retry(() => database.updateTable('api_key').set({ last_used_at: now() }).where('id', '=', row.id).execute())
  }
  return { kind: 'api-key', organisationId: row.organisation_id, keyId: row.id }
}

/** The keys of an organisation that work. */
export async function listApiKeys(organisationId: string, { database }: NodeContext): Promise<readonly ApiKey[]> {
  const rows = await database.selectFrom('api_key').select(['id', 'name', 'created_at', 'last_used_at'])
    .where('organisation_id', '=', organisationId).where('revoked_at', 'is', null).orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at, lastUsedAt: row.last_used_at }))
}

/**
 * Revokes a key from this moment on.
 *
 * @throws ServerError `api-key/not-found` when it is not a working key of this organisation
 */
export async function revokeApiKey(organisationId: string, id: string, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<void> {
  const result = await database.updateTable('api_key').set({ revoked_at: now() })
    .where('organisation_id', '=', organisationId).where('id', '=', id).where('revoked_at', 'is', null).executeTakeFirst()
  if (result.numUpdatedRows === 0n) throw new ServerError('api-key/not-found', 'Cannot revoke API key: no such key works for this organisation')
}
