import { randomUUID } from 'node:crypto'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { NewAccount } from '../accounts/accounts.ts'
import { acceptRegistration } from '../accounts/passkeys.ts'
import { hashPassphrase } from '../accounts/passphrase.ts'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'

const nameSchema = z.string().trim().min(1).max(120)

/** A passphrase as it is sent. */
export const passphraseSchema = z.string().min(1).max(256)

/** A passkey that a browser made. */
export const registrationSchema = z.looseObject({ id: z.string().max(2_048), response: z.looseObject({}) }).meta({ description: 'RegistrationResponseJSON (Web Authentication Level 3)' })

/** What a person says of themselves, with the one-time token that lets them. */
export const newcomerSchema = z.object({ token: z.string().max(64), displayName: nameSchema, loginName: nameSchema })

/** The same with the passphrase or the passkey that they will log in with. */
export const newAccountSchema = newcomerSchema.extend({ passphrase: passphraseSchema.optional(), passkey: registrationSchema.optional() })

/**
 * The account that a newcomer asks for.
 *
 * @throws ServerError `setup/unlock-missing`, `account/passphrase-weak`, `account/passkey-refused`
 */
export async function newAccountOf({ displayName, loginName, passphrase, passkey }: z.infer<typeof newAccountSchema>, context: NodeContext): Promise<NewAccount> {
  if (passkey !== undefined) {
    const accepted = await acceptRegistration(passkey as unknown as RegistrationResponseJSON, context)
    const taken = await context.database.selectFrom('account').select('id').where('id', '=', accepted.accountId).executeTakeFirst()
    if (taken !== undefined) throw new ServerError('account/passkey-refused', 'Cannot take passkey: it was made for an account that exists')
    return { id: accepted.accountId, loginName, displayName, passphraseHash: null, passkey: accepted.passkey }
  }
  if (passphrase === undefined) throw new ServerError('setup/unlock-missing', 'Cannot make account: neither a passphrase nor a passkey was given')
  return { id: randomUUID(), loginName, displayName, passphraseHash: await hashPassphrase(passphrase), passkey: null }
}
