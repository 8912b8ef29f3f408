import { randomUUID } from 'node:crypto'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { NewAccount } from '../accounts/accounts.ts'
import { acceptRegistration, registrationOptions } from '../accounts/passkeys.ts'
import { hashPassphrase } from '../accounts/passphrase.ts'
import { startSession } from '../accounts/sessions.ts'
import { setUp } from '../accounts/set-up.ts'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { newOrganisationSchema } from './organisations.ts'
import { presentSession, sessionSchema } from './present-session.ts'
import { setSessionCookie } from './session-cookie.ts'

const nameSchema = z.string().trim().min(1).max(120)
const passphraseSchema = z.string().min(1).max(256)
const registrationSchema = z.looseObject({ id: z.string().max(2_048), response: z.looseObject({}) }).meta({ description: 'RegistrationResponseJSON (Web Authentication Level 3)' })
const ownerSchema = z.object({ token: z.string().max(64), displayName: nameSchema, loginName: nameSchema })
const setUpSchema = ownerSchema.extend({ organisation: newOrganisationSchema, passphrase: passphraseSchema.optional(), passkey: registrationSchema.optional() })

const perAddress = { name: 'set-up', limit: 20, windowSeconds: 600 }

/** The one-time set-up: an owner, the first organisation, its signing key, and the owner's session. */
export function setUpRoutes(app: App, context: NodeContext): void {
  app.post('/api/setup/passkey-options', {
    schema: { summary: 'Options for making the owner\'s passkey', tags: ['set-up'], body: ownerSchema, response: { 200: z.looseObject({}) } },
  }, async ({ body }) => ({ ...await registrationOptions(body, context) }))

  app.post('/api/setup', {
    schema: { summary: 'Make the owner and the first organisation', tags: ['set-up'], body: setUpSchema, response: { 201: sessionSchema } },
    preHandler: async ({ ip }) => takeRate(perAddress, ip, context),
  }, async ({ body }, reply) => {
    const accountId = await setUp(body.token, await accountOf(body, context), body.organisation, context)
    setSessionCookie(reply, await startSession(accountId, context), context.config)
    return reply.code(201).send(await presentSession(accountId, context))
  })
}

async function accountOf({ displayName, loginName, passphrase, passkey }: z.infer<typeof setUpSchema>, context: NodeContext): Promise<NewAccount> {
  if (passkey !== undefined) {
    const accepted = await acceptRegistration(passkey as unknown as RegistrationResponseJSON, context)
    return { id: accepted.accountId, loginName, displayName, passphraseHash: null, passkey: accepted.passkey }
  }
  if (passphrase === undefined) throw new ServerError('setup/unlock-missing', 'Cannot set up: neither a passphrase nor a passkey was given')
  return { id: randomUUID(), loginName, displayName, passphraseHash: await hashPassphrase(passphrase), passkey: null }
}
