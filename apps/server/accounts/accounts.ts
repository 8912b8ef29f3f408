import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import type { NewPasskey } from './passkeys.ts'

/** A person who may log in, with the passphrase hash or the passkey that lets them. */
export interface NewAccount {
  readonly id: string
  readonly loginName: string
  readonly displayName: string
  readonly passphraseHash: string | null
  readonly passkey: NewPasskey | null
}

/** A login name as it is compared: the same in any Unicode form and case. */
export function foldLoginName(loginName: string): string {
  return loginName.normalize('NFKC').trim().toLowerCase()
}

/** @throws ServerError `account/login-name-taken` */
export async function insertAccount(account: NewAccount, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<string> {
  const { id, loginName, displayName, passphraseHash, passkey } = account
  const inserted = await database.insertInto('account')
    .values({ id, login_name: foldLoginName(loginName), display_name: displayName, passphrase_hash: passphraseHash, created_at: now() })
    .onConflict((conflict) => conflict.column('login_name').doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw new ServerError('account/login-name-taken', 'Cannot make account: its login name is taken')
  if (passkey !== null) {
    await insertPasskey(passkey, id, { database, now })
  }
  return id
}

/** Keeps a passkey of an account. @throws ServerError `account/passkey-refused` when it is kept already */
export async function insertPasskey(passkey: NewPasskey, accountId: string, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<void> {
  const { numInsertedOrUpdatedRows } = await database.insertInto('passkey').values({
    id: passkey.id, account_id: accountId, public_key: passkey.publicKey, counter: String(passkey.counter), transports: passkey.transports.join(','), created_at: now(), last_used_at: null,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw new ServerError('account/passkey-refused', 'Cannot take passkey: it is kept already')
}

/** The account of a login name, for comparing its passphrase. Untrusted: any text. */
export async function findByLoginName(loginName: string, { database }: Pick<NodeContext, 'database'>): Promise<{ readonly id: string; readonly passphraseHash: string | null } | undefined> {
  const row = await database.selectFrom('account').select(['id', 'passphrase_hash']).where('login_name', '=', foldLoginName(loginName)).executeTakeFirst()
  return row === undefined ? undefined : { id: row.id, passphraseHash: row.passphrase_hash }
}

/** How a person wants to be called. */
export async function displayNameOf(accountId: string, { database }: NodeContext): Promise<string> {
  return (await database.selectFrom('account').select('display_name').where('id', '=', accountId).executeTakeFirstOrThrow()).display_name
}
