import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { findByLoginName, foldLoginName } from '../accounts/accounts.ts'
import { acceptAuthentication, authenticationOptions } from '../accounts/passkeys.ts'
import { verifyPassphrase } from '../accounts/passphrase.ts'
import { endSession, startSession } from '../accounts/sessions.ts'
import type { App } from '../app.ts'
import { sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { presentSession, sessionSchema } from './present-session.ts'
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts'

const loginSchema = z.object({ loginName: z.string().min(1).max(120), passphrase: z.string().min(1).max(256) })
const passkeyLoginSchema = z.object({ response: z.looseObject({ id: z.string().max(2_048) }).meta({ description: 'AuthenticationResponseJSON (Web Authentication Level 3)' }) })

/** Guessing is stopped on both sides: many names from one address, one name from many addresses. */
const perAddress = { name: 'login-address', limit: 30, windowSeconds: 900 }
const perAccount = { name: 'login-account', limit: 10, windowSeconds: 900 }

/** Logging in and out. */
export function sessionRoutes(app: App, context: NodeContext): void {
  const preHandler = async ({ ip }: { readonly ip: string }): Promise<void> => takeRate(perAddress, ip, context)
  const tags = ['session']

  app.post('/api/session', { schema: { summary: 'Log in with a passphrase', tags, body: loginSchema, response: { 200: sessionSchema } }, preHandler }, async ({ body }, reply) => {
    await takeRate(perAccount, foldLoginName(body.loginName), context)
    const account = await findByLoginName(body.loginName, context)
    const matches = await verifyPassphrase(body.passphrase, account?.passphraseHash ?? null)
    if (account === undefined || !matches) throw new ServerError('access/credentials-wrong', 'Cannot log in: the login name or the passphrase is not right')
    setSessionCookie(reply, await startSession(account.id, context), context.config)
    return presentSession(account.id, context)
  })

  app.post('/api/session/passkey-options', { schema: { summary: 'Options for logging in with a passkey', tags, response: { 200: z.looseObject({}) } }, preHandler }, async () => ({ ...await authenticationOptions(context) }))

  app.post('/api/session/passkey', { schema: { summary: 'Log in with a passkey', tags, body: passkeyLoginSchema, response: { 200: sessionSchema } }, preHandler }, async ({ body }, reply) => {
    const accountId = await acceptAuthentication(body.response as unknown as AuthenticationResponseJSON, context)
    setSessionCookie(reply, await startSession(accountId, context), context.config)
    return presentSession(accountId, context)
  })

  app.get('/api/session', { schema: { summary: 'Who is logged in', tags, response: { 200: sessionSchema } } }, async (request) => presentSession(sessionOf(request).accountId, context))

  app.delete('/api/session', { schema: { summary: 'Log out', tags, response: { 204: z.null() } } }, async (request, reply) => {
    await endSession(sessionOf(request).token, context)
    clearSessionCookie(reply, context.config)
    return reply.code(204).send(null)
  })
}
