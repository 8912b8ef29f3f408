import { z } from 'zod'
import { displayNameOf } from '../accounts/accounts.ts'
import { invitationMail } from '../accounts/invitation-mail.ts'
import { endInvitation, invite, listInvitations } from '../accounts/invitations.ts'
import { listMembers, removeMember } from '../accounts/members.ts'
import type { App } from '../app.ts'
import { organisationOf, sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { MailError, type MailFailure } from '../mail-error.ts'
import { takeRate } from '../rate-limit.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

const memberSchema = z.object({ id: z.string(), displayName: z.string(), loginName: z.string(), joinedAt: z.iso.datetime(), isYou: z.boolean() }).meta({ id: 'Member' })
const invitationSchema = z.object({ id: z.string(), name: z.string(), invitedBy: z.string(), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime() }).meta({ id: 'Invitation' })
const newInvitationSchema = z.object({
  name: z.string().trim().min(1).max(120).meta({ description: 'Whom it is for' }),
  email: z.email().max(254).optional().meta({ description: 'Where to mail the link; not kept' }),
})
const madeInvitationSchema = z.object({
  id: z.string(),
  link: z.string().meta({ description: 'Shown once: only its hash is kept' }),
  expiresAt: z.iso.datetime(),
  mail: z.enum(['sent', 'failed']).nullable(),
  mailFailure: z.string().nullable(),
})

const mailLimit = { name: 'invitation-mail', limit: 30, windowSeconds: 3_600 }

/** The people who run an organisation, and who is invited. */
export function memberRoutes(app: App, context: NodeContext): void {
  const tags = ['colleagues']

  app.get('/api/organisations/:org/members', {
    schema: { summary: 'The people who run the organisation', tags, params: orgParams, response: { 200: z.object({ members: z.array(memberSchema) }) } },
  }, async (request) => {
    const { accountId } = sessionOf(request)
    const members = await listMembers(organisationOf(request).id, context)
    return { members: members.map(({ joinedAt, ...member }) => ({ ...member, joinedAt: joinedAt.toISOString(), isYou: member.id === accountId })) }
  })

  app.delete('/api/organisations/:org/members/:id', {
    schema: { summary: 'Take a person out, from their next request on; never the last one', tags, params: orgAndIdParams, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeMember(request.params.id, actingOf(request, context).actor, context)
    return reply.code(204).send(null)
  })

  app.get('/api/organisations/:org/invitations', {
    schema: { summary: 'Invitations that nobody has used yet', tags, params: orgParams, response: { 200: z.object({ invitations: z.array(invitationSchema) }) } },
  }, async (request) => {
    const invitations = await listInvitations(organisationOf(request).id, context)
    return { invitations: invitations.map(({ createdAt, expiresAt, ...rest }) => ({ ...rest, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() })) }
  })

  app.post('/api/organisations/:org/invitations', {
    schema: { summary: 'Invite a colleague by a link that works once, for seven days', tags, params: orgParams, body: newInvitationSchema, response: { 201: madeInvitationSchema } },
  }, async (request, reply) => {
    const { name, email } = request.body
    const [{ accountId }, organisation] = [sessionOf(request), organisationOf(request)]
    if (email !== undefined) await takeRate(mailLimit, organisation.id, context)
    const made = await invite(name, { ...actingOf(request, context).actor, accountId }, context)
    const invitedBy = email === undefined ? '' : await displayNameOf(accountId, context)
    const failure = email === undefined ? null : await trySending({ to: email, name, organisation: organisation.name, invitedBy, link: made.link })
    const mail = email === undefined ? null : failure === null ? 'sent' as const : 'failed' as const
    return reply.code(201).header('cache-control', 'no-store').send({ ...made, expiresAt: made.expiresAt.toISOString(), mail, mailFailure: failure })
  })

  app.delete('/api/organisations/:org/invitations/:id', {
    schema: { summary: 'End an invitation before it was used', tags, params: orgAndIdParams, response: { 204: z.null() } },
  }, async (request, reply) => {
    await endInvitation(request.params.id, actingOf(request, context).actor, context)
    return reply.code(204).send(null)
  })

  /** The link can still be copied when mail does not work: that is an answer, not a refusal. */
  async function trySending(invitation: Parameters<typeof invitationMail>[0]): Promise<MailFailure | null> {
    return context.sendMail(invitationMail(invitation)).then(() => null, (error: unknown) => {
      if (error instanceof MailError) return error.code
      throw error
    })
  }
}
