import { z } from 'zod'
import type { App } from '../../app.ts'
import { ServerError } from '../../server-error.ts'
import { deriveForHolder } from '../../vc-api/derive-for-holder.ts'
import { issueForProfile } from '../../vc-api/issue-for-profile.ts'
import { judgeCredential } from '../../vc-api/judge-credential.ts'
import { findProfile } from '../../vc-api/profiles.ts'
import type { Surface } from '../../vc-api/surface.ts'
import { answerJudgement } from './answer-judgement.ts'
import { documentSchema, profileParams as params, verifiedSchema, verifyOptions } from './schemas.ts'

const tags = ['vc-api']
const secured = z.object({ verifiableCredential: z.record(z.string(), z.unknown()) })
const pointers = z.array(z.string()).max(1_000)

/** Credentials under a profile: issue, verify, derive, revoke (VC-API 0.3). */
export function credentialRoutes(scope: App, surface: Surface): void {
  scope.get('/vc-api/profiles', {
    schema: { summary: 'The profiles of the VC-API, each with its issuer', tags, response: { 200: z.array(z.object({ name: z.string(), issuer: z.string() })) } },
  }, async () => surface.profiles.map(({ name, issuer }) => ({ name, issuer })))

  scope.post('/vc-api/:profile/credentials/issue', {
    schema: {
      summary: 'Sign a credential', tags, params, response: { 201: secured },
      body: z.object({ credential: documentSchema, options: z.object({ mandatoryPointers: pointers.optional() }).nullish() }),
    },
  }, async (request, reply) => {
    const profile = findProfile(request.params.profile, surface.profiles)
    const { credential, options } = request.body
    const issued = await issueForProfile({ credential, mandatoryPointers: options?.mandatoryPointers ?? [] }, profile, surface)
    return reply.code(201).serializer(JSON.stringify).send({ verifiableCredential: issued })
  })

  scope.post('/vc-api/:profile/credentials/verify', {
    schema: { summary: 'Verify a credential', tags, params, response: { 200: verifiedSchema }, body: z.object({ verifiableCredential: documentSchema, options: verifyOptions }) },
  }, async (request) => {
    findProfile(request.params.profile, surface.profiles)
    const options = request.body.options ?? {}
    return answerJudgement(await judgeCredential(request.body.verifiableCredential, options, surface), options)
  })

  scope.post('/vc-api/:profile/credentials/derive', {
    schema: {
      summary: 'A copy of a credential that shows a part of it', tags, params, response: { 201: secured },
      body: z.object({ verifiableCredential: documentSchema, options: z.object({ selectivePointers: pointers.optional() }).nullish() }),
    },
  }, async (request, reply) => {
    const profile = findProfile(request.params.profile, surface.profiles)
    const { verifiableCredential, options } = request.body
    const derived = await deriveForHolder(verifiableCredential, options?.selectivePointers ?? [], { profile, surface })
    return reply.code(201).serializer(JSON.stringify).send({ verifiableCredential: derived })
  })

  scope.post('/vc-api/:profile/credentials/status', {
    schema: {
      summary: 'Revoke a credential; the published list says so before the answer does', tags, params,
      body: z.object({ credentialId: z.string().max(2_048), credentialStatus: z.object({ type: z.string(), statusPurpose: z.string().optional() }), status: z.boolean().default(true) }),
      response: { 200: z.object({ credentialId: z.string(), status: z.boolean() }) },
    },
  }, async (request) => {
    const profile = findProfile(request.params.profile, surface.profiles)
    const { credentialId, credentialStatus: { type, statusPurpose = 'revocation' }, status } = request.body
    if (profile.hasStatus !== true || type !== 'BitstringStatusListEntry' || statusPurpose !== 'revocation') throw new ServerError('vc-api/status-unsupported', 'Cannot change status: it is none of the revocations that this profile keeps')
    if (!surface.statusLists.change(credentialId, status)) throw new ServerError('vc-api/credential-unknown', 'Cannot change status: no credential was issued under this id')
    return { credentialId, status }
  })
}
