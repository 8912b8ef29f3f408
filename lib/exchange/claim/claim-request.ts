import type { JsonObject } from '../../encoding/canonical-json.ts'
import { malformed, membersOf } from './_members.ts'

/** What a wallet posts to claim: a presentation that proves its key, and the code when the issuer asks for one. */
export interface ClaimRequest {
  /** A Verifiable Presentation secured for the challenge and domain of the claim; it holds no credential. */
  readonly presentation: JsonObject
  /** Second factor: 6 to 8 digits that came by another channel. */
  readonly code?: string
}

/**
 * Reads a claim request. Spaces and hyphens that people type into a code are dropped.
 *
 * @throws ClaimError `claim/malformed`
 */
export function parseClaimRequest(value: unknown): ClaimRequest {
  const request = membersOf(value, 'claim request')
  const presentation = request.object('presentation')
  const code = request.optionalText('code', 40)?.replaceAll(/[\s-]/g, '')
  if (code === undefined || code === '') return { presentation }
  if (!/^[0-9]{6,8}$/.test(code)) throw malformed('claim request', 'code is not 6 to 8 digits')
  return { presentation, code }
}
