import { credentialsContextUrl, openBadgesContextUrl } from 'everlearned/credential'
import { maxValidityMonths } from 'everlearned/issuer'
import { z } from 'zod'
import type { App } from '../app.ts'
import { organisationOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { changeAchievement, createAchievement, listAchievements, loadAchievement, loadPublicAchievement, type Achievement } from '../issuing/achievements.ts'
import { publicAchievement } from '../issuing/make-credential.ts'
import { actingOf, orgAndIdParams, orgParams } from './issuing-actor.ts'

const shortText = z.string().trim().min(1).max(300)
const webAddress = z.url({ protocol: /^https?$/ }).max(2_000)

/** What a template says. */
const definitionSchema = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().min(1).max(5_000),
  criteria: z.string().trim().min(1).max(20_000).meta({ description: 'What had to be done, as Markdown' }),
  achievementType: z.string().regex(/^(ext:)?[A-Za-z0-9._-]{1,80}$/).meta({ description: 'A type of Open Badges 3.0, such as Certificate, Degree or Course, or one of your own after ext:' }),
  validityMonths: z.int().min(1).max(maxValidityMonths).nullable().default(null),
  alignments: z.array(z.object({ targetName: shortText, targetUrl: webAddress, targetFramework: shortText.optional() })).max(50).default([]),
})

const achievementSchema = definitionSchema.extend({ id: z.string(), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() }).meta({ id: 'Achievement' })

function presentAchievement({ createdAt, updatedAt, ...achievement }: Achievement): z.output<typeof achievementSchema> {
  return { ...achievement, alignments: [...achievement.alignments], createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

/** The achievements that an organisation issues records of. */
export function achievementRoutes(app: App, context: NodeContext): void {
  const tags = ['achievements']

  app.get('/api/organisations/:org/achievements', {
    schema: {
      summary: 'The achievements of an organisation', tags, params: orgParams,
      response: { 200: z.object({ achievements: z.array(achievementSchema) }) },
    },
  }, async (request) =>
    ({ achievements: (await listAchievements(organisationOf(request).id, context)).map(presentAchievement) }))

  app.post('/api/organisations/:org/achievements', {
    schema: { summary: 'Describe an achievement', tags, params: orgParams, body: definitionSchema, response: { 201: achievementSchema } },
  }, async (request, reply) =>
    reply.code(201).send(presentAchievement(await createAchievement(request.body, actingOf(request, context).actor, context))))

  app.get('/api/organisations/:org/achievements/:id', {
    schema: { summary: 'One achievement', tags, params: orgAndIdParams, response: { 200: achievementSchema } },
  }, async (request) =>
    presentAchievement(await loadAchievement(request.params.id, organisationOf(request).id, context)))

  app.put('/api/organisations/:org/achievements/:id', {
    schema: {
      summary: 'Replace an achievement; what was issued before keeps what it said', tags, params: orgAndIdParams, body: definitionSchema,
      response: { 200: achievementSchema },
    },
  }, async (request) =>
    presentAchievement(await changeAchievement(request.params.id, request.body, actingOf(request, context))))

  app.get('/achievements/:id', {
    schema: { summary: 'An achievement as Open Badges 3.0 describes it', tags: ['public'], params: z.object({ id: z.string().max(64) }) },
  }, async (request, reply) => {
    const { id, definition } = await loadPublicAchievement(request.params.id, context)
    const document = { '@context': [credentialsContextUrl, openBadgesContextUrl], ...publicAchievement(id, definition, context) }
    return reply.type('application/ld+json').header('cache-control', 'public, max-age=300').send(document)
  })
}
