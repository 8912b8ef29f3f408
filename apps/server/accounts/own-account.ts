/** What a person may do to their own account; whatever could lock them out or let another in asks for proof first. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { takeRate } from '../rate-limit.ts'
import { hashSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'
import { insertPasskey } from './accounts.ts'
import { acceptAuthentication, acceptRegistration } from './passkeys.ts'
import { hashPassphrase, verifyPassphrase } from './passphrase.ts'

/** An account as its owner sees it. */
export interface OwnAccount {
  readonly displayName: string
  readonly loginName: string
  readonly hasPassphrase: boolean
  readonly passkeys: readonly { readonly id: string; readonly createdAt: Date; readonly lastUsedAt: Date | null }[]
}

/** That it is the owner who sits there and not somebody at a desk that was left open: the passphrase, or a passkey's answer. */
export interface Proof {
  readonly passphrase?: string | undefined
  readonly passkey?: AuthenticationResponseJSON | undefined
}

const proofLimit = { name: 'own-proof', limit: 10, windowSeconds: 900 }

/** Shows an account to its owner. */
export async function loadOwnAccount(accountId: string, { database }: Pick<NodeContext, 'database'>): Promise<OwnAccount> {
  const account = await database.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
  const passkeys = await database.selectFrom('passkey').select(['id', 'created_at', 'last_used_at']).where('account_id', '=', accountId).orderBy('created_at').execute()
  return {
    displayName: account.display_name, loginName: account.login_name, hasPassphrase: account.passphrase_hash !== null,
    passkeys: passkeys.map((row) => ({ id: row.id, createdAt: row.created_at, lastUsedAt: row.last_used_at })),
  }
}

/** @throws ServerError `account/proof-missing`, `account/proof-wrong`, `rate/exceeded` */
export async function requireProof(accountId: string, { passphrase, passkey }: Proof, context: NodeContext): Promise<void> {
  if (passphrase === undefined && passkey === undefined) throw new ServerError('account/proof-missing', 'Cannot change account: the passphrase or a passkey is needed first')
  await takeRate(proofLimit, accountId, context)
  if (await (passkey === undefined ? isOwnPassphrase(accountId, passphrase ?? '', context) : isOwnPasskey(accountId, passkey, context))) return
  throw new ServerError('account/proof-wrong', 'Cannot change account: the passphrase or passkey is not right')
}

async function isOwnPassphrase(accountId: string, passphrase: string, { database }: NodeContext): Promise<boolean> {
  const { passphrase_hash: hash } = await database.selectFrom('account').select('passphrase_hash').where('id', '=', accountId).executeTakeFirstOrThrow()
  return verifyPassphrase(passphrase, hash)
}

async function isOwnPasskey(accountId: string, response: AuthenticationResponseJSON, context: NodeContext): Promise<boolean> {
  return acceptAuthentication(response, context).then((id) => id === accountId, (error: unknown) => {
    if (error instanceof ServerError) return false
    throw error
  })
}

/** Sets a passphrase, and ends every session but the one that asks. @throws ServerError `account/passphrase-weak` */
export async function changePassphrase(passphrase: string, { accountId, token }: { readonly accountId: string; readonly token: string }, { database }: NodeContext): Promise<void> {
  const hash = await hashPassphrase(passphrase)
  await retry(() => database.transaction().execute(async (transaction) => {
    await transaction.updateTable('account').set({ passphrase_hash: hash }).where('id', '=', accountId).execute()
    await transaction.deleteFrom('session').where('account_id', '=', accountId).where('token_hash', '!=', hashSecret(token)).execute()
  }))
}

/** Keeps one more passkey, made for a challenge that this account was given. Untrusted: the response. @throws ServerError `account/passkey-refused` */
export async function addPasskey(response: RegistrationResponseJSON, accountId: string, context: NodeContext): Promise<void> {
  const accepted = await acceptRegistration(response, context)
  if (accepted.accountId !== accountId) throw new ServerError('account/passkey-refused', 'Cannot take passkey: it was made for another account')
  await insertPasskey(accepted.passkey, accountId, context)
}

/** Forgets a passkey. @throws ServerError `passkey/not-found`, `passkey/last` when nothing else opens the account */
export async function removePasskey(id: string, accountId: string, { database }: NodeContext): Promise<void> {
  await retry(() => database.transaction().execute(async (transaction) => {
    const account = await transaction.selectFrom('account').select('passphrase_hash').where('id', '=', accountId).forUpdate().executeTakeFirstOrThrow()
    const passkeys = await transaction.selectFrom('passkey').select('id').where('account_id', '=', accountId).execute()
    if (!passkeys.some((passkey) => passkey.id === id)) throw new ServerError('passkey/not-found', 'Cannot remove passkey: this account has none of this id')
    if (passkeys.length === 1 && account.passphrase_hash === null) throw new ServerError('passkey/last', 'Cannot remove passkey: nothing else opens the account')
    await transaction.deleteFrom('passkey').where('id', '=', id).where('account_id', '=', accountId).execute()
  }))
}
