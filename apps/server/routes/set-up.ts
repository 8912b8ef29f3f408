import { z } from 'zod'
import { registrationOptions } from '../accounts/passkeys.ts'
import { startSession } from '../accounts/sessions.ts'
import { setUp } from '../accounts/set-up.ts'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { takeRate } from '../rate-limit.ts'
import { newAccountOf, newAccountSchema, newcomerSchema } from './new-account.ts'
import { newOrganisationSchema } from './organisations.ts'
import { presentSession, sessionSchema } from './present-session.ts'
import { setSessionCookie } from './session-cookie.ts'

const setUpSchema = newAccountSchema.extend({ organisation: newOrganisationSchema })

const perAddress = { name: 'set-up', limit: 20, windowSeconds: 600 }

/** The one-time set-up: an owner, the first organisation, its signing key, and the owner's session. */
export function setUpRoutes(app: App, context: NodeContext): void {
  app.post('/api/setup/passkey-options', {
    schema: { summary: 'Options for making the owner\'s passkey', tags: ['set-up'], body: newcomerSchema, response: { 200: z.looseObject({}) } },
  }, async ({ body }) => ({ ...await registrationOptions(body, context) }))

  app.post('/api/setup', {
    schema: { summary: 'Make the owner and the first organisation', tags: ['set-up'], body: setUpSchema, response: { 201: sessionSchema } },
    preHandler: async ({ ip }) => takeRate(perAddress, ip, context),
  }, async ({ body }, reply) => {
    const accountId = await setUp(body.token, await newAccountOf(body, context), body.organisation, context)
    setSessionCookie(reply, await startSession(accountId, context), context.config)
    return reply.code(201).send(await presentSession(accountId, context))
  })
}
