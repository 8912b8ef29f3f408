import { sectors } from 'everlearned/trust'
import { z } from 'zod'
import { approveOrganisation, listUnapproved, requireOperator } from '../accounts/operators.ts'
import type { App } from '../app.ts'
import { sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { cosignerKeyText } from '../network/cosigner-keys.ts'
import { findParticipants } from '../network/find-participants.ts'
import { showIssuer } from '../network/show-issuer.ts'
import { showNetwork } from '../network/show-network.ts'
import { takeRate } from '../rate-limit.ts'

const sector = z.enum(sectors).nullable()
const party = z.object({ did: z.string(), name: z.string().nullable() })
const span = z.object({ from: z.int(), until: z.int().nullable() })

const networkSchema = z.object({
  self: z.object({ name: z.string(), did: z.string(), sector, origin: z.string(), verifierKey: z.string(), cosignerKey: z.string(), roles: z.array(z.string()) }),
  registry: z.object({ origin: z.string(), name: z.string().nullable(), rulesVersion: z.int() }),
  policy: z.object({ text: z.string(), cosigners: z.int(), overlap: z.int(), mayLie: z.int(), mayBeDown: z.int() }),
  finality: z.object({
    finalSize: z.int(), pendingSize: z.int(), finalAt: z.string().nullable(),
    halted: z.object({ code: z.string(), reason: z.string() }).nullable().meta({ description: 'Why the log of this node takes no entries; it can be read all the same' }),
  }),
  holders: z.array(z.object({ name: z.string(), sector, role: z.string(), size: z.int(), cosignedAt: z.string().nullable(), state: z.enum(['current', 'behind', 'silent']) })),
  following: z.array(z.object({
    id: z.string(), origin: z.string(), url: z.string(), role: z.string(), size: z.int(), checkedAt: z.string().nullable(), state: z.string(), refusal: z.string().nullable(),
    blobs: z.object({ kept: z.int(), missing: z.int() }).meta({ description: 'Status lists that the log names by digest: here, and not to be had so far' }),
  })),
  alarms: z.array(z.object({ kind: z.string(), origin: z.string(), at: z.string(), reason: z.string(), proof: z.unknown().optional() })),
}).meta({ id: 'Network' })

/** An accreditation, as the registry has it. */
export const accreditationSchema = z.object({
  id: z.int(), scopes: z.array(z.string()), basis: z.string().nullable(), by: party,
  chain: z.array(z.object({ did: z.string(), name: z.string().nullable(), accreditor: party, scopes: z.array(z.string()), basis: z.string().nullable() })),
  from: z.string(), until: z.string().nullable(), mayAccredit: z.boolean(), state: z.enum(['in-force', 'suspended', 'withdrawn', 'over', 'not-yet']),
}).meta({ id: 'RegisteredAccreditation' })

const issuerSchema = party.extend({
  sector: z.string().nullable(), registeredAt: z.int(),
  keys: z.array(span.extend({ key: z.string(), compromisedSince: z.object({ at: z.string(), sizes: z.record(z.string(), z.int()) }).nullable() })),
  recoveryKey: z.string().nullable(), accreditations: z.array(accreditationSchema), suspensions: z.array(span),
  authority: z.array(z.object({ type: z.string(), scope: z.string(), granted: z.boolean() })),
  counts: z.object({ batches: z.int(), leaves: z.int() }).meta({ description: 'Of the logs that this node holds; leaves count the padding as well' }),
  conflicts: z.array(z.object({ index: z.int(), by: party, ground: z.string() })), gone: z.boolean(),
  domain: z.object({
    state: z.enum(['own-key', 'charter', 'seen', 'accredited', 'unchecked']),
    seenBy: z.array(party.extend({ sector: z.string().nullable(), index: z.int(), at: z.string().nullable() })),
  }).meta({ description: 'Whether anybody has checked that the domain in the DID is theirs: `unchecked` means nobody has, or too few' }),
  formerNames: z.array(z.string()), namesakes: z.array(party),
}).meta({ id: 'RegisteredIssuer' })

/** Each answer is gathered from the database. */
const readLimit = { name: 'network-read', limit: 600, windowSeconds: 60 }

/** The network that this node stands in, and which logs of others it follows. */
export function networkRoutes(app: App, context: NodeContext): void {
  const tags = ['network']

  app.get('/api/network', { schema: { summary: 'The network as this node sees it: policy, finality, who holds what, alarms', tags, response: { 200: networkSchema } } }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return showNetwork(context)
  })

  app.get('/api/network/issuer', {
    schema: { summary: 'What the registry says of an issuer', tags, querystring: z.object({ did: z.string().max(255) }), response: { 200: issuerSchema } },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return showIssuer(request.query.did, context)
  })

  app.get('/api/network/participants', {
    schema: {
      summary: 'Participants of the registry, by a part of the name or by the whole DID; 20 at most', tags, querystring: z.object({ q: z.string().max(255) }),
      response: { 200: z.object({ participants: z.array(z.object({ did: z.string(), name: z.string(), sector })) }) },
    },
  }, async (request) => {
    await takeRate(readLimit, request.ip, context)
    return { participants: findParticipants(request.query.q, context) }
  })

  app.post('/api/network/follow', {
    schema: {
      summary: 'Follow the log of another node; with `joins`, its registry becomes the one that this node records under', tags,
      body: z.object({ url: z.url({ protocol: /^https?$/ }).max(500), role: z.enum(['witness', 'mirror', 'validator']), joins: z.boolean().default(false) }),
      response: { 201: z.object({ id: z.string(), origin: z.string() }) },
    },
  }, async (request, reply) => {
    await requireOperator(sessionOf(request).accountId, context)
    const { id, log: { origin } } = await context.followedLogs.follow(request.body)
    return reply.code(201).send({ id, origin })
  })

  app.delete('/api/network/follow/:id', { schema: { summary: 'Follow a log no longer', tags, params: z.object({ id: z.string().max(64) }), response: { 204: z.null() } } }, async (request, reply) => {
    await requireOperator(sessionOf(request).accountId, context)
    await context.followedLogs.unfollow(request.params.id)
    return reply.code(204).send(null)
  })

  app.post('/api/network/cosigner-key', {
    schema: {
      summary: 'Make another key to cosign with in a role: the way on after the alarm `rolled-back`. The one before is destroyed; the new one counts once a policy names it', tags,
      body: z.object({ role: z.enum(['witness', 'mirror', 'validator']) }), response: { 201: z.object({ cosignerKey: z.string() }) },
    },
  }, async (request, reply) => {
    await requireOperator(sessionOf(request).accountId, context)
    return reply.code(201).header('cache-control', 'no-store').send({ cosignerKey: cosignerKeyText(await context.followedLogs.renewCosigner(request.body.role), context) })
  })

  approvals(app, context)
}

/** A name on the ledger is taken for good: who runs the node says whose organisations may take one. */
function approvals(app: App, context: NodeContext): void {
  const tags = ['organisations']
  const waiting = z.object({ organisations: z.array(z.object({ id: z.string(), name: z.string(), did: z.string(), createdAt: z.string() })) })

  app.get('/api/approvals', { schema: { summary: 'Organisations that may not register on the ledger yet', tags, response: { 200: waiting } } }, async (request) => {
    await requireOperator(sessionOf(request).accountId, context)
    return { organisations: [...await listUnapproved(context)] }
  })

  app.post('/api/approvals/:id', { schema: { summary: 'Let an organisation register on the ledger', tags, params: z.object({ id: z.string().max(64) }), response: { 204: z.null() } } }, async (request, reply) => {
    await requireOperator(sessionOf(request).accountId, context)
    await approveOrganisation(request.params.id, context)
    return reply.code(204).send(null)
  })
}
