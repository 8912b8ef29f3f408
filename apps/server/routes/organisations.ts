import { isOrganisationName, isWebUrl, sectors } from 'everlearned/trust'
import { z } from 'zod'
import { changeOrganisation, countsOf, createOrganisation, listOrganisations, type Organisation } from '../accounts/organisations.ts'
import { didDocumentOf } from '../accounts/did-document.ts'
import type { App } from '../app.ts'
import { organisationOf, sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import { actingOf } from './issuing-actor.ts'

/** What the ledger could not register would wait for ever, so it is not taken in the first place; addresses stand there in ASCII. */
const nameSchema = z.string().trim().min(1, { abort: true }).max(200, { abort: true }).refine(isOrganisationName, 'it has characters that cannot be seen')
const urlSchema = z.url({ protocol: /^https?$/, abort: true }).max(500, { abort: true }).overwrite((url) => (isWebUrl(url) || !URL.canParse(url) ? url : new URL(url).href)).refine(isWebUrl, 'it is too long, or no plain address')

/** What an owner says of an organisation. */
export const newOrganisationSchema = z.object({ name: nameSchema, url: urlSchema.optional(), sector: z.enum(sectors).optional() })

/** What the node says of one. */
export const organisationSchema = z.object({
  id: z.string(), slug: z.string(), name: z.string(), did: z.string(), url: z.string().nullable(), sector: z.enum(sectors),
  isApproved: z.boolean().meta({ description: 'Whether the operator of the node lets it register on the ledger' }),
}).meta({ id: 'Organisation' })

const countsSchema = z.object({ achievements: z.int(), unclaimed: z.int(), bound: z.int(), voided: z.int(), tickets: z.int() })

/** Leaves out what the database keeps besides. */
export function presentOrganisation({ id, slug, name, did, url, sector, approved_at: approvedAt }: Organisation): z.infer<typeof organisationSchema> {
  return { id, slug, name, did, url, sector, isApproved: approvedAt !== null }
}

/** The organisations that issue here. */
export function organisationRoutes(app: App, context: NodeContext): void {
  const tags = ['organisations']
  const list = z.object({ organisations: z.array(organisationSchema) })
  const params = z.object({ org: z.string().max(64) })

  app.get('/api/organisations', { schema: { summary: 'The organisations that you run', tags, response: { 200: list } } }, async (request) =>
    ({ organisations: (await listOrganisations(sessionOf(request).accountId, context)).map(presentOrganisation) }))

  app.post('/api/organisations', { schema: { summary: 'Make an organisation, with a signing key of its own', tags, body: newOrganisationSchema, response: { 201: organisationSchema } } }, async (request, reply) =>
    reply.code(201).send(presentOrganisation(await createOrganisation(request.body, sessionOf(request).accountId, context))))

  app.get('/api/organisations/:org', { schema: { summary: 'One organisation', tags, params, response: { 200: organisationSchema.extend({ counts: countsSchema }) } } }, async (request) => {
    const organisation = organisationOf(request)
    return { ...presentOrganisation(organisation), counts: await countsOf(organisation.id, context) }
  })

  app.put('/api/organisations/:org', {
    schema: { summary: 'Change name and web address, from now on; what was issued before keeps the old ones', tags, params, body: newOrganisationSchema, response: { 200: organisationSchema } },
  }, async (request) =>
    presentOrganisation(await changeOrganisation(request.body, actingOf(request, context).actor, context)))

  app.get('/orgs/:slug/did.json', { schema: { summary: 'The DID document of an organisation (did:web)', tags: ['public'], params: z.object({ slug: z.string().max(64) }) } }, async ({ params: { slug } }, reply) => {
    const document = await didDocumentOf(slug, context)
    if (document === undefined) throw new ServerError('organisation/not-found', 'Cannot find organisation: none of this name issues here')
    return reply.type('application/did+json').header('cache-control', 'public, max-age=300').send(document)
  })
}
