import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { addPasskey, changePassphrase, loadOwnAccount, removePasskey, requireProof, type OwnAccount, type Proof } from '../accounts/own-account.ts'
import { registrationOptions } from '../accounts/passkeys.ts'
import { endAllSessions } from '../accounts/sessions.ts'
import type { App } from '../app.ts'
import { sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { passphraseSchema, registrationSchema } from './new-account.ts'
import { clearSessionCookie } from './session-cookie.ts'

const accountSchema = z.object({
  displayName: z.string(),
  loginName: z.string(),
  hasPassphrase: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable() })),
}).meta({ id: 'Account' })

/** How a request proves that its owner sits there. */
export const proofSchema = z.object({
  passphrase: passphraseSchema.optional(),
  passkey: z.looseObject({ id: z.string().max(2_048) }).optional().meta({ description: 'AuthenticationResponseJSON for options of POST /api/session/passkey-options' }),
}).meta({ id: 'Proof', description: 'That it is the owner who asks: the passphrase, or the answer of a passkey' })

function presentAccount({ passkeys, ...account }: OwnAccount): z.infer<typeof accountSchema> {
  return { ...account, passkeys: passkeys.map(({ id, createdAt, lastUsedAt }) => ({ id, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })) }
}

/** The proof of a request. */
export function proofOf({ passphrase, passkey }: z.infer<typeof proofSchema>): Proof {
  return { passphrase, passkey: passkey as unknown as AuthenticationResponseJSON | undefined }
}

/** One's own account: how one logs in, and where one is logged in. */
export function accountRoutes(app: App, context: NodeContext): void {
  const tags = ['account']

  app.get('/api/account', { schema: { summary: 'Your account', tags, response: { 200: accountSchema } } }, async (request) =>
    presentAccount(await loadOwnAccount(sessionOf(request).accountId, context)))

  app.put('/api/account/passphrase', {
    schema: { summary: 'Set your passphrase; ends all your other sessions', tags, body: z.object({ proof: proofSchema, passphrase: passphraseSchema }), response: { 204: z.null() } },
  }, async (request, reply) => {
    const session = sessionOf(request)
    await requireProof(session.accountId, proofOf(request.body.proof), context)
    await changePassphrase(request.body.passphrase, session, context)
    return reply.code(204).send(null)
  })

  app.post('/api/account/passkey-options', {
    schema: { summary: 'Options for adding a passkey', tags, body: z.object({ proof: proofSchema }), response: { 200: z.looseObject({}) } },
  }, async (request) => {
    const { accountId } = sessionOf(request)
    await requireProof(accountId, proofOf(request.body.proof), context)
    const { displayName, loginName, passkeys } = await loadOwnAccount(accountId, context)
    return { ...await registrationOptions({ id: accountId, displayName, loginName, passkeys: passkeys.map(({ id }) => id) }, context) }
  })

  app.post('/api/account/passkeys', {
    schema: { summary: 'Add the passkey that was made for these options', tags, body: z.object({ passkey: registrationSchema }), response: { 201: accountSchema } },
  }, async (request, reply) => {
    const { accountId } = sessionOf(request)
    await addPasskey(request.body.passkey as unknown as RegistrationResponseJSON, accountId, context)
    return reply.code(201).send(presentAccount(await loadOwnAccount(accountId, context)))
  })

  app.post('/api/account/passkeys/remove', {
    schema: { summary: 'Remove a passkey; never the last way in', tags, body: z.object({ proof: proofSchema, id: z.string().max(2_048) }), response: { 204: z.null() } },
  }, async (request, reply) => {
    const { accountId } = sessionOf(request)
    await requireProof(accountId, proofOf(request.body.proof), context)
    await removePasskey(request.body.id, accountId, context)
    return reply.code(204).send(null)
  })

  app.delete('/api/sessions', { schema: { summary: 'Log out everywhere', tags, response: { 204: z.null() } } }, async (request, reply) => {
    await endAllSessions(sessionOf(request).accountId, context)
    clearSessionCookie(reply, context.config)
    return reply.code(204).send(null)
  })
}
