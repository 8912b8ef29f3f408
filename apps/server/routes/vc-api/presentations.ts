import { z } from 'zod'
import type { App } from '../../app.ts'
import { judgePresentation } from '../../vc-api/judge-presentation.ts'
import { findProfile } from '../../vc-api/profiles.ts'
import type { Surface } from '../../vc-api/surface.ts'
import { answerJudgement } from './answer-judgement.ts'
import { documentSchema, profileParams as params, verifiedSchema, verifyOptions } from './schemas.ts'

/** Presentations under a profile (VC-API 0.3, "Verify Presentation"). */
export function presentationRoutes(scope: App, surface: Surface): void {
  scope.post('/vc-api/:profile/presentations/verify', {
    schema: {
      summary: 'Verify a presentation and every credential in it', tags: ['vc-api'], params, response: { 200: verifiedSchema },
      body: z.object({ verifiablePresentation: documentSchema, options: verifyOptions }),
    },
  }, async (request) => {
    findProfile(request.params.profile, surface.profiles)
    const options = request.body.options ?? {}
    return answerJudgement(await judgePresentation(request.body.verifiablePresentation, options, surface), options)
  })
}
