import { z } from 'zod'
import { requireProof } from '../accounts/own-account.ts'
import { listOrganisationKeys, rotateOrganisationKeys, type OrganisationKey } from '../accounts/rotate-keys.ts'
import type { App } from '../app.ts'
import { organisationOf, sessionOf } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { proofOf, proofSchema } from './account.ts'
import { actingOf, orgParams } from './issuing-actor.ts'

const keySchema = z.object({
  id: z.string(),
  keyType: z.enum(['Ed25519', 'P-256', 'BLS12-381']),
  multikey: z.string().meta({ description: 'The public half (Controlled Identifiers 1.0, "Multikey")' }),
  createdAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().nullable().meta({ description: 'Null while it signs' }),
}).meta({ id: 'OrganisationKey' })

const keysSchema = z.object({
  keys: z.array(keySchema),
  canRotate: z.boolean().meta({ description: 'False in rehearsal, where the key is the identity' }),
})

function presentKey({ createdAt, retiredAt, ...key }: OrganisationKey): z.infer<typeof keySchema> {
  return { ...key, createdAt: createdAt.toISOString(), retiredAt: retiredAt?.toISOString() ?? null }
}

/** The signing keys of an organisation. */
export function keyRoutes(app: App, context: NodeContext): void {
  const tags = ['organisations']
  const keysOf = async ({ id, did }: { readonly id: string; readonly did: string }): Promise<z.infer<typeof keysSchema>> =>
    ({ keys: (await listOrganisationKeys(id, context)).map(presentKey), canRotate: !did.startsWith('did:key:') })

  app.get('/api/organisations/:org/keys', {
    schema: { summary: 'The keys that the organisation signs with, and signed with before', tags, params: orgParams, response: { 200: keysSchema } },
  }, async (request) => keysOf(organisationOf(request)))

  app.post('/api/organisations/:org/keys/rotate', {
    schema: {
      summary: 'Make new signing keys; the old ones sign nothing more, and what they signed still verifies', tags, params: orgParams,
      body: z.object({ proof: proofSchema }), response: { 200: keysSchema },
    },
  }, async (request) => {
    await requireProof(sessionOf(request).accountId, proofOf(request.body.proof), context)
    await rotateOrganisationKeys(actingOf(request, context).actor, context)
    return keysOf(organisationOf(request))
  })
}
