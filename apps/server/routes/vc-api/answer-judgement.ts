import type { z } from 'zod'
import { ServerError } from '../../server-error.ts'
import type { JudgeOptions, Judgement } from '../../vc-api/judge-credential.ts'
import type { verifiedSchema } from './schemas.ts'

/**
 * The answer to a judgement without errors.
 *
 * @throws ServerError `vc-api/not-verified` with the errors
 */
export function answerJudgement({ errors, warnings }: Judgement, { checks }: JudgeOptions): z.infer<typeof verifiedSchema> {
  if (errors.length > 0) throw new ServerError('vc-api/not-verified', 'Cannot verify: see "errors"', { errors: errors.map(({ name, message }) => ({ field: '', code: name, message })) })
  return { verified: true, checks: [...checks ?? ['proof', 'credentialStatus']], warnings: [...warnings] }
}
