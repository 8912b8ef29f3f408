import { z } from 'zod'
import { acceptInvitation, findInvitation, joinByInvitation } from '../accounts/invitations.ts'
import { registrationOptions } from '../accounts/passkeys.ts'
import { startSession } from '../accounts/sessions.ts'
import type { App } from '../app.ts'
import { sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { newAccountOf, newAccountSchema, newcomerSchema } from './new-account.ts'
import { presentSession, sessionSchema } from './present-session.ts'
import { setSessionCookie } from './session-cookie.ts'

const tokenSchema = z.object({ token: z.string().max(64) })
const offerSchema = z.object({ organisation: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'InvitationOffer' })
const perAddress = { name: 'invitation-address', limit: 60, windowSeconds: 600 }

/** What the holder of an invitation may do. The token is in the body: addresses end up in logs. */
export function invitationRoutes(app: App, context: NodeContext): void {
  const preHandler = async ({ ip }: { readonly ip: string }): Promise<void> => takeRate(perAddress, ip, context)
  const tags = ['colleagues']

  app.post('/api/invitations/look', {
    schema: { summary: 'What an invitation opens; looking does not use it up', tags, body: tokenSchema, response: { 200: offerSchema } }, preHandler,
  }, async ({ body }, reply) => {
    const found = await findInvitation(body.token, context)
    if (found === undefined) throw new ServerError('invitation/token-invalid', 'Cannot show invitation: it was used, ended, or is over')
    return reply.header('cache-control', 'no-store').send({ organisation: found.organisation, expiresAt: found.expiresAt.toISOString() })
  })

  app.post('/api/invitations/passkey-options', {
    schema: { summary: 'Options for making the passkey of a new account', tags, body: newcomerSchema, response: { 200: z.looseObject({}) } }, preHandler,
  }, async ({ body }) => ({ ...await registrationOptions(body, context) }))

  app.post('/api/invitations/accept', {
    schema: { summary: 'Join with a new account, once', tags, body: newAccountSchema, response: { 201: sessionSchema } }, preHandler,
  }, async ({ body }, reply) => {
    const account = await newAccountOf(body, context)
    await acceptInvitation(body.token, account, context)
    setSessionCookie(reply, await startSession(account.id, context), context.config)
    return reply.code(201).send(await presentSession(account.id, context))
  })

  app.post('/api/invitations/join', {
    schema: { summary: 'Join with the account that is logged in, once', tags, body: tokenSchema, response: { 200: sessionSchema } }, preHandler,
  }, async (request) => {
    const { accountId } = sessionOf(request)
    await joinByInvitation(request.body.token, accountId, context)
    return presentSession(accountId, context)
  })
}
