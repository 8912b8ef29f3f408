import { CredentialError } from '../credential-error.ts'
import type { ClaimPath } from './disclose-claims.ts'

/** Untrusted: a longer text is no path. */
const maxPathLength = 1_024

/**
 * Reads a path as people write it: `credentialSubject.achievement.name`, `evidence[0]`.
 *
 * @throws CredentialError `credential/claim-path-malformed`
 */
export function parseClaimPath(text: string): ClaimPath {
  if (text.length > maxPathLength || !/^[^.[\]]+(\[\d{1,9}\])*(\.[^.[\]]+(\[\d{1,9}\])*)*$/.test(text)) throw new CredentialError('credential/claim-path-malformed', 'Cannot read claim path: it must be like a.b[0]')
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) => (index === undefined ? part : Number(index)))
}
