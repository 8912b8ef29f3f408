/** Login of owners with passkeys (Web Authentication Level 3); the wallet's passkeys are its own and never come here. */
import { randomBytes, randomUUID } from 'node:crypto'
import type {
  AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { hashSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'

/** A passkey that was just made. */
export interface NewPasskey {
  readonly id: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

const challengeSeconds = 300

/** Read when the first passkey comes: it brings hundreds of modules that a node would start more slowly with. */
const webAuthn = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server')

/** The name that passkeys are bound to: the host alone, for ports are ignored. */
function rpIdOf({ config }: NodeContext): string {
  return new URL(config.publicBaseUrl).hostname
}

/** Whom a passkey is to be for; without an id an account that is about to be. */
export interface PasskeyOwner {
  readonly id?: string
  readonly loginName: string
  readonly displayName: string
  /** Passkeys that the account has: a device that holds one makes no second. */
  readonly passkeys?: readonly string[]
}

/** What a browser needs to make a passkey for an account. */
export async function registrationOptions(account: PasskeyOwner, context: NodeContext): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const accountId = account.id ?? randomUUID()
  const challenge = randomBytes(32)
  await saveChallenge(challenge, 'registration', accountId, context)
  const { generateRegistrationOptions } = await webAuthn()
  return generateRegistrationOptions({
    rpName: context.config.name,
    rpID: rpIdOf(context),
    userName: account.loginName,
    userDisplayName: account.displayName,
    userID: new Uint8Array(Buffer.from(accountId)),
    challenge: new Uint8Array(challenge),
    excludeCredentials: (account.passkeys ?? []).map((id) => ({ id })),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Takes a passkey that a browser made. Untrusted: the response as parsed JSON.
 *
 * @throws ServerError `account/passkey-refused`
 */
export async function acceptRegistration(response: RegistrationResponseJSON, context: NodeContext): Promise<{ readonly accountId: string; readonly passkey: NewPasskey }> {
  const { verifyRegistrationResponse } = await webAuthn()
  let accountId: string | null = null
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: async (challenge) => {
      const used = await useChallenge(challenge, 'registration', context)
      accountId = used?.account_id ?? null
      return used !== undefined
    },
    expectedOrigin: context.config.publicBaseUrl,
    expectedRPID: rpIdOf(context),
  }).catch(refused)
  if (registrationInfo === undefined || accountId === null) throw new ServerError('account/passkey-refused', 'Cannot take passkey: its answer does not verify')
  const { id, publicKey, counter, transports } = registrationInfo.credential
  return { accountId, passkey: { id, publicKey: Buffer.from(publicKey), counter, transports: transports ?? [] } }
}

/** What a browser needs to log in with any passkey that it holds for this node. */
export async function authenticationOptions(context: NodeContext): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = randomBytes(32)
  await saveChallenge(challenge, 'authentication', null, context)
  const { generateAuthenticationOptions } = await webAuthn()
  return generateAuthenticationOptions({ rpID: rpIdOf(context), challenge: new Uint8Array(challenge), userVerification: 'required' })
}

/**
 * Whose passkey answered. Untrusted: the response as parsed JSON.
 *
 * @throws ServerError `access/credentials-wrong`
 */
export async function acceptAuthentication(response: AuthenticationResponseJSON, context: NodeContext): Promise<string> {
  const { database, config, now } = context
  const row = await database.selectFrom('passkey').selectAll().where('id', '=', response.id).executeTakeFirst()
  if (row === undefined) throw new ServerError('access/credentials-wrong', 'Cannot log in: this node does not know the passkey')
  const { verifyAuthenticationResponse } = await webAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: async (challenge) => await useChallenge(challenge, 'authentication', context) !== undefined,
    expectedOrigin: config.publicBaseUrl,
    expectedRPID: rpIdOf(context),
    credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: Number(row.counter) },
  }).catch((cause: unknown) => {
    throw new ServerError('access/credentials-wrong', 'Cannot log in: the answer of the passkey does not verify', { cause })
  })
  if (!verified) throw new ServerError('access/credentials-wrong', 'Cannot log in: the answer of the passkey does not verify')
  await database.updateTable('passkey').set({ counter: String(authenticationInfo.newCounter), last_used_at: now() }).where('id', '=', row.id).execute()
  return row.account_id
}

function refused(cause: unknown): never {
  throw new ServerError('account/passkey-refused', 'Cannot take passkey: its answer does not verify', { cause })
}

async function saveChallenge(challenge: Buffer, purpose: 'registration' | 'authentication', accountId: string | null, { database, now }: NodeContext): Promise<void> {
  await retry(() => database.deleteFrom('webauthn_challenge').where('expires_at', '<', now()).execute())
  await database.insertInto('webauthn_challenge').values({
    challenge_hash: hashSecret(challenge.toString('base64url')), purpose, account_id: accountId, expires_at: new Date(now().getTime() + challengeSeconds * 1_000),
  }).execute()
}

/** A challenge is good for one answer, right or wrong. */
async function useChallenge(challenge: string, purpose: 'registration' | 'authentication', { database, now }: NodeContext): Promise<{ readonly account_id: string | null } | undefined> {
  return retry(() => database.deleteFrom('webauthn_challenge').where('challenge_hash', '=', hashSecret(challenge)).where('purpose', '=', purpose).where('expires_at', '>', now())
    .returning('account_id').executeTakeFirst())
}
