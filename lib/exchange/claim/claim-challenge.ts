import { membersOf } from './_members.ts'

/** How long a challenge may be answered. */
export const challengeLifeSeconds = 600

/** What a presentation must be bound to so that it proves possession here and now, once. */
export interface ClaimChallenge {
  readonly challenge: string
  /** The base URL of the node, as the presentation's `domain`. */
  readonly domain: string
  /** RFC 3339. */
  readonly expiresAt: string
}

/** @throws ClaimError `claim/malformed` */
export function parseClaimChallenge(value: unknown): ClaimChallenge {
  const challenge = membersOf(value, 'claim challenge')
  return {
    challenge: challenge.text('challenge', 200),
    domain: challenge.text('domain', 2_048),
    expiresAt: challenge.time('expiresAt').toISOString(),
  }
}
