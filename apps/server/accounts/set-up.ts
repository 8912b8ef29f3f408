import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { hashSecret, makeSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'
import { insertAccount, type NewAccount } from './accounts.ts'
import { makeOrganisationKey } from './organisation-keys.ts'
import { insertOrganisation, type NewOrganisation } from './organisations.ts'

/** Tells whether the node has an owner. */
export async function isSetUp({ database }: Pick<NodeContext, 'database'>): Promise<boolean> {
  return await database.selectFrom('account').select('id').limit(1).executeTakeFirst() !== undefined
}

/**
 * Makes the one-time link that makes the owner; every start until then makes a new one and the old end,
 * because only the hash is kept.
 */
export async function makeSetUpLink({ database, now, config }: Pick<NodeContext, 'database' | 'now' | 'config'>): Promise<string> {
  const token = makeSecret()
  await database.deleteFrom('setup_token').where('used_at', 'is', null).execute()
  await database.insertInto('setup_token').values({ token_hash: hashSecret(token), created_at: now(), used_at: null }).execute()
  // In the fragment, which browsers send to nobody and no log records.
  return `${config.publicBaseUrl}/setup#${token}`
}

/** Untrusted: any text. */
export async function isSetUpToken(token: string, { database }: NodeContext): Promise<boolean> {
  const row = await database.selectFrom('setup_token').select('used_at').where('token_hash', '=', hashSecret(token)).executeTakeFirst()
  return row !== undefined && row.used_at === null
}

/**
 * Makes the owner and the first organisation, and uses the token up, all or nothing; answers the account.
 *
 * @throws ServerError `setup/token-invalid` when another request used it first
 */
export async function setUp(token: string, account: NewAccount, organisation: NewOrganisation, context: NodeContext): Promise<string> {
  const key = await makeOrganisationKey(context.cryptography)
  return retry(() => context.database.transaction().execute(async (database) => {
    const used = await database.updateTable('setup_token').set({ used_at: context.now() })
      .where('token_hash', '=', hashSecret(token)).where('used_at', 'is', null).executeTakeFirst()
    if (used.numUpdatedRows === 0n) throw new ServerError('setup/token-invalid', 'Cannot set up: the link was used already')
    const accountId = await insertAccount(account, { ...context, database })
    await database.updateTable('account').set({ is_operator: true }).where('id', '=', accountId).execute()
    await insertOrganisation(organisation, accountId, { ...context, database, key })
    return accountId
  }))
}
